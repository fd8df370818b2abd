//! All objects that have plenaries, by group.

use sqlx::PgConnection;

use crate::Result;

/// A group of objects that `flush` works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Cities.
    Cities,
    /// Networks.
    Networks,
    /// Archetypes.
    Archetypes,
    /// GRNs.
    Grns,
    /// Stages of personalities.
    PersonalityStages,
    /// Machines.
    Machines,
    /// Hosts.
    Hosts,
}

/// The ids of a group, ascending.
///
/// # Errors
/// Only those of the connection.
pub async fn ids(conn: &mut PgConnection, group: Group) -> Result<Vec<i64>> {
    Ok(match group {
        Group::Cities => {
            sqlx::query_scalar!("select id from location where location_type = 'city' order by id")
                .fetch_all(conn)
                .await?
        }
        Group::Networks => {
            sqlx::query_scalar!("select id from network order by id")
                .fetch_all(conn)
                .await?
        }
        Group::Archetypes => {
            sqlx::query_scalar!("select id from archetype order by id")
                .fetch_all(conn)
                .await?
        }
        Group::Grns => {
            sqlx::query_scalar!("select eon_id from grn order by eon_id")
                .fetch_all(conn)
                .await?
        }
        Group::PersonalityStages => {
            sqlx::query_scalar!("select id from personality_stage order by id")
                .fetch_all(conn)
                .await?
        }
        Group::Machines => {
            sqlx::query_scalar!("select hardware_entity_id from machine order by 1")
                .fetch_all(conn)
                .await?
        }
        Group::Hosts => {
            sqlx::query_scalar!("select hardware_entity_id from host order by 1")
                .fetch_all(conn)
                .await?
        }
    })
}

/// What people call an object of a group: `web1.example.org`, `aquilon/web-server@current`.
///
/// # Errors
/// Only those of the connection.
pub async fn name(conn: &mut PgConnection, group: Group, id: i64) -> Result<Option<String>> {
    Ok(match group {
        Group::Cities => {
            sqlx::query_scalar!("select name from location where id = $1", id)
                .fetch_optional(conn)
                .await?
        }
        Group::Networks => {
            sqlx::query_scalar!("select name from network where id = $1", id)
                .fetch_optional(conn)
                .await?
        }
        Group::Archetypes => {
            sqlx::query_scalar!("select name from archetype where id = $1", id)
                .fetch_optional(conn)
                .await?
        }
        Group::Grns => {
            sqlx::query_scalar!("select grn from grn where eon_id = $1", id)
                .fetch_optional(conn)
                .await?
        }
        Group::PersonalityStages => {
            sqlx::query_scalar!(
                r#"select a.name || '/' || p.name || '@' || s.name as "name!" from personality_stage s
                   join personality p on p.id = s.personality_id join archetype a on a.id = p.archetype_id
                   where s.id = $1"#,
                id
            )
            .fetch_optional(conn)
            .await?
        }
        Group::Machines => {
            sqlx::query_scalar!("select label from hardware_entity where id = $1", id)
                .fetch_optional(conn)
                .await?
        }
        Group::Hosts => {
            sqlx::query_scalar!(
                r#"select f.name || '.' || d.name as "name!" from hardware_entity h
                   join dns_record r on r.id = h.primary_name_id join fqdn f on f.id = r.fqdn_id
                   join dns_domain d on d.id = f.dns_domain_id where h.id = $1"#,
                id
            )
            .fetch_optional(conn)
            .await?
        }
    })
}
