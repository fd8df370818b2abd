//! Carrying changed specifications over to the machines that still have the old value.
//!
//! Every `set_*` function changes the machines of a model whose value is `old` and gives the hardware ids of those that
//! it changed; a machine with a value of its own keeps it. All rows are locked in the order of their keys, as every
//! change of many rows is, so that two such changes wait for each other rather than deadlock.

use sqlx::PgConnection;

use crate::Result;

/// The machines whose templates name this model: as what they are, as their CPU or as one of their network cards.
///
/// # Errors
/// Only those of the connection.
pub async fn machines_showing(conn: &mut PgConnection, model_id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        r#"select m.hardware_entity_id from machine m
           where m.cpu_model_id = $1
              or m.hardware_entity_id in (select h.id from hardware_entity h where h.model_id = $1)
              or m.hardware_entity_id in (select i.hardware_entity_id from interface i where i.model_id = $1)
           order by 1"#,
        model_id
    )
    .fetch_all(conn)
    .await?)
}

/// Another model of CPU.
///
/// # Errors
/// Only those of the connection.
pub async fn set_cpu_model(conn: &mut PgConnection, model_id: i64, old: i64, new: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "with wanted as (
             select m.hardware_entity_id from machine m join hardware_entity h on h.id = m.hardware_entity_id
             where h.model_id = $1 and m.cpu_model_id = $2 order by 1 for update of m)
         update machine set cpu_model_id = $3 from wanted w where machine.hardware_entity_id = w.hardware_entity_id
         returning machine.hardware_entity_id",
        model_id,
        old,
        new
    )
    .fetch_all(conn)
    .await?)
}

/// Another number of CPUs.
///
/// # Errors
/// Only those of the connection.
pub async fn set_cpu_quantity(
    conn: &mut PgConnection,
    model_id: i64,
    old: i32,
    new: i32,
) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "with wanted as (
             select m.hardware_entity_id from machine m join hardware_entity h on h.id = m.hardware_entity_id
             where h.model_id = $1 and m.cpu_quantity = $2 order by 1 for update of m)
         update machine set cpu_quantity = $3 from wanted w where machine.hardware_entity_id = w.hardware_entity_id
         returning machine.hardware_entity_id",
        model_id,
        old,
        new
    )
    .fetch_all(conn)
    .await?)
}

/// Another size of memory, in MB.
///
/// # Errors
/// Only those of the connection.
pub async fn set_memory(conn: &mut PgConnection, model_id: i64, old: i32, new: i32) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "with wanted as (
             select m.hardware_entity_id from machine m join hardware_entity h on h.id = m.hardware_entity_id
             where h.model_id = $1 and m.memory = $2 order by 1 for update of m)
         update machine set memory = $3 from wanted w where machine.hardware_entity_id = w.hardware_entity_id
         returning machine.hardware_entity_id",
        model_id,
        old,
        new
    )
    .fetch_all(conn)
    .await?)
}

/// Another controller of disks.
///
/// # Errors
/// Only those of the connection.
pub async fn set_disk_controller(
    conn: &mut PgConnection,
    model_id: i64,
    old: &str,
    new: &str,
) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "with wanted as (
             select d.id from disk d join hardware_entity h on h.id = d.machine_id
             where h.model_id = $1 and d.controller_type = $2 order by 1 for update of d)
         update disk set controller_type = $3 from wanted w where disk.id = w.id
         returning disk.machine_id",
        model_id,
        old,
        new
    )
    .fetch_all(conn)
    .await?)
}

/// Another size of disks, in GB.
///
/// # Errors
/// Only those of the connection.
pub async fn set_disk_capacity(
    conn: &mut PgConnection,
    model_id: i64,
    old: i32,
    new: i32,
) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "with wanted as (
             select d.id from disk d join hardware_entity h on h.id = d.machine_id
             where h.model_id = $1 and d.capacity = $2 order by 1 for update of d)
         update disk set capacity = $3 from wanted w where disk.id = w.id
         returning disk.machine_id",
        model_id,
        old,
        new
    )
    .fetch_all(conn)
    .await?)
}

/// Another model of network card. The hardware need not be a machine.
///
/// # Errors
/// Only those of the connection.
pub async fn set_nic_model(conn: &mut PgConnection, model_id: i64, old: i64, new: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "with wanted as (
             select i.id from interface i join hardware_entity h on h.id = i.hardware_entity_id
             where h.model_id = $1 and i.model_id = $2 order by 1 for update of i)
         update interface set model_id = $3 from wanted w where interface.id = w.id
         returning interface.hardware_entity_id",
        model_id,
        old,
        new
    )
    .fetch_all(conn)
    .await?)
}
