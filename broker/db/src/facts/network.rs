//! Facts of a network.

use aq_plenary::model::{Network, NetworkRouter, Provider};
use sqlx::PgConnection;

use super::location::location;
use crate::DbError;

/// The network; `None` when it is gone.
pub async fn network(conn: &mut PgConnection, id: i64) -> Result<Option<Network>, DbError> {
    let row = sqlx::query!(
        r#"select n.name, n.cidr, n.network_type, n.side, n.location_id, e.name as environment,
                  e.location_id as environment_location, c.name as "compartment?"
           from network n
           join network_environment e on e.id = n.network_environment_id
           left join network_compartment c on c.id = n.network_compartment_id
           where n.id = $1"#,
        id
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let environment_location = match row.environment_location {
        Some(place) => Some(location(conn, place).await?),
        None => None,
    };
    Ok(Some(Network {
        name: row.name,
        cidr: row.cidr,
        network_type: row.network_type,
        // The reference's default side.
        side: row.side.unwrap_or_else(|| "a".to_owned()),
        location: location(conn, row.location_id).await?,
        environment: row.environment,
        environment_location,
        compartment: row.compartment,
        routers: routers(conn, id).await?,
    }))
}

async fn routers(conn: &mut PgConnection, network: i64) -> Result<Vec<NetworkRouter>, DbError> {
    let rows = sqlx::query!(
        "select ip, location_id from router_address where network_id = $1 order by ip",
        network
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut routers = Vec::with_capacity(rows.len());
    for row in rows {
        let providers = sqlx::query!(
            r#"select f.name || '.' || d.name as "router!", i.name as interface
               from address_assignment a
               join interface i on i.id = a.interface_id
               join hardware_entity h on h.id = i.hardware_entity_id
               join dns_record r on r.id = h.primary_name_id
               join fqdn f on f.id = r.fqdn_id
               join dns_domain d on d.id = f.dns_domain_id
               where a.network_id = $1 and a.ip = $2
               order by 1, 2"#,
            network,
            row.ip
        )
        .fetch_all(&mut *conn)
        .await?
        .into_iter()
        .map(|p| Provider {
            router: p.router,
            interface: p.interface,
            ip: None,
        })
        .collect();
        let place = match row.location_id {
            Some(place) => Some(location(conn, place).await?),
            None => None,
        };
        routers.push(NetworkRouter {
            ip: row.ip.ip(),
            location: place,
            providers,
        });
    }
    Ok(routers)
}
