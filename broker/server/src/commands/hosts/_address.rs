//! The primary address of a host: which one, and on which interface.

use std::net::IpAddr;

use aq_db::address::{self, Algorithm, Rules, Source};
use aq_db::address_assignment::{self, Assignment};
use aq_db::dns_environment::DnsEnvironment;
use aq_db::interface::{self, Interface};
use aq_db::machine::Machine;
use aq_db::network::Network;
use aq_db::network_environment::NetworkEnvironment;

use crate::app::App;
use crate::command::Cx;
use crate::commands::machines::_interface::named;
use crate::commands::machines::_target::inner_name;
use crate::error::{CommandError, Result};

/// The options that say which address.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// This one.
    pub ip: Option<IpAddr>,
    /// One of the network that holds this one.
    pub ipfromip: Option<IpAddr>,
    /// One of the network that this name has its address in.
    pub ipfromsystem: Option<&'a str>,
    /// One of the networks of this type around the machine.
    pub ipfromtype: Option<&'a str>,
    /// One of the network that the interface is plugged into.
    pub autoip: bool,
    /// Which of the free addresses.
    pub ipalgorithm: Option<&'a str>,
}

/// The site's rules for the addresses of a network type.
pub fn rules(app: &App) -> impl Fn(&str) -> Rules + Sync + '_ {
    move |network_type: &str| {
        let settings = app.config.network_type(network_type);
        Rules {
            default_gateway_offset: settings.default_gateway_offset,
            first_usable_offset: settings.first_usable_offset,
            reserved_offsets: settings.reserved_offsets,
        }
    }
}

/// The address that the options stand for, if they name one.
pub async fn choose(
    cx: &mut Cx,
    options: &Options<'_>,
    interface: Option<&Interface>,
    environments: (&NetworkEnvironment, &DnsEnvironment),
) -> Result<Option<IpAddr>> {
    if options.ipfromtype.is_some() {
        return Err(CommandError::argument(
            "Host location is not inside a bunker, --ipfromtype cannot be used.",
        ));
    }
    let source = match (options.ip, options.ipfromip, options.ipfromsystem) {
        (Some(ip), ..) => Source::Given(ip),
        (None, Some(ip), _) => Source::SameNetworkAs(ip),
        (None, None, Some(name)) => Source::SameNetworkAsName(name),
        (None, None, None) if options.autoip => Source::Network(address::network_of_interface(interface)?),
        (None, None, None) => return Ok(None),
    };
    let algorithm: Algorithm = options.ipalgorithm.map_or(Ok(Algorithm::default()), str::parse)?;
    let app = cx.app.clone();
    let rules = rules(&app);
    let chosen = address::choose(cx.db(), source, algorithm, environments.0, environments.1, &rules).await?;
    if chosen.generated {
        cx.audit_result("ip", chosen.ip);
        cx.say(format!("Selected IP address {}.", chosen.ip));
    }
    Ok(Some(chosen.ip))
}

/// The interface that the machine boots from, or the bonding or bridge interface that it is part of.
pub fn boot_interface(interfaces: &[Interface]) -> Option<&Interface> {
    let mut interface = interfaces.iter().find(|i| i.bootable)?;
    // No chain of masters is longer than there are interfaces.
    for _ in interfaces {
        match interface
            .master_id
            .and_then(|master| interfaces.iter().find(|i| i.id == master))
        {
            Some(master) => interface = master,
            None => break,
        }
    }
    Some(interface)
}

/// Gives the interface its main address.
pub async fn assign(
    cx: &mut Cx,
    machine: &Machine,
    to: &Interface,
    network: &Network,
    ip: IpAddr,
) -> Result<()> {
    let owner = inner_name(machine);
    let present: Vec<Assignment> = address_assignment::of_hardware(cx.db(), &[machine.id])
        .await?
        .into_iter()
        .filter(|address| address.interface_id == to.id)
        .collect();
    if present.iter().any(|address| address.label.is_empty()) {
        return Err(CommandError::argument(format!(
            "{} already has an IP address.",
            named(to, &owner)
        )));
    }
    let environment = aq_db::network_environment::get(cx.db(), network.network_environment_id)
        .await?
        .name;
    if let Some(other) = present
        .iter()
        .find(|address| address.network_environment != environment)
    {
        return Err(CommandError::argument(format!(
            "{} already has an IP address from network environment {}.  Network environments cannot be mixed.",
            named(to, &owner),
            other.network_environment
        )));
    }
    address_assignment::insert(cx.db(), to.id, network.id, ip, "").await?;
    Ok(())
}

/// The interfaces of a machine.
pub async fn interfaces(cx: &mut Cx, machine: &Machine) -> Result<Vec<Interface>> {
    Ok(interface::of_hardware(cx.db(), &[machine.id]).await?)
}
