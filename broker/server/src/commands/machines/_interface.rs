//! Adding an interface to a machine, and how interfaces are called.

use aq_db::interface::{self, Interface, InterfaceType, NewInterface};
use aq_db::machine::Machine;
use aq_db::model;

use super::_target::inner_name;
use super::_value::{bus_address, text};
use crate::command::Cx;
use crate::commands::hardware::_specs::nic;
use crate::error::{CommandError, Result};

/// VLANs are numbered below this.
const VLANS: u32 = 4096;

/// An interface as options or a recipe describe it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Description {
    /// Hardware address.
    pub mac: Option<String>,
    /// The broker chooses the hardware address.
    pub automac: bool,
    /// Port group.
    pub pg: Option<String>,
    /// The broker chooses the port group.
    pub autopg: bool,
    /// Model of the card.
    pub model: Option<String>,
    /// Vendor of the card.
    pub vendor: Option<String>,
    /// Type; the name tells when it is absent.
    pub iftype: Option<String>,
    /// Whether the machine boots from it.
    pub boot: Option<bool>,
    /// Bus address of the card.
    pub bus_address: Option<String>,
    /// Free text.
    pub comments: Option<String>,
}

/// `Public Interface eth0 of machine ut3c5n10`, as a sentence begins with it.
pub fn named(interface: &Interface, owner: &str) -> String {
    format!(
        "{} {} of {owner}",
        interface.interface_type.label(),
        interface.name
    )
}

/// The same inside a sentence.
pub fn inner_named(interface: &Interface, owner: &str) -> String {
    format!(
        "{} {} of {owner}",
        interface.interface_type.inner_label(),
        interface.name
    )
}

/// Adds the interface.
pub async fn add(cx: &mut Cx, machine: &Machine, name: &str, new: &Description) -> Result<()> {
    let name = name.trim().to_lowercase();
    let kind = kind(&name, new.iftype.as_deref())?;
    if new.automac {
        return Err(CommandError::argument(
            "Can only automatically generate MAC addresses for virtual hardware.",
        ));
    }
    if kind != InterfaceType::Public && (new.pg.is_some() || new.autopg) {
        return Err(CommandError::argument(format!(
            "The port group cannot be set for {kind} interfaces."
        )));
    }
    if new.pg.is_some() || new.autopg {
        return Err(CommandError::not_found(
            "Port Group",
            new.pg.as_deref().unwrap_or("user"),
        ));
    }
    let owner = inner_name(machine);
    let present = interface::of_hardware(cx.db(), &[machine.id]).await?;
    if let Some(mac) = &new.mac
        && let Some(other) = interface::of_mac(cx.db(), mac).await?
        && (other.hardware_entity_id != machine.id || other.name != name)
    {
        let owner = interface::owner(cx.db(), other.hardware_entity_id).await?;
        return Err(CommandError::argument(format!(
            "MAC address {mac} is already used by {}.",
            inner_named(&other, &owner)
        )));
    }
    if let Some(other) = present.iter().find(|i| i.name == name) {
        return Err(already_there(other, &owner));
    }
    check_name(kind, &name)?;
    let model_id = card(cx, machine, kind, new).await?;
    let vlan = if kind == InterfaceType::Vlan {
        Some(vlan(&present, &name)?)
    } else {
        None
    };
    check_mac(kind, new.mac.is_some())?;
    let bootable = kind == InterfaceType::Public && new.boot.unwrap_or(name == "eth0");
    if bootable && new.mac.is_none() {
        return Err(CommandError::argument(
            "Bootable interfaces require a MAC address.",
        ));
    }
    let bus_address = bus_address(new.bus_address.as_deref().unwrap_or_default())?;
    let comments = text(new.comments.as_deref().unwrap_or_default());
    let row = NewInterface {
        hardware_entity_id: machine.id,
        interface_type: kind,
        name: &name,
        mac: new.mac.as_deref(),
        model_id,
        bootable,
        // The interface that the machine boots from leads to the other networks as well.
        default_route: bootable,
        vlan,
        bus_address: bus_address.as_deref(),
        comments: comments.as_deref(),
    };
    let id = interface::insert(cx.db(), &row).await?;
    if bootable {
        interface::clear_boot_except(cx.db(), machine.id, id).await?;
    }
    Ok(())
}

/// The refusal of a name that is taken.
pub fn already_there(other: &Interface, owner: &str) -> CommandError {
    let mut error = CommandError::argument(format!("{} already exists.", named(other, owner)));
    error.code = "already_exists";
    error
}

/// The type that is given, or else the one that the name tells.
fn kind(name: &str, given: Option<&str>) -> Result<InterfaceType> {
    let Some(given) = given else {
        return Ok(InterfaceType::of_name(name));
    };
    let known = InterfaceType::OF_MACHINES.map(InterfaceType::name).join(", ");
    match given.parse::<InterfaceType>() {
        Ok(kind) if InterfaceType::OF_MACHINES.contains(&kind) => Ok(kind),
        Ok(kind) => Err(CommandError::argument(format!(
            "Interface type '{kind}' is not valid for machines."
        ))),
        Err(_) => Err(CommandError::argument(format!(
            "Invalid interface type '{given}'."
        ))),
    }
    .map_err(|error| error.hint(format!("Types of machines' interfaces: {known}.")))
}

/// Letters and a number: what the type's interfaces are called on hosts.
pub fn check_name(kind: InterfaceType, name: &str) -> Result<()> {
    let letters = name.bytes().take_while(u8::is_ascii_lowercase).count();
    let rest = name.get(letters..).unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fits = letters > 0
        && match kind {
            InterfaceType::Public => {
                let number = rest
                    .strip_suffix(|c: char| c.is_ascii_lowercase())
                    .unwrap_or(rest);
                digits(number)
            }
            InterfaceType::Management => rest.is_empty() || digits(rest),
            InterfaceType::Vlan => rest.split_once('.').is_some_and(|(number, vlan)| {
                (number.is_empty() || digits(number)) && digits(vlan) && !vlan.starts_with('0')
            }),
            InterfaceType::Bonding => digits(rest),
            _ => true,
        };
    if fits {
        return Ok(());
    }
    Err(CommandError::argument(format!(
        "Illegal {kind} interface name '{name}'."
    )))
}

/// Whether a hardware address is needed or forbidden.
pub fn check_mac(kind: InterfaceType, given: bool) -> Result<()> {
    let message = match kind {
        InterfaceType::Vlan if given => "VLAN interfaces can not have a distinct MAC address.",
        InterfaceType::Bridge if given => "Bridge interfaces can not have a distinct MAC address.",
        InterfaceType::Management if !given => "Management interfaces require a MAC address.",
        _ => return Ok(()),
    };
    Err(CommandError::argument(message))
}

/// The model of the card: as given, else that of the machine's model, else the generic one.
async fn card(cx: &mut Cx, machine: &Machine, kind: InterfaceType, new: &Description) -> Result<i64> {
    if new.model.is_none() && new.vendor.is_none() {
        return default_card(cx, machine.model_id).await;
    }
    given_card(cx, kind, new.model.as_deref(), new.vendor.as_deref()).await
}

/// The card that two options name.
pub async fn given_card(
    cx: &mut Cx,
    kind: InterfaceType,
    model: Option<&str>,
    vendor: Option<&str>,
) -> Result<i64> {
    if !kind.has_card() {
        return Err(CommandError::argument(format!(
            "Model/vendor can not be set for a {}.",
            kind.inner_label()
        )));
    }
    Ok(nic(cx, model, vendor).await?.id)
}

/// The card of new interfaces of a model of machines.
pub async fn default_card(cx: &mut Cx, model_id: i64) -> Result<i64> {
    let specs = model::find_specs(cx.db(), model_id).await?;
    match specs.and_then(|specs| specs.nic_model_id) {
        Some(id) => Ok(id),
        None => Ok(model::generic_nic(cx.db()).await?.id),
    }
}

/// The parent and the number in the name of a VLAN interface.
fn vlan(present: &[Interface], name: &str) -> Result<(i64, i32)> {
    let invalid = || CommandError::argument(format!("Invalid VLAN interface name '{name}'."));
    let (parent, number) = name.rsplit_once('.').ok_or_else(invalid)?;
    let number: u32 = number.parse().map_err(|_| invalid())?;
    let parent = present.iter().find(|i| i.name == parent).ok_or_else(|| {
        CommandError::argument(format!(
            "Parent interface {parent} for VLAN interface {name} does not exist, please create it first."
        ))
    })?;
    if parent.interface_type == InterfaceType::Vlan {
        return Err(CommandError::argument(
            "Stacking of VLAN interfaces is not allowed.",
        ));
    }
    match i32::try_from(number) {
        Ok(number) if (1..VLANS).contains(&number.unsigned_abs()) => Ok((parent.id, number)),
        _ => Err(CommandError::argument(format!(
            "Illegal VLAN ID {number}: it must be greater than 0 and smaller than {VLANS}."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_their_types() {
        let fitting = [
            (InterfaceType::Public, "eth0"),
            (InterfaceType::Public, "eno1d"),
            (InterfaceType::Management, "bmc"),
            (InterfaceType::Vlan, "eth0.2"),
            (InterfaceType::Vlan, "bond0.4096"),
            (InterfaceType::Bonding, "bond0"),
            (InterfaceType::Bridge, "br-ex"),
        ];
        for (kind, name) in fitting {
            assert!(check_name(kind, name).is_ok(), "{name}");
        }
        let odd = [
            (InterfaceType::Public, "badname"),
            (InterfaceType::Public, "0"),
            (InterfaceType::Management, "bmc-1"),
            (InterfaceType::Vlan, "eth0.02"),
            (InterfaceType::Bonding, "bond"),
        ];
        for (kind, name) in odd {
            assert!(check_name(kind, name).is_err(), "{name}");
        }
    }
}
