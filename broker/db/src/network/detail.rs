//! Networks with the names of what they refer to, as people want to see them.

use std::collections::HashMap;
use std::net::IpAddr;

use sqlx::PgConnection;

use super::Network;
use crate::location::{self, LocationType};
use crate::{DbError, Result};

/// An address that hosts of the network reach other networks by.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RouterAddress {
    /// The address.
    pub ip: IpAddr,
    /// Type and name of the place that the router serves (`Building hq`); all of the network when `None`.
    pub location: Option<String>,
}

/// A network, its environment, where it is and its routers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The network itself.
    pub network: Network,
    /// Name of its environment.
    pub environment: String,
    /// Name of its compartment.
    pub compartment: Option<String>,
    /// Where it is.
    pub location: location::Detail,
    /// Its declared routers by address.
    pub routers: Vec<RouterAddress>,
}

impl Detail {
    /// The site code `building.city.continent`, where all three are known.
    #[must_use]
    pub fn sysloc(&self) -> Option<String> {
        let name = |kind| self.place(kind);
        Some(format!(
            "{}.{}.{}",
            name(LocationType::Building)?,
            name(LocationType::City)?,
            name(LocationType::Continent)?
        ))
    }

    /// Name of the place of a type that the network is in.
    #[must_use]
    pub fn place(&self, kind: LocationType) -> Option<&str> {
        let own = &self.location.location;
        if own.location_type == kind {
            return Some(&own.name);
        }
        let above = self.location.ancestors.iter().find(|a| a.location_type == kind)?;
        Some(&above.name)
    }
}

/// Adds the names to networks, in the same order. The number of statements does not depend on that of the networks.
///
/// # Errors
/// Only those of the connection.
pub async fn details(conn: &mut PgConnection, networks: Vec<Network>) -> Result<Vec<Detail>> {
    let ids: Vec<i64> = networks.iter().map(|network| network.id).collect();
    let mut names: HashMap<i64, (String, Option<String>)> = sqlx::query!(
        r#"select n.id as "id!", e.name as "environment!", c.name as "compartment?"
           from network n
           join network_environment e on e.id = n.network_environment_id
           left join network_compartment c on c.id = n.network_compartment_id
           where n.id = any($1)"#,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?
    .into_iter()
    .map(|row| (row.id, (row.environment, row.compartment)))
    .collect();

    let mut routers: HashMap<i64, Vec<RouterAddress>> = HashMap::new();
    let rows = sqlx::query!(
        r#"select r.network_id, r.ip, initcap(p.location_type) || ' ' || p.name as "location?"
           from router_address r left join location p on p.id = r.location_id
           where r.network_id = any($1) order by r.ip"#,
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in rows {
        routers.entry(row.network_id).or_default().push(RouterAddress {
            ip: row.ip.ip(),
            location: row.location,
        });
    }

    let places: Vec<i64> = networks.iter().map(|network| network.location_id).collect();
    let places = location::get_many(&mut *conn, &places).await?;
    let places: HashMap<i64, location::Detail> = location::details(conn, places)
        .await?
        .into_iter()
        .map(|place| (place.location.id, place))
        .collect();

    networks
        .into_iter()
        .map(|network| {
            let (environment, compartment) = names
                .remove(&network.id)
                .ok_or_else(|| DbError::not_found(super::KIND, network.id.to_string()))?;
            let location = places
                .get(&network.location_id)
                .cloned()
                .ok_or_else(|| DbError::not_found("Location", network.location_id.to_string()))?;
            Ok(Detail {
                environment,
                compartment,
                location,
                routers: routers.remove(&network.id).unwrap_or_default(),
                network,
            })
        })
        .collect()
}
