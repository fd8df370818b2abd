//! Disks, as they are shown with their machine.

use aq_db::disk::Disk;
use serde_json::{Value, json};

use crate::format::Raw;

/// Lines of one disk.
pub fn raw(out: &mut Raw, disk: &Disk) {
    let mut flags = Vec::new();
    if disk.bootable {
        flags.push("boot");
    }
    if disk.snapshotable == Some(true) {
        flags.push("snapshot");
    }
    let flags = if flags.is_empty() {
        String::new()
    } else {
        format!(" [{}]", flags.join(", "))
    };
    let (name, size, controller, kind) = (
        &disk.device_name,
        disk.capacity,
        &disk.controller_type,
        &disk.disk_type,
    );
    out.field(
        "Disk",
        format_args!("{name} {size} GB {controller} ({kind}){flags}"),
    )
    .nested(|out| {
        out.optional("Address", disk.address.as_ref());
        out.optional("WWN", disk.wwn.as_ref());
        out.optional("Controller Bus Address", disk.bus_address.as_ref());
        out.optional("IOPS Limit", disk.iops_limit);
        out.optional("Disk Technology", disk.disk_tech.as_ref());
        out.optional("Usage", disk.usage.as_ref());
        out.optional("Disk-Group Key", disk.diskgroup_key.as_ref());
        out.optional("Model Key", disk.model_key.as_ref());
        out.optional("VSAN Policy Key", disk.vsan_policy_key.as_ref());
        out.optional("Comments", disk.comments.as_ref());
    });
}

/// All of one disk.
pub fn json(disk: &Disk) -> Value {
    json!({
        "device": disk.device_name,
        "type": disk.disk_type,
        "size": disk.capacity,
        "controller": disk.controller_type,
        "boot": disk.bootable,
        "address": disk.address,
        "wwn": disk.wwn,
        "bus_address": disk.bus_address,
        "disk_tech": disk.disk_tech,
        "usage": disk.usage,
        "diskgroup_key": disk.diskgroup_key,
        "model_key": disk.model_key,
        "vsan_policy_key": disk.vsan_policy_key,
        "snapshot": disk.snapshotable,
        "iops_limit": disk.iops_limit,
        "comments": disk.comments,
    })
}
