//! A disk as the machine plenary shows it.

use std::collections::BTreeMap;

use crate::model::{Backing, Disk};
use crate::pan::{Pan, Unit};

use super::given;

/// Name of the element: controllers of type `cciss` have their own device directory.
pub(super) fn element(disk: &Disk) -> String {
    if disk.backing == Backing::Local && disk.controller == "cciss" {
        format!("cciss/{}", disk.device)
    } else {
        disk.device.clone()
    }
}

/// A `create()` of the generic disk template for a local disk, a plain dict for a virtual one, whose path is
/// made of the label of its machine.
pub(super) fn value(disk: &Disk, machine_label: &str) -> Pan {
    let mut params = common(disk);
    match &disk.backing {
        Backing::Local => {
            return Pan::Create {
                template: format!("hardware/harddisk/generic/{}", disk.controller),
                params,
            };
        }
        Backing::Share {
            name,
            server,
            mountpoint,
        } => {
            params.insert("sharename".into(), name.into());
            params.insert("server".into(), server.clone().into());
            params.insert("mountpoint".into(), mountpoint.clone().into());
        }
        Backing::Filesystem { name, mountpoint } => {
            params.insert("filesystemname".into(), name.into());
            params.insert("mountpoint".into(), mountpoint.into());
        }
    }
    params.insert(
        "path".into(),
        format!("{machine_label}/{}.vmdk", disk.device).into(),
    );
    // Virtual disks always show the element, if only to remove it.
    params.insert("address".into(), disk.address.clone().into());
    Pan::Dict(params)
}

fn common(disk: &Disk) -> BTreeMap<String, Pan> {
    let mut params = BTreeMap::from([
        (
            "capacity".to_owned(),
            Pan::Metric {
                amount: disk.capacity,
                unit: Unit::Gb,
            },
        ),
        ("interface".to_owned(), Pan::from(&disk.controller)),
    ]);
    if disk.bootable {
        params.insert("boot".into(), true.into());
    }
    let texts = [
        ("wwn", &disk.wwn),
        ("address", &disk.address),
        ("bus", &disk.bus),
        ("disk_tech", &disk.technology),
        ("usage", &disk.usage),
        ("diskgroup_key", &disk.diskgroup_key),
        ("model_key", &disk.model_key),
    ];
    for (key, text) in texts {
        if let Some(text) = given(text.as_ref()) {
            params.insert(key.into(), text.into());
        }
    }
    if let Some(snapshot) = disk.snapshotable {
        params.insert("snapshot".into(), snapshot.into());
    }
    if let Some(limit) = disk.iops_limit {
        params.insert("iopslimit".into(), limit.into());
    }
    if let Some(policy) = &disk.vsan_policy_key {
        params.insert("vsan_policy_key".into(), policy.into());
    }
    params
}
