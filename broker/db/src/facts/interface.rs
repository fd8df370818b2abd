//! Interfaces with their addresses: the machine plenary takes the hardware side, the host data the network side.

use std::collections::HashMap;
use std::sync::Arc;

use aq_plenary::model::{
    Address, AddressNetwork, HardwareModel, Interface, InterfaceKind, Master, MasterKind, Router,
};
use sqlx::PgConnection;

use super::damaged;
use crate::DbError;

/// The interfaces of a piece of hardware by name; `gateway_offset` gives a network type's default gateway.
pub async fn interfaces(
    conn: &mut PgConnection,
    hardware: i64,
    gateway_offset: &(dyn Fn(&str) -> u32 + Sync),
) -> Result<Vec<Interface>, DbError> {
    let rows = sqlx::query!(
        r#"select i.id, i.name, i.interface_type, i.mac::text as mac, m.name as model, v.name as vendor, i.bootable,
                  i.default_route, i.port_group_name, i.bus_address, p.name as "parent?",
                  o.name as "master?", o.interface_type as "master_type?"
           from interface i
           join model m on m.id = i.model_id join vendor v on v.id = m.vendor_id
           left join interface p on p.id = i.parent_id
           left join interface o on o.id = i.master_id
           where i.hardware_entity_id = $1 order by i.name"#,
        hardware
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut addresses = addresses(conn, hardware, gateway_offset).await?;
    rows.into_iter()
        .map(|r| {
            let master = match (r.master, r.master_type.as_deref()) {
                (Some(name), Some("bonding")) => Some(Master {
                    name,
                    kind: MasterKind::Bonding,
                }),
                (Some(name), Some("bridge")) => Some(Master {
                    name,
                    kind: MasterKind::Bridge,
                }),
                _ => None,
            };
            Ok(Interface {
                kind: InterfaceKind::parse(&r.interface_type)
                    .ok_or_else(|| damaged("interface type", &r.interface_type))?,
                name: r.name,
                mac: r.mac,
                model: HardwareModel {
                    vendor: r.vendor,
                    name: r.model,
                },
                bootable: r.bootable,
                default_route: r.default_route,
                port_group: r.port_group_name,
                bus: r.bus_address,
                master,
                parent: r.parent,
                addresses: addresses.remove(&r.id).unwrap_or_default(),
            })
        })
        .collect()
}

async fn addresses(
    conn: &mut PgConnection,
    hardware: i64,
    gateway_offset: &(dyn Fn(&str) -> u32 + Sync),
) -> Result<HashMap<i64, Vec<Address>>, DbError> {
    let rows = sqlx::query!(
        r#"select a.interface_id, a.label, a.ip, a.network_id,
                  (select f.name || '.' || d.name from dns_record r
                   join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
                   where r.network_id = a.network_id and r.ip = a.ip
                   order by 1 limit 1) as fqdn
           from address_assignment a join interface i on i.id = a.interface_id
           where i.hardware_entity_id = $1 order by a.ip"#,
        hardware
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut networks: HashMap<i64, Arc<AddressNetwork>> = HashMap::new();
    let mut by_interface: HashMap<i64, Vec<Address>> = HashMap::new();
    for row in rows {
        let network = match networks.get(&row.network_id) {
            Some(known) => known.clone(),
            None => {
                let read = Arc::new(network(conn, row.network_id, gateway_offset).await?);
                networks.insert(row.network_id, read.clone());
                read
            }
        };
        by_interface.entry(row.interface_id).or_default().push(Address {
            label: row.label,
            ip: row.ip.ip(),
            fqdn: row.fqdn,
            network,
        });
    }
    Ok(by_interface)
}

async fn network(
    conn: &mut PgConnection,
    id: i64,
    gateway_offset: &(dyn Fn(&str) -> u32 + Sync),
) -> Result<AddressNetwork, DbError> {
    let row = sqlx::query!(
        "select n.cidr, n.network_type, e.name as environment
         from network n join network_environment e on e.id = n.network_environment_id where n.id = $1",
        id
    )
    .fetch_one(&mut *conn)
    .await?;
    let routers = sqlx::query!(
        r#"select r.ip,
                  (select b.name from location b
                   where b.location_type = 'building'
                     and (b.id = r.location_id or b.id in (select parent_id from location_link where child_id = r.location_id)))
                  as building
           from router_address r where r.network_id = $1 order by r.ip"#,
        id
    )
    .fetch_all(conn)
    .await?;
    Ok(AddressNetwork {
        default_gateway_offset: gateway_offset(&row.network_type),
        cidr: row.cidr,
        network_type: row.network_type,
        environment: row.environment,
        routers: routers
            .into_iter()
            .map(|r| Router {
                ip: r.ip.ip(),
                building: r.building,
            })
            .collect(),
        static_routes: Vec::new(),
    })
}
