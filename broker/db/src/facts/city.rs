//! Facts of a city's site template.

use aq_plenary::model::City;
use sqlx::PgConnection;

use crate::DbError;

/// The city; `None` when it is gone.
pub async fn city(conn: &mut PgConnection, id: i64) -> Result<Option<City>, DbError> {
    let row = sqlx::query!(
        r#"select c.name, c.timezone, h.fullname as "hub_fullname?"
           from location c
           left join (location_link l join location h on h.id = l.parent_id and h.location_type = 'hub') on l.child_id = c.id
           where c.id = $1 and c.location_type = 'city'"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    // A city outside any hub has no place in the template tree.
    Ok(row.and_then(|r| {
        Some(City {
            name: r.name,
            hub_fullname: r.hub_fullname?,
            timezone: r.timezone,
        })
    }))
}
