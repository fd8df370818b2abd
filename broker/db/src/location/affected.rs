//! What a change of a place shows in: everything whose templates name the place or what it stands in.

use sqlx::PgConnection;

use crate::Result;

/// Keys of the objects whose templates name a place or one of its ancestors. All in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affected {
    /// Cities at or below the place.
    pub cities: Vec<i64>,
    /// Networks there, and those whose environment or one of whose routers is there.
    pub networks: Vec<i64>,
    /// Machines there, by hardware id.
    pub machines: Vec<i64>,
    /// Hosts on hardware there, by hardware id: they include templates of every place they are in.
    pub hosts: Vec<i64>,
}

/// Keeps others from putting anything into a place, or below it, until the transaction ends; who already does is waited
/// for. Taken before a place moves or changes a name that templates show: hardware and networks that are added at the
/// same time refer to a place by foreign key, whose check waits for this lock, and are then written with the new names.
///
/// # Errors
/// [`crate::DbError::Conflict`] when that takes too long.
pub async fn lock_within(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!(
        "select id from location
         where id = $1 or id in (select child_id from location_link where parent_id = $1)
         order by id for update",
        id
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// What a change of this place shows in.
///
/// # Errors
/// Only those of the connection.
pub async fn affected(conn: &mut PgConnection, id: i64) -> Result<Affected> {
    let places = super::ids_within(&mut *conn, id).await?;
    let cities = sqlx::query_scalar!(
        "select id from location where id = any($1) and location_type = 'city' order by id",
        &places
    )
    .fetch_all(&mut *conn)
    .await?;
    let networks = sqlx::query_scalar!(
        "select n.id from network n
         join network_environment e on e.id = n.network_environment_id
         where n.location_id = any($1) or e.location_id = any($1)
            or n.id in (select r.network_id from router_address r where r.location_id = any($1))
         order by n.id",
        &places
    )
    .fetch_all(&mut *conn)
    .await?;
    let machines = sqlx::query_scalar!(
        "select m.hardware_entity_id from machine m join hardware_entity h on h.id = m.hardware_entity_id
         where h.location_id = any($1) order by 1",
        &places
    )
    .fetch_all(&mut *conn)
    .await?;
    let hosts = sqlx::query_scalar!(
        "select o.hardware_entity_id from host o join hardware_entity h on h.id = o.hardware_entity_id
         where h.location_id = any($1) order by 1",
        &places
    )
    .fetch_all(conn)
    .await?;
    Ok(Affected {
        cities,
        networks,
        machines,
        hosts,
    })
}
