//! Machines, with the hosts that run on them.

use aq_db::location::LocationType;
use aq_db::machine::Detail;
use serde_json::{Map, Value, json};

use super::{disk, host, interface};
use crate::format::{Columns, Raw, View};

/// The types of places in the order of their names, as they are printed.
const PLACES: [LocationType; 11] = [
    LocationType::Building,
    LocationType::Bunker,
    LocationType::Campus,
    LocationType::City,
    LocationType::Continent,
    LocationType::Country,
    LocationType::Desk,
    LocationType::Hub,
    LocationType::Organization,
    LocationType::Rack,
    LocationType::Room,
];

/// A machine with everything that belongs to it.
pub struct MachineView(pub Detail);

impl View for MachineView {
    fn raw(&self, out: &mut Raw) {
        let machine = &self.0.machine;
        out.field("Machine", &machine.label).nested(|out| {
            if let Some(name) = &machine.primary_name {
                match machine.primary_ip {
                    Some(ip) => out.field("Primary Name", format_args!("{name} [{}]", ip.ip())),
                    None => out.field("Primary Name", name),
                };
            }
            self.other_addresses(out);
            self.places(out);
            out.line(format_args!(
                "Vendor: {} Model: {}",
                machine.vendor, machine.model
            ))
            .nested(|out| {
                out.field("Model Type", machine.model_type);
            });
            out.optional("Serial", machine.serial_no.as_ref());
            out.optional("Comments", machine.comments.as_ref());
            out.optional("Owned by GRN", self.0.owner.as_ref());
            for shown in &self.0.interfaces {
                let addresses: Vec<_> = self.0.addresses_of(shown.id).collect();
                interface::raw(out, shown, &addresses);
            }
            out.field("Cpu", format_args!("{} x {}", machine.cpu, machine.cpu_quantity));
            out.field("Memory", format_args!("{} MB", machine.memory));
            self.0.disks.iter().for_each(|shown| disk::raw(out, shown));
            out.optional("UUID", machine.uuid);
            out.optional("URI", machine.uri.as_ref());
            if let Some(role) = &self.0.host {
                host::raw(out, role);
            }
        });
    }

    /// One row per address: label, rack, building, vendor, model, serial number, interface, hardware address, address.
    fn csv(&self) -> Option<Vec<Columns>> {
        let machine = &self.0.machine;
        let place = |kind| self.0.place(kind).map(|place| &place.name);
        let start = || {
            Columns::new()
                .add(&machine.label)
                .maybe(place(LocationType::Rack))
                .maybe(place(LocationType::Building))
                .add(&machine.vendor)
                .add(&machine.model)
                .maybe(machine.serial_no.as_ref())
        };
        let mut rows: Vec<Columns> = self
            .0
            .addresses
            .iter()
            .map(|address| {
                let holder = self.0.interfaces.iter().find(|i| i.id == address.interface_id);
                start()
                    .add(address.logical_name())
                    .maybe(holder.and_then(|i| i.mac.as_ref()))
                    .add(address.address())
            })
            .collect();
        if rows.is_empty() {
            rows.push(start().add("").add("").add(""));
        }
        Some(rows)
    }

    fn json(&self) -> Value {
        let machine = &self.0.machine;
        let location: Map<String, Value> = self
            .0
            .places
            .iter()
            .map(|place| (place.kind.name().to_owned(), Value::from(place.name.as_str())))
            .collect();
        let interfaces: Vec<Value> = self
            .0
            .interfaces
            .iter()
            .map(|shown| {
                let addresses: Vec<_> = self.0.addresses_of(shown.id).collect();
                interface::json(shown, &addresses)
            })
            .collect();
        json!({
            "name": machine.label,
            "primary_name": machine.primary_name,
            "primary_ip": machine.primary_ip.map(|ip| ip.ip()),
            "location": location,
            "vendor": machine.vendor,
            "model": machine.model,
            "model_type": machine.model_type,
            "serial": machine.serial_no,
            "comments": machine.comments,
            "owner": self.0.owner,
            "cpu": machine.cpu,
            "cpu_quantity": machine.cpu_quantity,
            "memory": machine.memory,
            "uuid": machine.uuid,
            "uri": machine.uri,
            "disks": self.0.disks.iter().map(disk::json).collect::<Vec<_>>(),
            "interfaces": interfaces,
            "host": self.0.host.as_ref().map(host::json),
        })
    }
}

impl MachineView {
    /// Addresses of management controllers, then the other ones, but for the primary one.
    fn other_addresses(&self, out: &mut Raw) {
        let primary = self.0.machine.primary_ip;
        for (label, management) in [("Manager", true), ("Auxiliary", false)] {
            for address in self.0.addresses.iter().filter(|a| Some(a.ip) != primary) {
                let holder = self.0.interfaces.iter().find(|i| i.id == address.interface_id);
                if holder.is_some_and(|i| i.interface_type.name() == "management") == management {
                    out.field(
                        label,
                        format_args!("{} [{}]", address.names.join(", "), address.address()),
                    );
                }
            }
        }
    }

    fn places(&self, out: &mut Raw) {
        for kind in PLACES {
            let Some(place) = self.0.place(kind) else { continue };
            out.field(kind.label(), &place.name);
            if kind == LocationType::Rack {
                out.nested(|out| {
                    out.field("Row", place.rack_row.as_deref().unwrap_or("None"));
                    out.field("Column", place.rack_column.as_deref().unwrap_or("None"));
                    out.field("Fullname", &place.fullname);
                });
            }
        }
    }
}
