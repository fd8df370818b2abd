//! `aq flush`: generate plenaries again from the rows, and rebuild their files.

use aq_db::flush::{self, Group};
use aq_db::outbox;

use crate::command::prelude::*;
use crate::export;

/// Options of the catalogue: groups of plenaries.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Args {
    all: bool,
    hosts: bool,
    machines: bool,
    personalities: bool,
    locations: bool,
    networks: bool,
    clusters: bool,
    services: bool,
    resources: bool,
    network_devices: bool,
    virtual_switches: bool,
    archetypes: bool,
    grns: bool,
}

/// Touches every object of the groups; what the table already holds is not written again. With `--all` the whole
/// export is brought up to date as well, so that a lost directory comes back. Objects that fail are named in the answer.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    // Kinds of objects that this broker does not have yet are groups without members.
    let _ = (
        args.clusters,
        args.services,
        args.resources,
        args.network_devices,
        args.virtual_switches,
    );
    let groups = [
        (args.locations, Group::Cities),
        (args.networks, Group::Networks),
        (args.archetypes, Group::Archetypes),
        (args.grns, Group::Grns),
        (args.personalities, Group::PersonalityStages),
        (args.machines, Group::Machines),
        (args.hosts, Group::Hosts),
    ];
    let mut count = 0_usize;
    for (wanted, group) in groups {
        if !(wanted || args.all) {
            continue;
        }
        for id in flush::ids(cx.db(), group).await? {
            count += 1;
            cx.touch(match group {
                Group::Cities => Subject::City(id),
                Group::Networks => Subject::Network(id),
                Group::Archetypes => Subject::Archetype(id),
                Group::Grns => Subject::Grn(id),
                Group::PersonalityStages => Subject::PersonalityStage(id),
                Group::Machines => Subject::Machine(id),
                Group::Hosts => Subject::Host(id),
            });
        }
    }
    cx.per_item();
    // Whoever flushes has removed what was in the way.
    outbox::retry_now(cx.db()).await?;
    cx.say(format!("Flushing {count} objects."));
    if args.all && !cx.is_preview() {
        let request = cx.request_id;
        export::enqueue_everything(cx.db(), request).await?;
    }
    Ok(Answer::Nothing)
}
