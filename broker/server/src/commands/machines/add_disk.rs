//! `aq add_disk`: a disk in a machine.

use super::_disk::{self, Description};
use super::_target;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: Option<String>,
    hostname: Option<String>,
    disk: String,
    controller: String,
    size: i64,
    share: Option<String>,
    filesystem: Option<String>,
    resourcegroup: Option<String>,
    address: Option<String>,
    comments: Option<String>,
    boot: Option<bool>,
    snapshot: Option<bool>,
    wwn: Option<String>,
    bus_address: Option<String>,
    iops_limit: Option<i64>,
    disk_tech: Option<String>,
    diskgroup_key: Option<String>,
    model_key: Option<String>,
    usage: Option<String>,
    vsan_policy_key: Option<String>,
}

/// Adds the disk.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let machine = _target::locked(cx, args.machine.as_deref(), args.hostname.as_deref()).await?;
    let disk = Description {
        controller: args.controller,
        size: args.size,
        share: args.share,
        filesystem: args.filesystem,
        resourcegroup: args.resourcegroup,
        address: args.address,
        boot: args.boot,
        snapshot: args.snapshot,
        wwn: args.wwn,
        bus_address: args.bus_address,
        iops_limit: args.iops_limit,
        disk_tech: args.disk_tech,
        diskgroup_key: args.diskgroup_key,
        model_key: args.model_key,
        usage: args.usage,
        vsan_policy_key: args.vsan_policy_key,
        comments: args.comments,
    };
    _disk::add(cx, &machine, &args.disk, &disk).await?;
    cx.touch(Subject::Machine(machine.id));
    Ok(Answer::Nothing)
}
