//! Machines with everything that is shown with them.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{Machine, get_many};
use crate::address_assignment::{self, Assignment};
use crate::disk::{self, Disk};
use crate::host::{self, Role};
use crate::interface::{self, Interface};
use crate::location::LocationType;
use crate::{DbError, Result};

/// A machine and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The machine.
    pub machine: Machine,
    /// Owner of the machine itself.
    pub owner: Option<String>,
    /// Where it stands: the places from the narrowest to the widest.
    pub places: Vec<Place>,
    /// Its disks, by device name.
    pub disks: Vec<Disk>,
    /// Its interfaces, by name.
    pub interfaces: Vec<Interface>,
    /// The addresses of its interfaces, by interface and address.
    pub addresses: Vec<Assignment>,
    /// The host that runs on it.
    pub host: Option<Role>,
}

impl Detail {
    /// The place of a type that it stands in.
    #[must_use]
    pub fn place(&self, kind: LocationType) -> Option<&Place> {
        self.places.iter().find(|place| place.kind == kind)
    }

    /// The addresses of one of its interfaces.
    pub fn addresses_of(&self, interface: i64) -> impl Iterator<Item = &Assignment> {
        self.addresses
            .iter()
            .filter(move |address| address.interface_id == interface)
    }
}

/// A place that a machine stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its type.
    pub kind: LocationType,
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub fullname: String,
    /// Rack: row.
    pub rack_row: Option<String>,
    /// Rack: column.
    pub rack_column: Option<String>,
}

/// The machines with these ids, in the same order, each with everything. The number of statements does not depend on the
/// number of machines.
///
/// # Errors
/// [`DbError::NotFound`] when a machine is gone.
pub async fn details(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Detail>> {
    let mut machines: HashMap<i64, Machine> = get_many(conn, ids)
        .await?
        .into_iter()
        .map(|m| (m.id, m))
        .collect();
    let mut owners: HashMap<i64, String> = sqlx::query!(
        "select h.id, g.grn from hardware_entity h join grn g on g.eon_id = h.owner_eon_id where h.id = any($1)",
        ids
    )
    .fetch_all(&mut *conn)
    .await?
    .into_iter()
    .map(|row| (row.id, row.grn))
    .collect();
    let mut places = places(conn, ids).await?;
    let mut disks = grouped(disk::of_machines(conn, ids).await?, |disk| disk.machine_id);
    let mut interfaces = grouped(interface::of_hardware(conn, ids).await?, |i| i.hardware_entity_id);
    let mut addresses = grouped(address_assignment::of_hardware(conn, ids).await?, |a| {
        a.hardware_entity_id
    });
    let mut hosts: HashMap<i64, Role> = host::roles(conn, ids)
        .await?
        .into_iter()
        .map(|role| (role.hardware_entity_id, role))
        .collect();
    ids.iter()
        .map(|id| {
            Ok(Detail {
                machine: machines
                    .remove(id)
                    .ok_or_else(|| DbError::not_found(super::KIND, id.to_string()))?,
                owner: owners.remove(id),
                places: places.remove(id).unwrap_or_default(),
                disks: disks.remove(id).unwrap_or_default(),
                interfaces: interfaces.remove(id).unwrap_or_default(),
                addresses: addresses.remove(id).unwrap_or_default(),
                host: hosts.remove(id),
            })
        })
        .collect()
}

async fn places(conn: &mut PgConnection, ids: &[i64]) -> Result<HashMap<i64, Vec<Place>>> {
    let rows = sqlx::query!(
        r#"select h.id, p.location_type as "kind: LocationType", p.name, p.fullname, p.rack_row, p.rack_column
           from hardware_entity h
           cross join lateral (select h.location_id as id, 0 as distance
                               union all
                               select parent_id, distance from location_link where child_id = h.location_id) line
           join location p on p.id = line.id
           where h.id = any($1) order by h.id, line.distance"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    let mut by_machine: HashMap<i64, Vec<Place>> = HashMap::new();
    for row in rows {
        by_machine.entry(row.id).or_default().push(Place {
            kind: row.kind,
            name: row.name,
            fullname: row.fullname,
            rack_row: row.rack_row,
            rack_column: row.rack_column,
        });
    }
    Ok(by_machine)
}

fn grouped<T>(rows: Vec<T>, key: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
