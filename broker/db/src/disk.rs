//! Disks of machines.

use sqlx::PgConnection;

use crate::machine::Machine;
use crate::{DbError, Result, suggest};

/// What people call it in messages.
pub const KIND: &str = "Disk";

/// A row of `disk`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disk {
    /// Key that other rows refer to.
    pub id: i64,
    /// The machine that has it.
    pub machine_id: i64,
    /// `local` or `virtual_disk`.
    pub disk_type: String,
    /// Unique within the machine: `sda`, `c0d0`.
    pub device_name: String,
    /// Size in GB.
    pub capacity: i32,
    /// Type of the controller: `sas`, `cciss`.
    pub controller_type: String,
    /// SCSI address.
    pub address: Option<String>,
    /// World wide name: 16 or 32 hexadecimal digits.
    pub wwn: Option<String>,
    /// Bus address of the controller.
    pub bus_address: Option<String>,
    /// The machine boots from it; at most one of a machine.
    pub bootable: bool,
    /// Technology: `ssd`, `hdd`.
    pub disk_tech: Option<String>,
    /// What it is for.
    pub usage: Option<String>,
    /// Its disk group in another system.
    pub diskgroup_key: Option<String>,
    /// Its model in another system.
    pub model_key: Option<String>,
    /// Storage policy; virtual disks only.
    pub vsan_policy_key: Option<String>,
    /// Snapshots can be made; virtual disks only.
    pub snapshotable: Option<bool>,
    /// The most operations per second; virtual disks only.
    pub iops_limit: Option<i32>,
    /// Free text.
    pub comments: Option<String>,
}

impl Disk {
    /// A disk in the machine itself, of which nothing but the necessary is known; it has no id yet.
    #[must_use]
    pub fn local(machine_id: i64, device_name: &str, controller_type: &str, capacity: i32) -> Self {
        Self {
            id: 0,
            machine_id,
            disk_type: "local".to_owned(),
            device_name: device_name.trim().to_lowercase(),
            capacity,
            controller_type: controller_type.to_owned(),
            address: None,
            wwn: None,
            bus_address: None,
            bootable: false,
            disk_tech: None,
            usage: None,
            diskgroup_key: None,
            model_key: None,
            vsan_policy_key: None,
            snapshotable: None,
            iops_limit: None,
            comments: None,
        }
    }
}

/// The disks of some machines, by machine and device name.
///
/// # Errors
/// Only those of the connection.
pub async fn of_machines(conn: &mut PgConnection, machines: &[i64]) -> Result<Vec<Disk>> {
    Ok(sqlx::query_as!(
        Disk,
        "select id, machine_id, disk_type, device_name, capacity, controller_type, address, wwn, bus_address, bootable,
                disk_tech, usage, diskgroup_key, model_key, vsan_policy_key, snapshotable, iops_limit, comments
         from disk where machine_id = any($1) order by machine_id, device_name",
        machines
    )
    .fetch_all(conn)
    .await?)
}

/// The disk of a machine with this device name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name in the machine.
pub async fn require(conn: &mut PgConnection, machine: &Machine, device_name: &str) -> Result<Disk> {
    let wanted = device_name.trim().to_lowercase();
    let mut disks = of_machines(conn, &[machine.id]).await?;
    if let Some(position) = disks.iter().position(|disk| disk.device_name == wanted) {
        return Ok(disks.swap_remove(position));
    }
    let nearest = suggest::nearest(&wanted, disks.iter().map(|disk| disk.device_name.as_str()));
    Err(DbError::NotFound {
        kind: KIND,
        name: format!("{wanted}, machine {}", machine.display_name()),
        nearest: nearest.map(str::to_owned),
    })
}

/// Adds a disk to its machine.
///
/// # Errors
/// [`DbError::Refused`] by `disk_device_uk`, `disk_bootable_uk` and the checks of the columns.
pub async fn insert(conn: &mut PgConnection, disk: &Disk) -> Result<()> {
    sqlx::query!(
        "insert into disk (machine_id, disk_type, device_name, capacity, controller_type, address, wwn, bus_address,
                           bootable, disk_tech, usage, diskgroup_key, model_key, vsan_policy_key, snapshotable,
                           iops_limit, comments)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        disk.machine_id,
        disk.disk_type,
        disk.device_name,
        disk.capacity,
        disk.controller_type,
        disk.address,
        disk.wwn,
        disk.bus_address,
        disk.bootable,
        disk.disk_tech,
        disk.usage,
        disk.diskgroup_key,
        disk.model_key,
        disk.vsan_policy_key,
        disk.snapshotable,
        disk.iops_limit,
        disk.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores the changed fields of a disk. When it becomes the boot disk, no other disk of the machine stays one.
///
/// # Errors
/// [`DbError::Refused`] by `disk_device_uk` and the checks of the columns.
pub async fn update(conn: &mut PgConnection, disk: &Disk) -> Result<()> {
    if disk.bootable {
        sqlx::query!(
            "update disk set bootable = false where machine_id = $1 and id <> $2 and bootable",
            disk.machine_id,
            disk.id
        )
        .execute(&mut *conn)
        .await?;
    }
    sqlx::query!(
        "update disk set device_name = $2, capacity = $3, controller_type = $4, address = $5, wwn = $6,
             bus_address = $7, bootable = $8, disk_tech = $9, usage = $10, diskgroup_key = $11, model_key = $12,
             comments = $13
         where id = $1",
        disk.id,
        disk.device_name,
        disk.capacity,
        disk.controller_type,
        disk.address,
        disk.wwn,
        disk.bus_address,
        disk.bootable,
        disk.disk_tech,
        disk.usage,
        disk.diskgroup_key,
        disk.model_key,
        disk.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a disk.
///
/// # Errors
/// Only those of the connection.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from disk where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes every disk of a machine.
///
/// # Errors
/// Only those of the connection.
pub async fn delete_all(conn: &mut PgConnection, machine: i64) -> Result<()> {
    sqlx::query!("delete from disk where machine_id = $1", machine)
        .execute(conn)
        .await?;
    Ok(())
}
