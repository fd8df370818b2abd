//! Places with the names of what they refer to, as people want to see them.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{Location, LocationType};
use crate::Result;

/// A place that another stands in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Ancestor {
    /// Its type.
    #[serde(rename = "type")]
    pub location_type: LocationType,
    /// Its name.
    pub name: String,
}

/// A place, what it stands in and its default DNS domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The place itself.
    pub location: Location,
    /// What it stands in, the widest first.
    pub ancestors: Vec<Ancestor>,
    /// Name of its own default DNS domain.
    pub default_dns_domain: Option<String>,
}

/// Adds the names to places, in the same order. Two statements, however many places there are.
///
/// # Errors
/// Only those of the connection.
pub async fn details(conn: &mut PgConnection, locations: Vec<Location>) -> Result<Vec<Detail>> {
    let ids: Vec<i64> = locations.iter().map(|location| location.id).collect();
    let domain_ids: Vec<i64> = locations.iter().filter_map(|l| l.default_dns_domain_id).collect();

    let mut ancestors: HashMap<i64, Vec<Ancestor>> = HashMap::new();
    let links = sqlx::query!(
        r#"select k.child_id, p.location_type as "location_type: LocationType", p.name
           from location_link k join location p on p.id = k.parent_id
           where k.child_id = any($1) order by k.child_id, k.distance desc"#,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    for link in links {
        ancestors.entry(link.child_id).or_default().push(Ancestor {
            location_type: link.location_type,
            name: link.name,
        });
    }

    let domains: HashMap<i64, String> =
        sqlx::query!("select id, name from dns_domain where id = any($1)", &domain_ids)
            .fetch_all(conn)
            .await?
            .into_iter()
            .map(|domain| (domain.id, domain.name))
            .collect();

    let detail = |location: Location| Detail {
        ancestors: ancestors.remove(&location.id).unwrap_or_default(),
        default_dns_domain: location
            .default_dns_domain_id
            .and_then(|id| domains.get(&id).cloned()),
        location,
    };
    Ok(locations.into_iter().map(detail).collect())
}
