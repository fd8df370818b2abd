//! `aq del_interface`: a network interface that nothing depends on.

use aq_db::interface::{self, Interface};
use aq_db::machine::{self, Machine};
use aq_db::{DbError, address_assignment};

use super::_interface::named;
use super::{_absent, _target};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    interface: Option<String>,
    machine: Option<String>,
    switch: Option<String>,
    network_device: Option<String>,
    chassis: Option<String>,
    console_server: Option<String>,
    mac: Option<String>,
}

/// Removes the interface.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    _absent::refuse([
        ("Chassis", &args.chassis),
        ("Network Device", &args.network_device),
        ("Network Device", &args.switch),
        ("Console Server", &args.console_server),
    ])?;
    let (machine, interface) = target(cx, &args).await?;
    let owner = _target::inner_name(&machine);
    let interfaces = interface::of_hardware(cx.db(), &[machine.id]).await?;
    let names = |fits: &dyn Fn(&Interface) -> bool| {
        interfaces
            .iter()
            .filter(|i| fits(i))
            .map(|i| i.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let vlans = names(&|i| i.parent_id == Some(interface.id));
    if !vlans.is_empty() {
        return Err(CommandError::argument(format!(
            "{} is the parent of the following VLAN interfaces, delete them first: {vlans}.",
            named(&interface, &owner)
        )));
    }
    let slaves = names(&|i| i.master_id == Some(interface.id));
    if !slaves.is_empty() {
        return Err(CommandError::argument(format!(
            "{} is the master of the following slave interfaces, delete them first: {slaves}.",
            named(&interface, &owner)
        )));
    }
    refuse_addresses(cx, &machine, &interface).await?;
    interface::delete(cx.db(), interface.id).await?;
    _target::rewrite(cx, &machine);
    Ok(Answer::Nothing)
}

/// The one interface that the options describe, its machine locked.
async fn target(cx: &mut Cx, args: &Args) -> Result<(Machine, Interface)> {
    let name = args.interface.as_deref();
    let described = [
        name.map(str::to_owned),
        args.mac.as_ref().map(|mac| format!("mac {mac}")),
    ];
    let described = described.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let candidates = match &args.machine {
        Some(machine) => {
            let machine = machine::require_locked(cx.db(), machine).await?;
            let all = interface::of_hardware(cx.db(), &[machine.id]).await?;
            let owner = _target::inner_name(&machine);
            let fitting: Vec<Interface> = match name {
                Some(name) => vec![interface::pick(&all, name, &owner)?.clone()],
                None => all,
            };
            let mac = args.mac.as_deref();
            fitting
                .into_iter()
                .filter(|i| mac.is_none() || i.mac.as_deref() == mac)
                .collect()
        }
        None => interface::search(cx.db(), name, args.mac.as_deref()).await?,
    };
    match candidates.as_slice() {
        [] => Err(DbError::not_found(interface::KIND, described).into()),
        [one] => {
            machine::lock(cx.db(), one.hardware_entity_id).await?;
            Ok((
                machine::get(cx.db(), one.hardware_entity_id).await?,
                interface::get(cx.db(), one.id).await?,
            ))
        }
        _ => Err(
            CommandError::argument(format!("Interface {described} is not unique."))
                .hint("Give --machine and --interface."),
        ),
    }
}

async fn refuse_addresses(cx: &mut Cx, machine: &Machine, interface: &Interface) -> Result<()> {
    let addresses: Vec<_> = address_assignment::of_hardware(cx.db(), &[machine.id])
        .await?
        .into_iter()
        .filter(|address| address.interface_id == interface.id)
        .collect();
    let owner = _target::inner_name(machine);
    if addresses
        .iter()
        .any(|address| Some(address.ip) == machine.primary_ip)
    {
        return Err(CommandError::argument(format!(
            "{} holds the primary address of the machine, therefore it cannot be deleted.  You should delete the host \
             first.",
            named(interface, &owner)
        )));
    }
    if addresses.is_empty() {
        return Ok(());
    }
    let listed: Vec<String> = addresses
        .iter()
        .map(|address| format!("{}: {}", address.logical_name(), address.address()))
        .collect();
    Err(CommandError::argument(format!(
        "{} still has the following addresses configured, delete them first: {}.",
        named(interface, &owner),
        listed.join(", ")
    )))
}
