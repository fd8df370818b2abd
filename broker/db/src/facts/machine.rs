//! Facts of a machine.

use aq_plenary::model::{Backing, Disk, HardwareModel, Machine};
use sqlx::PgConnection;

use super::damaged;
use super::interface::interfaces;
use super::location::location;
use crate::DbError;

/// The machine; `None` when it is gone.
pub async fn machine(conn: &mut PgConnection, id: i64) -> Result<Option<Machine>, DbError> {
    let row = sqlx::query!(
        r#"select h.label, h.location_id, h.serial_no, m.name as model, v.name as vendor, c.name as cpu, cv.name as cpu_vendor,
                  x.cpu_quantity, x.memory, x.uuid, x.uri
           from hardware_entity h
           join machine x on x.hardware_entity_id = h.id
           join model m on m.id = h.model_id join vendor v on v.id = m.vendor_id
           join model c on c.id = x.cpu_model_id join vendor cv on cv.id = c.vendor_id
           where h.id = $1"#,
        id
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Machine {
        label: row.label,
        location: location(conn, row.location_id).await?,
        model: HardwareModel {
            vendor: row.vendor,
            name: row.model,
        },
        cpu: HardwareModel {
            vendor: row.cpu_vendor,
            name: row.cpu,
        },
        cpu_quantity: u32::try_from(row.cpu_quantity)
            .map_err(|_| damaged("cpu quantity", row.cpu_quantity))?,
        memory: u64::try_from(row.memory).map_err(|_| damaged("memory", row.memory))?,
        serial_number: row.serial_no,
        uri: row.uri,
        uuid: row.uuid.map(|u| u.to_string()),
        chassis: None,
        disks: disks(conn, id).await?,
        interfaces: interfaces(conn, id, &|_| 1).await?,
        consoles: Vec::new(),
    }))
}

async fn disks(conn: &mut PgConnection, machine: i64) -> Result<Vec<Disk>, DbError> {
    let rows = sqlx::query!(
        "select device_name, capacity, controller_type, bootable, wwn, address, bus_address, snapshotable, iops_limit,
                vsan_policy_key, disk_tech, usage, diskgroup_key, model_key
         from disk where machine_id = $1 order by device_name",
        machine
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|d| {
            Ok(Disk {
                device: d.device_name,
                capacity: u64::try_from(d.capacity).map_err(|_| damaged("disk capacity", d.capacity))?,
                controller: d.controller_type,
                bootable: d.bootable,
                wwn: d.wwn,
                address: d.address,
                bus: d.bus_address,
                snapshotable: d.snapshotable,
                iops_limit: d.iops_limit.and_then(|v| u32::try_from(v).ok()),
                vsan_policy_key: d.vsan_policy_key,
                technology: d.disk_tech,
                usage: d.usage,
                diskgroup_key: d.diskgroup_key,
                model_key: d.model_key,
                backing: Backing::Local,
            })
        })
        .collect()
}
