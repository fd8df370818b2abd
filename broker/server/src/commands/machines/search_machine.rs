//! `aq search_machine`: machines by place, hardware, addresses and disks.

use std::net::IpAddr;

use aq_db::host;
use aq_db::machine::{self, DiskFilter, Filter, InterfaceFilter};
use aq_db::model::ModelType;
use uuid::Uuid;

use super::{_absent, _models, _value};
use crate::command::prelude::*;
use crate::commands::hardware::_specs::amount;
use crate::commands::locations::_place;
use crate::view::machine::MachineView;
use crate::view::named::Named;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: Option<String>,
    machine: Option<String>,
    cpuname: Option<String>,
    cpuvendor: Option<String>,
    cpucount: Option<i64>,
    memory: Option<i64>,
    model: Option<String>,
    machine_type: Option<ModelType>,
    vendor: Option<String>,
    ip: Option<IpAddr>,
    networkip: Option<IpAddr>,
    network_environment: Option<String>,
    mac: Option<String>,
    interface_name: Option<String>,
    interface_model: Option<String>,
    interface_vendor: Option<String>,
    interface_bus_address: Option<String>,
    pg: Option<String>,
    serial: Option<String>,
    uuid: Option<Uuid>,
    disk_name: Option<String>,
    disk_size: Option<i64>,
    disk_controller: Option<String>,
    disk_address: Option<String>,
    disk_bus_address: Option<String>,
    disk_wwn: Option<String>,
    disk_share: Option<String>,
    disk_filesystem: Option<String>,
    share: Option<String>,
    exact_location: bool,
    chassis: Option<String>,
    slot: Option<i64>,
    used: Option<bool>,
    cluster: Option<String>,
    metacluster: Option<String>,
    vmhost: Option<String>,
    organization: Option<String>,
    hub: Option<String>,
    continent: Option<String>,
    country: Option<String>,
    campus: Option<String>,
    city: Option<String>,
    building: Option<String>,
    room: Option<String>,
    bunker: Option<String>,
    rack: Option<String>,
    desk: Option<String>,
    fullinfo: bool,
}

/// Finds the machines, by label.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    _absent::refuse([
        ("Chassis", &args.chassis),
        ("Cluster", &args.cluster),
        ("Metacluster", &args.metacluster),
        ("Host", &args.vmhost),
        ("Share", &args.disk_share),
        ("Share", &args.share),
        ("Filesystem", &args.disk_filesystem),
    ])?;
    let models = _models::described(
        cx,
        args.model.as_deref(),
        args.vendor.as_deref(),
        args.machine_type,
    )
    .await?;
    let cpus = parts(
        cx,
        args.cpuname.as_deref(),
        args.cpuvendor.as_deref(),
        ModelType::Cpu,
    )
    .await?;
    let cards = parts(
        cx,
        args.interface_model.as_deref(),
        args.interface_vendor.as_deref(),
        ModelType::Nic,
    )
    .await?;
    let id = match &args.hostname {
        Some(name) => Some(host::require(cx.db(), name).await?),
        None => None,
    };
    let wwn = _value::wwn(args.disk_wwn.as_deref().unwrap_or_default())?;
    let filter = Filter {
        label: args.machine.as_deref(),
        id,
        location_id: _place::named(cx, _place::place_options!(args))
            .await?
            .map(|place| place.id),
        exact_location: args.exact_location,
        models: models.as_deref(),
        cpu_models: cpus.as_deref(),
        cpu_quantity: args.cpucount.map(|n| amount("cpucount", n)).transpose()?,
        memory: args.memory.map(|n| amount("memory", n)).transpose()?,
        serial: args.serial.as_deref(),
        uuid: args.uuid,
        used: args.used,
        interface: InterfaceFilter {
            mac: args.mac.as_deref(),
            name: args.interface_name.as_deref(),
            models: cards.as_deref(),
            bus_address: args.interface_bus_address.as_deref(),
            port_group: args.pg.as_deref(),
            ip: args.ip,
            network_ip: args.networkip,
            network_environment: args.network_environment.as_deref(),
        },
        disk: DiskFilter {
            device_name: args.disk_name.as_deref(),
            capacity: args.disk_size.map(|n| amount("disk_size", n)).transpose()?,
            controller_type: args.disk_controller.as_deref(),
            address: args.disk_address.as_deref(),
            bus_address: args.disk_bus_address.as_deref(),
            wwn: wwn.as_deref(),
        },
    };
    // No machine is in a slot of a chassis.
    let found = if args.slot.is_some() {
        Vec::new()
    } else {
        machine::search(cx.db(), &filter).await?
    };
    let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
    let views = machine::details(cx.db(), &ids)
        .await?
        .into_iter()
        .map(MachineView);
    Ok(if args.fullinfo {
        Answer::objects(views)
    } else {
        Answer::objects(views.map(|view| Named {
            name: view.0.machine.label.clone(),
            view,
        }))
    })
}

/// The models of CPUs and network cards, of which the type is given.
async fn parts(
    cx: &mut Cx,
    name: Option<&str>,
    vendor: Option<&str>,
    kind: ModelType,
) -> Result<Option<Vec<i64>>> {
    if name.is_none() && vendor.is_none() {
        return Ok(None);
    }
    _models::described(cx, name, vendor, Some(kind)).await
}
