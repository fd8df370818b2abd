//! Searching for machines.

use std::net::IpAddr;

use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// What to look for; everything that is given must match. Names that must exist are looked up by the caller.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// Label.
    pub label: Option<&'a str>,
    /// Id.
    pub id: Option<i64>,
    /// In this place.
    pub location_id: Option<i64>,
    /// Not in smaller places within it.
    pub exact_location: bool,
    /// One of these models.
    pub models: Option<&'a [i64]>,
    /// One of these models of CPU.
    pub cpu_models: Option<&'a [i64]>,
    /// Number of CPUs.
    pub cpu_quantity: Option<i32>,
    /// Memory in MB.
    pub memory: Option<i32>,
    /// Serial number.
    pub serial: Option<&'a str>,
    /// UUID.
    pub uuid: Option<Uuid>,
    /// Whether a host runs on it.
    pub used: Option<bool>,
    /// One interface has all of this.
    pub interface: InterfaceFilter<'a>,
    /// One disk has all of this.
    pub disk: DiskFilter<'a>,
}

/// What one interface has.
#[derive(Debug, Clone, Default)]
pub struct InterfaceFilter<'a> {
    /// Hardware address.
    pub mac: Option<&'a str>,
    /// Name.
    pub name: Option<&'a str>,
    /// One of these models.
    pub models: Option<&'a [i64]>,
    /// Bus address.
    pub bus_address: Option<&'a str>,
    /// Port group.
    pub port_group: Option<&'a str>,
    /// An address, in the environment.
    pub ip: Option<IpAddr>,
    /// The network environment of the address; its id.
    pub network_environment: Option<i64>,
    /// A network that it has an address in; its id.
    pub network: Option<i64>,
}

impl InterfaceFilter<'_> {
    fn is_given(&self) -> bool {
        self.mac.is_some()
            || self.name.is_some()
            || self.models.is_some()
            || self.bus_address.is_some()
            || self.port_group.is_some()
            || self.ip.is_some()
            || self.network.is_some()
    }
}

/// What one disk has.
#[derive(Debug, Clone, Default)]
pub struct DiskFilter<'a> {
    /// Device name.
    pub device_name: Option<&'a str>,
    /// Size in GB.
    pub capacity: Option<i32>,
    /// Type of the controller.
    pub controller_type: Option<&'a str>,
    /// SCSI address.
    pub address: Option<&'a str>,
    /// Bus address of the controller.
    pub bus_address: Option<&'a str>,
    /// World wide name.
    pub wwn: Option<&'a str>,
}

impl DiskFilter<'_> {
    fn is_given(&self) -> bool {
        self.device_name.is_some()
            || self.capacity.is_some()
            || self.controller_type.is_some()
            || self.address.is_some()
            || self.bus_address.is_some()
            || self.wwn.is_some()
    }
}

/// Ids and labels of the machines that match, by label.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<(i64, String)>> {
    let (interface, disk) = (&filter.interface, &filter.disk);
    let rows = sqlx::query!(
        r#"select h.id, h.label
           from hardware_entity h join machine x on x.hardware_entity_id = h.id
           where ($1::text is null or h.label = lower(btrim($1)))
             and ($2::bigint is null or h.id = $2)
             and ($3::bigint is null or h.location_id = $3
                  or (not $4 and exists (select from location_link k where k.child_id = h.location_id and k.parent_id = $3)))
             and ($5::bigint[] is null or h.model_id = any($5))
             and ($6::bigint[] is null or x.cpu_model_id = any($6))
             and ($7::integer is null or x.cpu_quantity = $7)
             and ($8::integer is null or x.memory = $8)
             and ($9::text is null or h.serial_no = $9)
             and ($10::uuid is null or x.uuid = $10)
             and ($11::boolean is null or $11 = exists (select from host o where o.hardware_entity_id = h.id))
             and (not $12 or exists (
                  select from interface i
                  where i.hardware_entity_id = h.id
                    and ($13::text is null or i.mac = $13::text::macaddr)
                    and ($14::text is null or i.name = lower(btrim($14)))
                    and ($15::bigint[] is null or i.model_id = any($15))
                    and ($16::text is null or i.bus_address = lower(btrim($16)))
                    and ($17::text is null or i.port_group_name = lower(btrim($17)))
                    and ($18::inet is null and $20::bigint is null or exists (
                         select from address_assignment a join network n on n.id = a.network_id
                         where a.interface_id = i.id and ($18::inet is null or a.ip = $18)
                           and ($19::bigint is null or n.network_environment_id = $19)
                           and ($20::bigint is null or n.id = $20)))))
             and (not $21 or exists (
                  select from disk d
                  where d.machine_id = h.id
                    and ($22::text is null or d.device_name = lower(btrim($22)))
                    and ($23::integer is null or d.capacity = $23)
                    and ($24::text is null or d.controller_type = lower(btrim($24)))
                    and ($25::text is null or d.address = $25)
                    and ($26::text is null or d.bus_address = lower(btrim($26)))
                    and ($27::text is null or d.wwn = $27)))
           order by h.label"#,
        filter.label,
        filter.id,
        filter.location_id,
        filter.exact_location,
        filter.models,
        filter.cpu_models,
        filter.cpu_quantity,
        filter.memory,
        filter.serial,
        filter.uuid,
        filter.used,
        interface.is_given(),
        interface.mac,
        interface.name,
        interface.models,
        interface.bus_address,
        interface.port_group,
        interface.ip.map(IpNetwork::from),
        interface.network_environment,
        interface.network,
        disk.is_given(),
        disk.device_name,
        disk.capacity,
        disk.controller_type,
        disk.address,
        disk.bus_address,
        disk.wwn
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.label)).collect())
}
