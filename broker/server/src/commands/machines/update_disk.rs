//! `aq update_disk`: what is known of a disk.

use aq_db::disk::{self, Disk};
use aq_db::machine::Machine;

use super::_disk::{TECHNOLOGIES, USAGES, only_virtual};
use super::_target::{self, inner_name};
use super::_value::{bus_address, one_of, scsi_address, text, wwn};
use crate::command::prelude::*;
use crate::commands::hardware::_specs::{amount, disk_controller};

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: Option<String>,
    hostname: Option<String>,
    disk: String,
    rename_to: Option<String>,
    share: Option<String>,
    filesystem: Option<String>,
    address: Option<String>,
    controller: Option<String>,
    size: Option<i64>,
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

/// Changes the disk.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let machine = _target::locked(cx, args.machine.as_deref(), args.hostname.as_deref()).await?;
    let mut disk = disk::require(cx.db(), &machine, &args.disk).await?;
    only_virtual(
        args.vsan_policy_key.is_some(),
        args.snapshot.is_some(),
        args.iops_limit.is_some(),
    )?;
    if args.share.is_some() || args.filesystem.is_some() {
        return Err(CommandError::argument(format!(
            "Disk {} of {} is not a virtual disk, changing the backend store is not possible.",
            disk.device_name,
            inner_name(&machine)
        )));
    }
    if let Some(name) = &args.rename_to {
        rename(cx, &machine, &mut disk, name).await?;
    }
    if let Some(controller) = &args.controller {
        disk.controller_type = disk_controller(cx, controller)?;
    }
    if let Some(size) = args.size {
        disk.capacity = amount("size", size)?;
    }
    if let Some(address) = &args.address {
        disk.address = scsi_address(address)?;
    }
    if let Some(name) = &args.wwn {
        disk.wwn = wwn(name)?;
    }
    if let Some(address) = &args.bus_address {
        disk.bus_address = bus_address(address)?;
    }
    if let Some(technology) = &args.disk_tech {
        disk.disk_tech = one_of(technology, "disk technology", TECHNOLOGIES)?;
    }
    if let Some(usage) = &args.usage {
        disk.usage = one_of(usage, "disk usage", USAGES)?;
    }
    disk.bootable = args.boot.unwrap_or(disk.bootable);
    let texts = [
        (&mut disk.comments, &args.comments),
        (&mut disk.diskgroup_key, &args.diskgroup_key),
        (&mut disk.model_key, &args.model_key),
    ];
    for (old, new) in texts {
        if let Some(new) = new {
            *old = text(new);
        }
    }
    disk::update(cx.db(), &disk).await?;
    cx.touch(Subject::Machine(machine.id));
    Ok(Answer::Nothing)
}

async fn rename(cx: &mut Cx, machine: &Machine, disk: &mut Disk, name: &str) -> Result<()> {
    let name = name.trim().to_lowercase();
    let present = disk::of_machines(cx.db(), &[machine.id]).await?;
    if present.iter().any(|other| other.device_name == name) {
        return Err(CommandError::already_exists(
            disk::KIND,
            format!("{name}, {}", inner_name(machine)),
        ));
    }
    disk.device_name = name;
    Ok(())
}
