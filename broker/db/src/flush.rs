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
