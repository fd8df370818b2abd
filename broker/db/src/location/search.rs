//! Searching for places.

use sqlx::PgConnection;

use super::{Location, LocationType};
use crate::Result;

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// The type.
    pub kind: Option<LocationType>,
    /// The name.
    pub name: Option<&'a str>,
    /// In this place or below it.
    pub within: Option<i64>,
    /// Directly in this place, or this place itself.
    pub exactly: Option<i64>,
    /// The name for people; case does not matter, `%` and `_` stand for any text and any character.
    pub fullname: Option<&'a str>,
    /// The reference into another system; compared like `fullname`.
    pub uri: Option<&'a str>,
    /// The default DNS domain.
    pub default_dns_domain_id: Option<i64>,
    /// Building: address.
    pub address: Option<&'a str>,
    /// Room: floor.
    pub floor: Option<&'a str>,
    /// Rack: row.
    pub rack_row: Option<&'a str>,
    /// Rack: column.
    pub rack_column: Option<&'a str>,
}

/// The places that match, by type and name.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Location>> {
    Ok(sqlx::query_as!(
        Location,
        r#"select id, location_type as "location_type: LocationType", name, parent_id, fullname,
                  default_dns_domain_id, uri, timezone, address, next_rackid, netdev_rack, floor, rack_row,
                  rack_column, comments, creation_date
           from location l
           where ($1::text is null or location_type = $1)
             and ($2::text is null or name = lower(btrim($2)))
             and ($3::bigint is null or id = $3
                  or exists (select from location_link k where k.child_id = l.id and k.parent_id = $3))
             and ($4::bigint is null or id = $4 or parent_id = $4)
             and ($5::text is null or fullname ilike $5)
             and ($6::text is null or uri ilike $6)
             and ($7::bigint is null or default_dns_domain_id = $7)
             and ($8::text is null or address = $8)
             and ($9::text is null or floor = $9)
             and ($10::text is null or rack_row = lower(btrim($10)))
             and ($11::text is null or rack_column = lower(btrim($11)))
           order by location_type, name"#,
        filter.kind as Option<LocationType>,
        filter.name,
        filter.within,
        filter.exactly,
        filter.fullname,
        filter.uri,
        filter.default_dns_domain_id,
        filter.address,
        filter.floor,
        filter.rack_row,
        filter.rack_column
    )
    .fetch_all(conn)
    .await?)
}
