//! Hosts: what runs on a piece of hardware. A host's key is that of its hardware.

mod impact;
mod lifecycle;
mod name;
mod role;
mod search;

use sqlx::PgConnection;

use crate::{DbError, Result};

pub use impact::{Impact, impact};
pub use lifecycle::{next_statuses, require_status};
pub use name::{find_many, names, next_number, point_others_at_primary, require, require_many};
pub use role::{ArchetypePart, OsPart, PersonalityPart, Role, UsedBy, roles};
pub use search::{Filter, search};

/// What people call it in messages.
pub const KIND: &str = "Host";

/// A row of `host`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The hardware that it runs on.
    pub hardware_entity_id: i64,
    /// Its primary name.
    pub fqdn: String,
    /// Where its templates come from.
    pub branch_id: i64,
    /// Author of the sandbox.
    pub sandbox_author_id: Option<i64>,
    /// What it is for.
    pub personality_stage_id: i64,
    /// What runs on it.
    pub operating_system_id: i64,
    /// Where it is in its life.
    pub status: String,
    /// Its own owner.
    pub owner_eon_id: Option<i64>,
    /// Monitoring should look at it.
    pub advertise_status: bool,
    /// Free text.
    pub comments: Option<String>,
}

/// What a new host is made from.
#[derive(Debug, Clone)]
pub struct NewHost<'a> {
    /// The hardware that it runs on.
    pub hardware_entity_id: i64,
    /// Where its templates come from.
    pub branch_id: i64,
    /// Author of the sandbox.
    pub sandbox_author_id: Option<i64>,
    /// What it is for.
    pub personality_stage_id: i64,
    /// What runs on it.
    pub operating_system_id: i64,
    /// Where it is in its life.
    pub status: &'a str,
    /// Its own owner.
    pub owner_eon_id: Option<i64>,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// The hosts on some pieces of hardware, in the order of the ids.
///
/// # Errors
/// [`DbError::NotFound`] when one is gone.
pub async fn get_many(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Host>> {
    let hosts = sqlx::query_as!(
        Host,
        r#"select x.hardware_entity_id, f.name || '.' || d.name as "fqdn!", x.branch_id, x.sandbox_author_id,
                  x.personality_stage_id, x.operating_system_id, t.name as status, x.owner_eon_id,
                  x.advertise_status, x.comments
           from unnest($1::bigint[]) with ordinality wanted (id, place)
           join host x on x.hardware_entity_id = wanted.id
           join hostlifecycle t on t.id = x.lifecycle_id
           join hardware_entity h on h.id = x.hardware_entity_id
           join dns_record r on r.id = h.primary_name_id
           join fqdn f on f.id = r.fqdn_id
           join dns_domain d on d.id = f.dns_domain_id
           order by wanted.place"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    match ids
        .iter()
        .find(|id| !hosts.iter().any(|host| host.hardware_entity_id == **id))
    {
        Some(id) => Err(DbError::not_found(KIND, id.to_string())),
        None => Ok(hosts),
    }
}

/// The same, and nobody else changes these hosts until the transaction ends. Locked in the order of their ids.
///
/// # Errors
/// [`DbError::NotFound`] when one is gone.
pub async fn lock_many(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Host>> {
    sqlx::query!(
        "select hardware_entity_id from host where hardware_entity_id = any($1)
         order by hardware_entity_id for no key update",
        ids
    )
    .fetch_all(&mut *conn)
    .await?;
    get_many(conn, ids).await
}

/// Makes a host.
///
/// # Errors
/// [`DbError::Refused`] by `host_pk` and `host_archetype_ck`.
pub async fn insert(conn: &mut PgConnection, new: &NewHost<'_>) -> Result<()> {
    sqlx::query!(
        "insert into host (hardware_entity_id, branch_id, personality_stage_id, lifecycle_id, operating_system_id,
                           owner_eon_id, comments, sandbox_author_id)
         select $1::bigint, $2::bigint, $3::bigint, t.id, $5::bigint, $6::bigint, $7::text, $8::bigint from hostlifecycle t where t.name = $4",
        new.hardware_entity_id,
        new.branch_id,
        new.personality_stage_id,
        new.status,
        new.operating_system_id,
        new.owner_eon_id,
        new.comments,
        new.sandbox_author_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores the changed fields of a host.
///
/// # Errors
/// [`DbError::Refused`] by `host_archetype_ck` and `host_lifecycle_ck`.
pub async fn update(conn: &mut PgConnection, host: &Host) -> Result<()> {
    sqlx::query!(
        "update host set branch_id = $2, sandbox_author_id = $3, personality_stage_id = $4, operating_system_id = $5,
             lifecycle_id = (select id from hostlifecycle where name = $6), owner_eon_id = $7, advertise_status = $8,
             comments = $9
         where hardware_entity_id = $1",
        host.hardware_entity_id,
        host.branch_id,
        host.sandbox_author_id,
        host.personality_stage_id,
        host.operating_system_id,
        host.status,
        host.owner_eon_id,
        host.advertise_status,
        host.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a host; its hardware stays.
///
/// # Errors
/// Only those of the connection.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from host where hardware_entity_id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
