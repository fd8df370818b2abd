//! `aq reconfigure`: configures one or many hosts and compiles their profiles together.

use std::collections::BTreeMap;

use aq_db::{branch, host};

use super::_changes::{self, Changes};
use crate::command::prelude::*;

/// Options of the catalogue. `keepbindings` needs no look: no host is bound to a service yet.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: Option<String>,
    list: Option<Vec<String>>,
    hostlist: Option<Vec<String>>,
    membersof: Option<String>,
    grn: Option<String>,
    eon_id: Option<i64>,
    osname: Option<String>,
    osversion: Option<String>,
    archetype: Option<String>,
    personality: Option<String>,
    personality_stage: Option<String>,
    buildstatus: Option<String>,
    cleargrn: bool,
    comments: Option<String>,
}

/// Changes the hosts and compiles them: all or none.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    if let Some(cluster) = &args.membersof {
        return Err(CommandError::not_found("Cluster", cluster));
    }
    let ids = match (&args.hostname, args.list.as_ref().or(args.hostlist.as_ref())) {
        (Some(name), _) => vec![host::require(cx.db(), name).await?],
        (None, list) => host::require_many(cx.db(), list.map(Vec::as_slice).unwrap_or_default()).await?,
    };
    in_one_branch(cx, &ids).await?;
    one_personality(cx, &ids, &args).await?;
    let changes = Changes {
        archetype: args.archetype.as_deref(),
        personality: args.personality.as_deref(),
        personality_stage: args.personality_stage.as_deref(),
        osname: args.osname.as_deref(),
        osversion: args.osversion.as_deref(),
        buildstatus: args.buildstatus.as_deref(),
        grn: args.grn.as_deref(),
        eon_id: args.eon_id,
        cleargrn: args.cleargrn,
        comments: args.comments.as_deref(),
    };
    _changes::apply(cx, &ids, &changes).await?;
    Ok(Answer::Nothing)
}

/// Profiles that are compiled together come from one set of templates.
async fn in_one_branch(cx: &mut Cx, ids: &[i64]) -> Result<()> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for host in host::get_many(cx.db(), ids).await? {
        *counts.entry(host.branch_id).or_default() += 1;
    }
    if counts.len() < 2 {
        return Ok(());
    }
    let branches: Vec<i64> = counts.keys().copied().collect();
    let mut names: Vec<(usize, String)> = branch::names(cx.db(), &branches)
        .await?
        .into_iter()
        .map(|(id, name)| (counts.get(&id).copied().unwrap_or_default(), name))
        .collect();
    names.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let lines: Vec<String> = names
        .iter()
        .map(|(count, name)| format!("{count} objects in domain {name}"))
        .collect();
    Err(CommandError::argument(format!(
        "All objects must be in the same domain or sandbox:\n{}",
        lines.join("\n")
    )))
}

/// A stage alone says nothing about hosts of several personalities.
async fn one_personality(cx: &mut Cx, ids: &[i64], args: &Args) -> Result<()> {
    if args.personality_stage.is_none() || args.personality.is_some() {
        return Ok(());
    }
    let mut names: Vec<(String, String)> = host::roles(cx.db(), ids)
        .await?
        .into_iter()
        .map(|role| (role.archetype.name, role.personality.name))
        .collect();
    names.sort();
    names.dedup();
    if names.len() > 1 {
        return Err(CommandError::argument(
            "Promoting hosts in multiple personalities is not supported.",
        ));
    }
    Ok(())
}
