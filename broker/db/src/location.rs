//! Places: the tree from the organization down to racks and desks.

mod affected;
mod detail;
mod kind;
mod lineage;
mod search;
mod usage;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

pub use affected::{Affected, affected, lock_within};
pub use detail::{Ancestor, Detail, details};
pub use kind::LocationType;
pub use lineage::Lineage;
pub use search::{Filter, search};
pub use usage::{Usage, has_host_named_in, usage};

/// A row of `location`. Columns that only one type has are `None` for the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Key that other rows refer to.
    pub id: i64,
    /// What sort of place it is; never changes.
    pub location_type: LocationType,
    /// Unique within its type, lower case.
    pub name: String,
    /// The place it stands in; only organizations have none.
    pub parent_id: Option<i64>,
    /// Name for people; the plain name where none was given.
    pub fullname: String,
    /// DNS domain of new names in this place and below.
    pub default_dns_domain_id: Option<i64>,
    /// Reference into another system.
    pub uri: Option<String>,
    /// City: name of the time zone.
    pub timezone: Option<String>,
    /// Building: postal address.
    pub address: Option<String>,
    /// Building: number of the next rack.
    pub next_rackid: Option<i32>,
    /// Building: whether network devices must stand in a rack.
    pub netdev_rack: Option<bool>,
    /// Room: floor.
    pub floor: Option<String>,
    /// Rack: row.
    pub rack_row: Option<String>,
    /// Rack: column.
    pub rack_column: Option<String>,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// What a new place is made from. Columns of other types than its own must be `None`.
#[derive(Debug, Clone, Default)]
pub struct NewLocation<'a> {
    /// Name; stored in lower case.
    pub name: &'a str,
    /// The place it stands in.
    pub parent_id: Option<i64>,
    /// Name for people; the name when `None`.
    pub fullname: Option<&'a str>,
    /// DNS domain of new names.
    pub default_dns_domain_id: Option<i64>,
    /// Reference into another system.
    pub uri: Option<&'a str>,
    /// City: time zone; UTC when `None`.
    pub timezone: Option<&'a str>,
    /// Building: postal address.
    pub address: Option<&'a str>,
    /// Building: number of the first rack; 2 when `None`, as the reference counts.
    pub next_rackid: Option<i32>,
    /// Building: whether network devices must stand in a rack; they must when `None`.
    pub netdev_rack: Option<bool>,
    /// Room: floor; "0" when `None`.
    pub floor: Option<&'a str>,
    /// Rack: row.
    pub rack_row: Option<&'a str>,
    /// Rack: column.
    pub rack_column: Option<&'a str>,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// The place with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<Location> {
    sqlx::query_as!(
        Location,
        r#"select id, location_type as "location_type: LocationType", name, parent_id, fullname,
                  default_dns_domain_id, uri, timezone, address, next_rackid, netdev_rack, floor, rack_row,
                  rack_column, comments, creation_date
           from location where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found("Location", id.to_string()))
}

/// The places with these ids, in no particular order.
///
/// # Errors
/// Only those of the connection.
pub async fn get_many(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Location>> {
    Ok(sqlx::query_as!(
        Location,
        r#"select id, location_type as "location_type: LocationType", name, parent_id, fullname,
                  default_dns_domain_id, uri, timezone, address, next_rackid, netdev_rack, floor, rack_row,
                  rack_column, comments, creation_date
           from location where id = any($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?)
}

/// The place of this type and name, if there is one. Names are compared in lower case.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, kind: LocationType, name: &str) -> Result<Option<Location>> {
    Ok(sqlx::query_as!(
        Location,
        r#"select id, location_type as "location_type: LocationType", name, parent_id, fullname,
                  default_dns_domain_id, uri, timezone, address, next_rackid, netdev_rack, floor, rack_row,
                  rack_column, comments, creation_date
           from location where location_type = $1 and name = lower(btrim($2))"#,
        kind as LocationType,
        name
    )
    .fetch_optional(conn)
    .await?)
}

/// The place of this type and name.
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name of its type.
pub async fn require(conn: &mut PgConnection, kind: LocationType, name: &str) -> Result<Location> {
    if let Some(location) = find(conn, kind, name).await? {
        return Ok(location);
    }
    let names = sqlx::query_scalar!(
        "select name from location where location_type = $1 order by name <-> $2 limit 16",
        kind as LocationType,
        name
    )
    .fetch_all(conn)
    .await?;
    Err(suggest::not_found(kind.label(), name, &names))
}

/// The place of this type and name, kept from being changed by others until the transaction ends: for commands that
/// read a place, change some fields and store it with [`update`].
///
/// # Errors
/// As [`require`]; [`DbError::Conflict`] when the lock takes too long.
pub async fn require_locked(conn: &mut PgConnection, kind: LocationType, name: &str) -> Result<Location> {
    let id = require(&mut *conn, kind, name).await?.id;
    sqlx::query_as!(
        Location,
        r#"select id, location_type as "location_type: LocationType", name, parent_id, fullname,
                  default_dns_domain_id, uri, timezone, address, next_rackid, netdev_rack, floor, rack_row,
                  rack_column, comments, creation_date
           from location where id = $1 for no key update"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(kind.label(), name))
}

/// All places of a type, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn list(conn: &mut PgConnection, kind: LocationType) -> Result<Vec<Location>> {
    search(
        conn,
        &Filter {
            kind: Some(kind),
            ..Filter::default()
        },
    )
    .await
}

/// The places that stand directly in a place, by type and name.
///
/// # Errors
/// Only those of the connection.
pub async fn children(conn: &mut PgConnection, id: i64) -> Result<Vec<Location>> {
    Ok(sqlx::query_as!(
        Location,
        r#"select id, location_type as "location_type: LocationType", name, parent_id, fullname,
                  default_dns_domain_id, uri, timezone, address, next_rackid, netdev_rack, floor, rack_row,
                  rack_column, comments, creation_date
           from location where parent_id = $1 order by location_type, name"#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// A place with everything that it stands in.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lineage(conn: &mut PgConnection, id: i64) -> Result<Lineage> {
    let rows = sqlx::query_as!(
        Location,
        r#"select l.id, l.location_type as "location_type: LocationType", l.name, l.parent_id, l.fullname,
                  l.default_dns_domain_id, l.uri, l.timezone, l.address, l.next_rackid, l.netdev_rack, l.floor,
                  l.rack_row, l.rack_column, l.comments, l.creation_date
           from (select $1::bigint as id, 0 as distance
                 union all select parent_id, distance from location_link where child_id = $1) line
           join location l on l.id = line.id
           order by line.distance desc"#,
        id
    )
    .fetch_all(conn)
    .await?;
    Lineage::new(rows).ok_or_else(|| DbError::not_found("Location", id.to_string()))
}

/// Ids of a place and of everything below it.
///
/// # Errors
/// Only those of the connection.
pub async fn ids_within(conn: &mut PgConnection, id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        r#"select $1::bigint as "id!" union all select child_id from location_link where parent_id = $1"#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Whether hardware stands in a place or below it.
///
/// # Errors
/// Only those of the connection.
pub async fn has_hardware(conn: &mut PgConnection, id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from (select $1::bigint as id union all select child_id from location_link where parent_id = $1) within
               join hardware_entity h on h.location_id = within.id) as "found!""#,
        id
    )
    .fetch_one(conn)
    .await?)
}

/// Makes a place.
///
/// # Errors
/// [`DbError::Refused`] by `location_name_uk`, `location_parent_ck` and the checks of the columns.
pub async fn insert(conn: &mut PgConnection, kind: LocationType, new: &NewLocation<'_>) -> Result<Location> {
    let building = kind == LocationType::Building;
    let fullname = new
        .fullname
        .map_or_else(|| new.name.trim().to_lowercase(), str::to_owned);
    Ok(sqlx::query_as!(
        Location,
        r#"insert into location (location_type, name, parent_id, fullname, default_dns_domain_id, uri, timezone, address,
                                 next_rackid, netdev_rack, floor, rack_row, rack_column, comments)
           values ($1, lower(btrim($2)), $3, $4, $5, $6, $7, $8, $9, $10, $11, lower($12), lower($13), $14)
           returning id, location_type as "location_type: LocationType", name, parent_id, fullname,
                     default_dns_domain_id, uri, timezone, address, next_rackid, netdev_rack, floor, rack_row,
                     rack_column, comments, creation_date"#,
        kind as LocationType,
        new.name,
        new.parent_id,
        fullname,
        new.default_dns_domain_id,
        new.uri,
        new.timezone.or((kind == LocationType::City).then_some("UTC")),
        new.address,
        new.next_rackid.or(building.then_some(2)),
        new.netdev_rack.or(building.then_some(true)),
        new.floor.or((kind == LocationType::Room).then_some("0")),
        new.rack_row,
        new.rack_column,
        new.comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the changed fields of a place. A changed parent moves it with everything in it.
///
/// # Errors
/// [`DbError::Refused`] by `location_parent_ck` and the checks of the columns.
pub async fn update(conn: &mut PgConnection, location: &Location) -> Result<()> {
    sqlx::query!(
        "update location set name = $2, parent_id = $3, fullname = $4, default_dns_domain_id = $5, uri = $6,
             timezone = $7, address = $8, next_rackid = $9, netdev_rack = $10, floor = $11, rack_row = lower($12),
             rack_column = lower($13), comments = $14
         where id = $1",
        location.id,
        location.name,
        location.parent_id,
        location.fullname,
        location.default_dns_domain_id,
        location.uri,
        location.timezone,
        location.address,
        location.next_rackid,
        location.netdev_rack,
        location.floor,
        location.rack_row,
        location.rack_column,
        location.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a place.
///
/// # Errors
/// [`DbError::Refused`] while anything is in it: other places, hardware, networks, network environments.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from location where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes the next rack number of a building. Two commands at once get different numbers: the second waits for the first.
///
/// # Errors
/// [`DbError::NotFound`] when it is not a building.
pub async fn take_rack_number(conn: &mut PgConnection, building_id: i64) -> Result<i32> {
    sqlx::query_scalar!(
        r#"update location set next_rackid = next_rackid + 1 where id = $1 and location_type = 'building'
           returning next_rackid - 1 as "number!""#,
        building_id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(LocationType::Building.label(), building_id.to_string()))
}

/// Makes sure that the next rack of a building gets a number greater than one that was given by hand.
///
/// # Errors
/// Only those of the connection.
pub async fn keep_rack_number(conn: &mut PgConnection, building_id: i64, used: i32) -> Result<()> {
    sqlx::query!(
        "update location set next_rackid = $2 + 1
         where id = $1 and location_type = 'building' and next_rackid <= $2",
        building_id,
        used
    )
    .execute(conn)
    .await?;
    Ok(())
}
