//! Machines: hardware that can become a host.

mod detail;
mod search;

use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::locks::{self, Lock};
use crate::model::ModelType;
use crate::{DbError, Result, suggest};

pub use detail::{Detail, Place, details};
pub use search::{DiskFilter, Filter, InterfaceFilter, search};

/// What people call it in messages.
pub const KIND: &str = "Machine";

/// A machine: its rows of `hardware_entity` and `machine`, with the names of what they refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Key that other rows refer to: the hardware's.
    pub id: i64,
    /// Unique over all hardware, lower case; the last step of the template path.
    pub label: String,
    /// Where it stands.
    pub location_id: i64,
    /// What it is.
    pub model_id: i64,
    /// Name of the model.
    pub model: String,
    /// Name of the model's vendor.
    pub vendor: String,
    /// Type of the model.
    pub model_type: ModelType,
    /// Serial number as the vendor gives it.
    pub serial_no: Option<String>,
    /// Free text.
    pub comments: Option<String>,
    /// Model of the CPUs.
    pub cpu_model_id: i64,
    /// Name of the model of the CPUs.
    pub cpu: String,
    /// Number of CPUs.
    pub cpu_quantity: i32,
    /// Memory in MB.
    pub memory: i32,
    /// What the firmware reports.
    pub uuid: Option<Uuid>,
    /// Where the description of a virtual appliance is found.
    pub uri: Option<String>,
    /// The DNS record of its primary name.
    pub primary_name_id: Option<i64>,
    /// Its primary name, fully qualified.
    pub primary_name: Option<String>,
    /// The address of the primary name.
    pub primary_ip: Option<IpNetwork>,
    /// A host runs on it.
    pub is_host: bool,
}

impl Machine {
    /// The most telling name: the primary one, else the label.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.primary_name.as_deref().unwrap_or(&self.label)
    }
}

/// What a new machine is made from.
#[derive(Debug, Clone)]
pub struct NewMachine<'a> {
    /// Label; stored in lower case.
    pub label: &'a str,
    /// Where it stands.
    pub location_id: i64,
    /// What it is.
    pub model_id: i64,
    /// Model of the CPUs.
    pub cpu_model_id: i64,
    /// Number of CPUs.
    pub cpu_quantity: i32,
    /// Memory in MB.
    pub memory: i32,
    /// Serial number.
    pub serial_no: Option<&'a str>,
    /// What the firmware reports.
    pub uuid: Option<Uuid>,
    /// Where the description of a virtual appliance is found.
    pub uri: Option<&'a str>,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// A query for machines; the argument is what follows the joins.
macro_rules! machines {
    ($rest:tt $(, $value:expr)* $(,)?) => {
        sqlx::query_as!(
            Machine,
            r#"select h.id, h.label, h.location_id, h.model_id, m.name as model, v.name as vendor,
                      m.model_type as "model_type: ModelType", h.serial_no, h.comments, x.cpu_model_id, c.name as cpu,
                      x.cpu_quantity, x.memory, x.uuid, x.uri, h.primary_name_id,
                      f.name || '.' || d.name as primary_name, r.ip as "primary_ip?",
                      exists (select from host o where o.hardware_entity_id = h.id) as "is_host!"
               from hardware_entity h
               join machine x on x.hardware_entity_id = h.id
               join model m on m.id = h.model_id
               join vendor v on v.id = m.vendor_id
               join model c on c.id = x.cpu_model_id
               left join dns_record r on r.id = h.primary_name_id
               left join fqdn f on f.id = r.fqdn_id
               left join dns_domain d on d.id = f.dns_domain_id "# + $rest
            $(, $value)*
        )
    };
}

/// The machine with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<Machine> {
    machines!("where h.id = $1", id)
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The machines with these ids, by label.
///
/// # Errors
/// Only those of the connection.
pub async fn get_many(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Machine>> {
    Ok(machines!("where h.id = any($1) order by h.label", ids)
        .fetch_all(conn)
        .await?)
}

/// The machine of this label, or of this primary name in the default DNS environment, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<Machine>> {
    let machine = machines!("where h.label = lower(btrim($1))", name)
        .fetch_optional(&mut *conn)
        .await?;
    let name = name.trim().to_lowercase();
    let Some((short, domain)) = name.split_once('.').filter(|_| machine.is_none()) else {
        return Ok(machine);
    };
    let found = machines!(
        "join dns_environment e on e.id = f.dns_environment_id where f.name = $1 and d.name = $2 and e.is_default",
        short,
        domain
    );
    Ok(found.fetch_optional(conn).await?)
}

/// The machine of this label or primary name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest label.
pub async fn require(conn: &mut PgConnection, name: &str) -> Result<Machine> {
    if let Some(machine) = find(conn, name).await? {
        return Ok(machine);
    }
    let names = sqlx::query_scalar!(
        "select label from hardware_entity where hardware_type = 'machine' order by label <-> $1 limit 16",
        name
    )
    .fetch_all(conn)
    .await?;
    Err(suggest::not_found(KIND, name.trim(), &names))
}

/// The same, and nobody else changes it until the transaction ends.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest label.
pub async fn require_locked(conn: &mut PgConnection, name: &str) -> Result<Machine> {
    let machine = require(conn, name).await?;
    lock(conn, machine.id).await?;
    // Read again: whoever had the lock may have changed it.
    get(conn, machine.id).await
}

/// Keeps others from changing a machine until the transaction ends.
///
/// # Errors
/// [`DbError::Conflict`] when that takes too long.
pub async fn lock(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!(
        "select id from hardware_entity where id = $1 for no key update",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(())
}

/// The labels of all machines, sorted.
///
/// # Errors
/// Only those of the connection.
pub async fn labels(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select label from hardware_entity where hardware_type = 'machine' order by label"
    )
    .fetch_all(conn)
    .await?)
}

/// The label of the machine that has a UUID, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn label_of_uuid(conn: &mut PgConnection, uuid: Uuid) -> Result<Option<(i64, String)>> {
    Ok(sqlx::query!(
        "select h.id, h.label from machine x join hardware_entity h on h.id = x.hardware_entity_id where x.uuid = $1",
        uuid
    )
    .fetch_optional(conn)
    .await?
    .map(|row| (row.id, row.label)))
}

/// The number after the highest one that follows the prefix in a label; 1 when there is none. Whoever asks for the
/// same prefix waits until this transaction ends.
///
/// # Errors
/// [`DbError::Conflict`] when waiting takes too long.
pub async fn next_number(conn: &mut PgConnection, prefix: &str) -> Result<i64> {
    locks::acquire(conn, vec![Lock::NamePrefix(format!("hardware {prefix}"))]).await?;
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(substr(label, length($1) + 1)::bigint), 0) + 1 as "next!"
           from hardware_entity
           where starts_with(label, $1) and substr(label, length($1) + 1) ~ '^[0-9]{1,17}$'"#,
        prefix
    )
    .fetch_one(conn)
    .await?)
}

/// Makes a machine and gives its id.
///
/// # Errors
/// [`DbError::Refused`] by `hardware_entity_label_uk`, `hardware_entity_label_ck`, `machine_uuid_uk` and the checks of the
/// columns.
pub async fn insert(conn: &mut PgConnection, new: &NewMachine<'_>) -> Result<i64> {
    let id = sqlx::query_scalar!(
        "insert into hardware_entity (label, hardware_type, location_id, model_id, serial_no, comments)
         values (lower(btrim($1)), 'machine', $2, $3, $4, $5) returning id",
        new.label,
        new.location_id,
        new.model_id,
        new.serial_no,
        new.comments
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into machine (hardware_entity_id, cpu_model_id, cpu_quantity, memory, uuid, uri)
         values ($1, $2, $3, $4, $5, $6)",
        id,
        new.cpu_model_id,
        new.cpu_quantity,
        new.memory,
        new.uuid,
        new.uri
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Stores the changed fields of a machine; label and primary name stay.
///
/// # Errors
/// [`DbError::Refused`] by `machine_uuid_uk` and the checks of the columns.
pub async fn update(conn: &mut PgConnection, machine: &Machine) -> Result<()> {
    sqlx::query!(
        "update hardware_entity set location_id = $2, model_id = $3, serial_no = $4, comments = $5 where id = $1",
        machine.id,
        machine.location_id,
        machine.model_id,
        machine.serial_no,
        machine.comments
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update machine set cpu_model_id = $2, cpu_quantity = $3, memory = $4, uuid = $5, uri = $6
         where hardware_entity_id = $1",
        machine.id,
        machine.cpu_model_id,
        machine.cpu_quantity,
        machine.memory,
        machine.uuid,
        machine.uri
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets or clears the primary name.
///
/// # Errors
/// [`DbError::Refused`] by `hardware_entity_primary_name_uk`.
pub async fn set_primary_name(conn: &mut PgConnection, id: i64, dns_record: Option<i64>) -> Result<()> {
    sqlx::query!(
        "update hardware_entity set primary_name_id = $2 where id = $1",
        id,
        dns_record
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a machine with its disks and interfaces.
///
/// # Errors
/// [`DbError::Refused`] by `host_hardware_fk` while a host runs on it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from hardware_entity where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
