//! Networks.

use aq_db::location::LocationType;
use aq_db::network::{AddressUse, Detail, KIND, RouterAddress};
use aq_db::{network_compartment, network_environment};
use serde_json::{Value, json};

use super::location::LocationView;
use crate::format::{Columns, Raw, View};

/// A network, and what uses its addresses where that was asked for.
pub struct NetworkView {
    /// The network.
    pub network: Detail,
    /// Addresses in use; `None` when nobody asked.
    pub uses: Option<Vec<AddressUse>>,
}

impl View for NetworkView {
    fn raw(&self, out: &mut Raw) {
        let Detail {
            network,
            environment,
            compartment,
            location,
            routers,
        } = &self.network;
        out.field(KIND, &network.name).nested(|out| {
            out.field(network_environment::KIND, environment);
            out.field("IP", network.cidr.network());
            if network.cidr.is_ipv4() {
                out.field("Netmask", network.cidr.mask());
            } else {
                out.field("Prefix", network.cidr.prefix());
            }
            out.field("Sysloc", word(self.network.sysloc().as_deref()));
            LocationView(location.clone()).raw(out);
            out.field("Side", word(network.side.as_deref()));
            out.field("Network Type", &network.network_type);
            out.optional(network_compartment::KIND, compartment.as_ref());
            out.optional("Comments", network.comments.as_ref());
            if !routers.is_empty() {
                // The reference sorts the texts, not the addresses.
                let mut lines: Vec<String> = routers.iter().map(router).collect();
                lines.sort();
                out.field("Routers", lines.join(", "));
            }
            self.uses.iter().flatten().for_each(|line| {
                out.line(address(line));
            });
        });
    }

    /// Name, address, netmask, site code, country, side, type, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        let network = &self.network.network;
        let row = Columns::new()
            .add(&network.name)
            .add(network.cidr.network())
            .add(network.cidr.mask())
            .maybe(self.network.sysloc())
            .maybe(self.network.place(LocationType::Country))
            .maybe(network.side.as_ref())
            .add(&network.network_type)
            .maybe(network.comments.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let Detail {
            network,
            environment,
            compartment,
            location,
            routers,
        } = &self.network;
        let mut object = json!({
            "name": network.name,
            "network": network.cidr.to_string(),
            "ip": network.cidr.network(),
            "netmask": network.cidr.mask(),
            "prefixlen": network.cidr.prefix(),
            "broadcast": network.cidr.broadcast(),
            "network_environment": environment,
            "network_compartment": compartment,
            "sysloc": self.network.sysloc(),
            "location": LocationView(location.clone()).json(),
            "side": network.side,
            "type": network.network_type,
            "comments": network.comments,
            "routers": routers,
        });
        if let (Some(uses), Some(fields)) = (&self.uses, object.as_object_mut()) {
            fields.insert("addresses".to_owned(), uses.iter().map(address_json).collect());
        }
        object
    }
}

fn router(router: &RouterAddress) -> String {
    format!("{} ({})", router.ip, word(router.location.as_deref()))
}

/// Label of a type of hardware, as the reference calls it.
fn hardware(hardware_type: &str) -> &str {
    match hardware_type {
        "machine" => "Machine",
        "network_device" => "Switch",
        "chassis" => "Chassis",
        "console_server" => "Console Server",
        other => other,
    }
}

fn logical_name(line: &AddressUse) -> String {
    if line.label.is_empty() {
        line.interface.clone()
    } else {
        format!("{}:{}", line.interface, line.label)
    }
}

fn address(line: &AddressUse) -> String {
    let names = if line.names.is_empty() {
        "unknown".to_owned()
    } else {
        line.names.join(", ")
    };
    format!(
        "{}: {}, interface: {}, MAC: {}, IP: {} ({names})",
        hardware(&line.hardware_type),
        line.hardware,
        logical_name(line),
        word(line.mac.as_deref()),
        line.ip.ip()
    )
}

fn address_json(line: &AddressUse) -> Value {
    json!({
        "hardware_type": line.hardware_type,
        "hardware": line.hardware,
        "interface": line.interface,
        "label": line.label,
        "mac": line.mac,
        "ip": line.ip.ip(),
        "names": line.names,
    })
}

/// The reference prints Python's word for what is not there, and scripts read it.
fn word(value: Option<&str>) -> &str {
    value.unwrap_or("None")
}
