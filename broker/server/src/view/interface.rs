//! Network interfaces with their addresses, as they are shown with their hardware.

use aq_db::address_assignment::Assignment;
use aq_db::interface::Interface;
use serde_json::{Value, json};

use crate::format::Raw;

/// Lines of one interface.
pub fn raw(out: &mut Raw, interface: &Interface, addresses: &[&Assignment]) {
    let mut flags = Vec::new();
    if interface.bootable {
        flags.push("boot");
    }
    if interface.default_route {
        flags.push("default_route");
    }
    let flags = if flags.is_empty() {
        String::new()
    } else {
        format!(" [{}]", flags.join(", "))
    };
    let mac = interface.mac.as_deref().unwrap_or("(no MAC addr)");
    out.field("Interface", format_args!("{} {mac}{flags}", interface.name))
        .nested(|out| {
            out.field("Type", interface.interface_type);
            if interface.interface_type.has_card() {
                out.line(format_args!(
                    "Vendor: {} Model: {}",
                    interface.vendor, interface.model
                ));
            }
            out.optional("Controller Bus Address", interface.bus_address.as_ref());
            out.optional("Port Group", interface.port_group_name.as_ref());
            if let (Some(parent), Some(number)) = (&interface.parent, interface.vlan_id) {
                out.field("Parent Interface", format_args!("{parent}, VLAN ID: {number}"));
            }
            out.optional("Master Interface", interface.master.as_ref());
            out.optional(
                "Network Environment",
                addresses.first().map(|address| &address.network_environment),
            );
            addresses.iter().for_each(|address| provides(out, address));
            out.optional("Comments", interface.comments.as_ref());
        });
}

fn provides(out: &mut Raw, address: &Assignment) {
    let names = if address.names.is_empty() {
        "unknown".to_owned()
    } else {
        address.names.join(", ")
    };
    let mut tags = Vec::new();
    if !address.label.is_empty() {
        tags.push(format!("label: {}", address.label));
    }
    if let Some(priority) = address.priority {
        tags.push(format!("shared, priority: {priority}"));
    }
    let tags = if tags.is_empty() {
        String::new()
    } else {
        format!(" ({})", tags.join(", "))
    };
    out.field("Provides", format_args!("{names} [{}]{tags}", address.address()));
}

/// All of one interface.
pub fn json(interface: &Interface, addresses: &[&Assignment]) -> Value {
    let addresses: Vec<Value> = addresses
        .iter()
        .map(|address| {
            json!({
                "ip": address.address(),
                "label": address.label,
                "names": address.names,
                "network_environment": address.network_environment,
                "priority": address.priority,
            })
        })
        .collect();
    json!({
        "name": interface.name,
        "type": interface.interface_type,
        "mac": interface.mac,
        "vendor": interface.vendor,
        "model": interface.model,
        "boot": interface.bootable,
        "default_route": interface.default_route,
        "master": interface.master,
        "parent": interface.parent,
        "vlan_id": interface.vlan_id,
        "port_group": interface.port_group_name,
        "bus_address": interface.bus_address,
        "comments": interface.comments,
        "addresses": addresses,
    })
}
