//! The chain of places that something stands in.

use aq_plenary::model::{Location, Place, PlaceKind};
use sqlx::PgConnection;

use super::damaged;
use crate::DbError;

/// The place with all places it lies in, from the organization down to itself.
pub async fn location(conn: &mut PgConnection, id: i64) -> Result<Location, DbError> {
    let rows = sqlx::query!(
        r#"select p.location_type, p.name, p.fullname, p.rack_row, p.rack_column
           from location p
           left join location_link l on l.parent_id = p.id and l.child_id = $1
           where p.id = $1 or l.child_id = $1
           order by coalesce(l.distance, 0) desc"#,
        id
    )
    .fetch_all(conn)
    .await?;
    let mut location = Location::default();
    for row in rows {
        let kind = PlaceKind::parse(&row.location_type)
            .ok_or_else(|| damaged("location type", &row.location_type))?;
        if kind == PlaceKind::Rack {
            location.rack_row = row.rack_row;
            location.rack_column = row.rack_column;
        }
        location.chain.push(Place {
            kind,
            name: row.name,
            fullname: row.fullname,
        });
    }
    Ok(location)
}
