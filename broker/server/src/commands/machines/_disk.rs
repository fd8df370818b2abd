//! Adding a disk to a machine.

use aq_db::disk::{self, Disk};
use aq_db::machine::Machine;

use super::_absent;
use super::_target::named;
use super::_value::{bus_address, one_of, scsi_address, text, wwn};
use crate::command::Cx;
use crate::commands::hardware::_specs::{amount, disk_controller};
use crate::error::{CommandError, Result};

/// Technologies of disks.
pub const TECHNOLOGIES: &[&str] = &["hdd", "ssd", "nvme"];
/// What disks are for.
pub const USAGES: &[&str] = &["os", "data", "swap", "cache", "capacity"];

/// A disk as options or a recipe describe it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Description {
    /// Type of the controller.
    pub controller: String,
    /// Size in GB.
    pub size: i64,
    /// Share with the image of a virtual disk.
    pub share: Option<String>,
    /// Filesystem with the image of a virtual disk.
    pub filesystem: Option<String>,
    /// Resource group of share or filesystem.
    pub resourcegroup: Option<String>,
    /// SCSI address.
    pub address: Option<String>,
    /// Whether the machine boots from it.
    pub boot: Option<bool>,
    /// Whether snapshots can be made.
    pub snapshot: Option<bool>,
    /// World wide name.
    pub wwn: Option<String>,
    /// Bus address of the controller.
    pub bus_address: Option<String>,
    /// The most operations per second.
    pub iops_limit: Option<i64>,
    /// Technology.
    pub disk_tech: Option<String>,
    /// Disk group in another system.
    pub diskgroup_key: Option<String>,
    /// Model in another system.
    pub model_key: Option<String>,
    /// What it is for.
    pub usage: Option<String>,
    /// Storage policy.
    pub vsan_policy_key: Option<String>,
    /// Free text.
    pub comments: Option<String>,
}

/// Adds the disk.
pub async fn add(cx: &mut Cx, machine: &Machine, name: &str, new: &Description) -> Result<()> {
    let device = name.trim().to_lowercase();
    let present = disk::of_machines(cx.db(), &[machine.id]).await?;
    if present.iter().any(|disk| disk.device_name == device) {
        return Err(CommandError::argument(format!(
            "{} already has a disk named {device}.",
            named(machine)
        )));
    }
    let booting = present.iter().any(|disk| disk.bootable);
    if booting && new.boot == Some(true) {
        return Err(CommandError::argument(format!(
            "{} already has a boot disk.",
            named(machine)
        )));
    }
    if new.share.is_some() || new.filesystem.is_some() {
        return Err(no_virtual_disks(machine, new));
    }
    only_virtual(
        new.vsan_policy_key.is_some(),
        new.snapshot.is_some(),
        new.iops_limit.is_some(),
    )?;
    let given = |value: &Option<String>| value.as_deref().unwrap_or_default().to_owned();
    let mut disk = Disk::local(
        machine.id,
        &device,
        &disk_controller(cx, &new.controller)?,
        amount("size", new.size)?,
    );
    disk.bootable = new
        .boot
        .unwrap_or(!booting && matches!(device.as_str(), "sda" | "c0d0"));
    disk.address = scsi_address(&given(&new.address))?;
    disk.wwn = wwn(&given(&new.wwn))?;
    disk.bus_address = bus_address(&given(&new.bus_address))?;
    disk.disk_tech = one_of(&given(&new.disk_tech), "disk technology", TECHNOLOGIES)?;
    disk.usage = one_of(&given(&new.usage), "disk usage", USAGES)?;
    disk.diskgroup_key = text(&given(&new.diskgroup_key));
    disk.model_key = text(&given(&new.model_key));
    disk.comments = text(&given(&new.comments));
    if let Some(address) = &disk.address
        && let Some(other) = present
            .iter()
            .find(|other| other.address.as_ref() == Some(address))
    {
        return Err(CommandError::argument(format!(
            "Disk {} of {} already has the address {address}.",
            other.device_name,
            super::_target::inner_name(machine)
        )));
    }
    disk::insert(cx.db(), &disk).await?;
    Ok(())
}

/// Images of virtual disks lie on shares and filesystems of what holds a virtual machine.
fn no_virtual_disks(machine: &Machine, new: &Description) -> CommandError {
    if !machine.model_type.is_virtual_machine() {
        return CommandError::argument(format!(
            "{} is not a virtual machine, it is not possible to define a virtual disk.",
            named(machine)
        ));
    }
    let named = [("Share", &new.share), ("Filesystem", &new.filesystem)];
    match _absent::refuse(named) {
        Err(error) => error,
        Ok(()) => CommandError::argument("Please specify a share or a filesystem."),
    }
}

/// What disks of the machine itself do not have.
pub fn only_virtual(policy: bool, snapshot: bool, iops_limit: bool) -> Result<()> {
    if policy {
        return Err(CommandError::argument(
            "VSAN policy can only be set for virtual disks.",
        ));
    }
    if snapshot {
        return Err(CommandError::argument(
            "Snapshot capability can only be set for virtual disks.",
        ));
    }
    if iops_limit {
        return Err(CommandError::argument(
            "IOPS limit can only be set for virtual disks.",
        ));
    }
    Ok(())
}
