//! `aq add_interface`: a network interface of a machine.

use super::_interface::{self, Description};
use super::{_absent, _target};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    interface: String,
    machine: Option<String>,
    hostname: Option<String>,
    chassis: Option<String>,
    network_device: Option<String>,
    switch: Option<String>,
    console_server: Option<String>,
    mac: Option<String>,
    automac: bool,
    pg: Option<String>,
    autopg: bool,
    iftype: Option<String>,
    r#type: Option<String>,
    comments: Option<String>,
    model: Option<String>,
    vendor: Option<String>,
    bus_address: Option<String>,
}

/// Adds the interface.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    _absent::refuse([
        ("Chassis", &args.chassis),
        ("Network Device", &args.network_device),
        ("Network Device", &args.switch),
        ("Console Server", &args.console_server),
    ])?;
    let machine = _target::locked(cx, args.machine.as_deref(), args.hostname.as_deref()).await?;
    let interface = Description {
        mac: args.mac,
        automac: args.automac,
        pg: args.pg,
        autopg: args.autopg,
        model: args.model,
        vendor: args.vendor,
        iftype: args.iftype.or(args.r#type),
        boot: None,
        bus_address: args.bus_address,
        comments: args.comments,
    };
    _interface::add(cx, &machine, &args.interface, &interface).await?;
    _target::rewrite(cx, &machine);
    Ok(Answer::Nothing)
}
