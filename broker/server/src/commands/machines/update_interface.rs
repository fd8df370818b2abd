//! `aq update_interface`: address, roles, master, card and name of a network interface.

use aq_db::address_assignment;
use aq_db::interface::{self, Interface, InterfaceType};
use aq_db::machine::Machine;

use super::_interface::{check_mac, check_name, given_card, inner_named, named};
use super::_value::{bus_address, text};
use super::{_absent, _target};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    interface: String,
    machine: Option<String>,
    hostname: Option<String>,
    network_device: Option<String>,
    switch: Option<String>,
    chassis: Option<String>,
    console_server: Option<String>,
    pg: Option<String>,
    autopg: bool,
    mac: Option<String>,
    boot: bool,
    default_route: Option<bool>,
    comments: Option<String>,
    master: Option<String>,
    clear_master: bool,
    model: Option<String>,
    vendor: Option<String>,
    rename_to: Option<String>,
    bus_address: Option<String>,
}

/// An interface among those of its machine.
struct Subjects {
    machine: Machine,
    owner: String,
    interfaces: Vec<Interface>,
}

/// Changes the interface.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    _absent::refuse([
        ("Chassis", &args.chassis),
        ("Network Device", &args.network_device),
        ("Network Device", &args.switch),
        ("Console Server", &args.console_server),
    ])?;
    let machine = _target::locked(cx, args.machine.as_deref(), args.hostname.as_deref()).await?;
    let owner = _target::inner_name(&machine);
    let interfaces = interface::of_hardware(cx.db(), &[machine.id]).await?;
    let mut changed = interface::pick(&interfaces, &args.interface, &owner)?.clone();
    let all = Subjects {
        machine,
        owner,
        interfaces,
    };

    port_group(&mut changed, args.pg.as_deref(), args.autopg)?;
    if let Some(master) = &args.master {
        enslave(cx, &all, &mut changed, master).await?;
    }
    if args.clear_master && changed.master_id.take().is_none() {
        return Err(CommandError::argument(format!(
            "{} is not a slave.",
            named(&changed, &all.owner)
        )));
    }
    if let Some(comments) = &args.comments {
        changed.comments = text(comments);
    }
    if let Some(address) = &args.bus_address {
        changed.bus_address = bus_address(address)?;
    }
    if let Some(mac) = &args.mac {
        change_mac(cx, &mut changed, mac).await?;
    }
    if args.boot {
        boot_from(cx, &all, &mut changed, args.default_route).await?;
    }
    if let Some(default_route) = args.default_route {
        changed.default_route = default_route;
        let elsewhere = all
            .interfaces
            .iter()
            .any(|i| i.id != changed.id && i.default_route);
        if !default_route && !elsewhere {
            cx.warn(format!("{} has no default route, hope that's ok.", all.owner));
        }
    }
    if args.model.is_some() {
        let kind = changed.interface_type;
        changed.model_id = given_card(cx, kind, args.model.as_deref(), args.vendor.as_deref()).await?;
    }
    if let Some(name) = &args.rename_to {
        rename(cx, &all, &mut changed, name).await?;
    }
    interface::update(cx.db(), &changed).await?;
    _target::rewrite(cx, &all.machine);
    Ok(Answer::Nothing)
}

fn port_group(changed: &mut Interface, given: Option<&str>, choose: bool) -> Result<()> {
    if given.is_none() && !choose {
        return Ok(());
    }
    if changed.interface_type != InterfaceType::Public {
        return Err(CommandError::argument(format!(
            "The port group cannot be set for {} interfaces.",
            changed.interface_type
        )));
    }
    match given.map(str::trim) {
        Some("") => changed.port_group_name = None,
        other => return Err(CommandError::not_found("Port Group", other.unwrap_or("user"))),
    }
    Ok(())
}

async fn enslave(cx: &mut Cx, all: &Subjects, changed: &mut Interface, master: &str) -> Result<()> {
    let addresses = address_assignment::of_hardware(cx.db(), &[all.machine.id]).await?;
    if addresses.iter().any(|address| address.interface_id == changed.id) {
        return Err(CommandError::argument(format!(
            "Can not enslave {} because it has addresses.",
            inner_named(changed, &all.owner)
        )));
    }
    let master = interface::pick(&all.interfaces, master, &all.owner)?;
    if master.id == changed.id || is_below(&all.interfaces, master, changed.id) {
        return Err(CommandError::argument(format!(
            "Enslaving {} would create a circle, which is not allowed.",
            inner_named(changed, &all.owner)
        )));
    }
    if !master.interface_type.is_master() {
        return Err(CommandError::argument(
            "The master must be a bonding or bridge interface.",
        ));
    }
    if all.interfaces.iter().any(|i| i.parent_id == Some(changed.id)) {
        return Err(CommandError::argument(format!(
            "{} can not be bound as long as it has VLANs.",
            named(changed, &all.owner)
        )));
    }
    changed.master_id = Some(master.id);
    Ok(())
}

/// Following the masters upwards leads to the interface.
fn is_below(interfaces: &[Interface], from: &Interface, id: i64) -> bool {
    let mut at = Some(from);
    // No chain of masters is longer than there are interfaces.
    for _ in interfaces {
        match at.and_then(|i| i.master_id) {
            Some(master) if master == id => return true,
            Some(master) => at = interfaces.iter().find(|i| i.id == master),
            None => return false,
        }
    }
    false
}

async fn change_mac(cx: &mut Cx, changed: &mut Interface, mac: &str) -> Result<()> {
    if let Some(other) = interface::of_mac(cx.db(), mac).await?
        && other.id != changed.id
    {
        let owner = interface::owner(cx.db(), other.hardware_entity_id).await?;
        return Err(CommandError::argument(format!(
            "MAC address {mac} is already in use by {}.",
            inner_named(&other, &owner)
        )));
    }
    check_mac(changed.interface_type, true)?;
    changed.mac = Some(mac.to_owned());
    Ok(())
}

/// Makes it the one interface that the machine boots from. The first such interface also gets the default route when
/// nothing has it.
async fn boot_from(cx: &mut Cx, all: &Subjects, changed: &mut Interface, route: Option<bool>) -> Result<()> {
    if changed.mac.is_none() {
        return Err(CommandError::argument(
            "Bootable interfaces require a MAC address.",
        ));
    }
    interface::clear_boot_except(cx.db(), all.machine.id, changed.id).await?;
    changed.bootable = true;
    let before = all.interfaces.iter().find(|i| i.bootable);
    match before {
        None if route.is_none() && !all.interfaces.iter().any(|i| i.default_route) => {
            changed.default_route = true
        }
        Some(before) if route.is_none() && before.default_route != changed.default_route => {
            let name = named(changed, &all.owner);
            cx.warn(if before.default_route {
                format!("New boot interface {name} no longer provides the default route; it did before!")
            } else {
                format!("New boot interface {name} now provides the default route; it didn't before!")
            });
        }
        _ => {}
    }
    Ok(())
}

/// A new name; the DNS names that were made from the old one follow.
async fn rename(cx: &mut Cx, all: &Subjects, changed: &mut Interface, name: &str) -> Result<()> {
    let name = name.trim().to_lowercase();
    if all.interfaces.iter().any(|i| i.name == name) {
        let machine = _target::named(&all.machine);
        return Err(CommandError::argument(format!(
            "{machine} already has an interface named {name}."
        )));
    }
    check_name(changed.interface_type, &name)?;
    interface::rename_addresses(cx.db(), changed, &name).await?;
    changed.name = name;
    Ok(())
}
