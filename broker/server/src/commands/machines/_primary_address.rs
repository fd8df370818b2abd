//! Another primary address for a machine: its DNS record and its interfaces follow.

use std::net::IpAddr;

use aq_db::machine::Machine;
use aq_db::{address_assignment, dns_record, interface, network, network_environment};

use super::_interface::inner_named;
use super::_target::{inner_name, named};
use crate::command::Cx;
use crate::commands::hosts::_address;
use crate::error::{CommandError, Result};

/// Changes the address; a name that had none gets its first one on the interface that the machine boots from.
pub async fn change(cx: &mut Cx, machine: &Machine, ip: IpAddr) -> Result<()> {
    let Some(record) = machine.primary_name_id else {
        return Err(CommandError::argument(format!(
            "{} does not have a primary name.",
            named(machine)
        )));
    };
    let environment = network_environment::default(cx.db()).await?;
    let network = network::lock_containing(cx.db(), environment.id, ip).await?;
    let app = cx.app.clone();
    _address::rules(&app)(&network.network_type).check(&network, ip)?;
    if let Some(holder) = address_assignment::holder(cx.db(), network.id, ip).await? {
        let holder = interface::get(cx.db(), holder).await?;
        let owner = interface::owner(cx.db(), holder.hardware_entity_id).await?;
        let user = inner_named(&holder, &owner);
        return Err(CommandError::argument(format!(
            "IP address {ip} is already in use by {user}."
        )));
    }
    let record = dns_record::get(cx.db(), record).await?;
    let others = dns_record::of_address(cx.db(), network.id, ip).await?;
    if let Some(other) = others
        .iter()
        .find(|other| other.dns_environment_id == record.dns_environment_id)
    {
        return Err(CommandError::argument(format!(
            "IP address {ip} is already used by {}.",
            other.inner_label()
        )));
    }
    let Some((old_network, old)) = record.network_id.zip(record.address()) else {
        dns_record::give_address(cx.db(), record.id, network.id, ip).await?;
        let interfaces = _address::interfaces(cx, machine).await?;
        let to = _address::boot_interface(&interfaces)
            .or_else(|| interfaces.iter().find(|i| i.interface_type.name() != "management"))
            .ok_or_else(|| {
                CommandError::argument(format!(
                    "Cannot update the primary IP address of {} because it does not have any interfaces defined.",
                    inner_name(machine)
                ))
            })?;
        return _address::assign(cx, machine, to, &network, ip).await;
    };
    if old.is_ipv4() != ip.is_ipv4() {
        return Err(CommandError::argument(
            "Changing the IP address type is not allowed.",
        ));
    }
    dns_record::give_address(cx.db(), record.id, network.id, ip).await?;
    address_assignment::replace(cx.db(), machine.id, (old_network, old), (network.id, ip)).await?;
    Ok(())
}
