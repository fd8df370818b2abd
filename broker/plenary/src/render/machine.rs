//! `machine/<hub>/<building>/<rack>/<label>`

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Model, disk, given, location};
use crate::error::PlenaryError;
use crate::model::{ChassisSlot, Interface, InterfaceKind, Location, Machine, PlaceKind};
use crate::name::{TemplateName, segment_of};
use crate::pan::{Pan, Source, Unit};
use crate::plenary::{Kind, Subject};

#[derive(Serialize)]
struct View<'a> {
    location: Vec<location::Line<'a>>,
    sysloc: Option<String>,
    chassis: Option<ChassisView<'a>>,
    serial_number: Option<&'a String>,
    label: &'a str,
    hardware: String,
    ram: Source,
    cpu: Source,
    disks: Vec<Element>,
    cards: Vec<Element>,
    managers: Vec<Element>,
    consoles: Vec<ConsoleView<'a>>,
    uri: Option<&'a String>,
    uuid: Option<&'a String>,
}

#[derive(Serialize)]
struct ChassisView<'a> {
    name: &'a str,
    slot: u32,
}

#[derive(Serialize)]
struct Element {
    name: String,
    value: Source,
}

#[derive(Serialize)]
struct ConsoleView<'a> {
    client_port: &'a str,
    server: &'a str,
    port: u32,
}

/// Name of a machine's template; host data refers to it without the rest of the machine.
///
/// # Errors
/// [`PlenaryError::Name`] when a part of it is not allowed in a template name.
pub fn machine_name(location: &Location, label: &str) -> Result<TemplateName, PlenaryError> {
    let hub = location.place(PlaceKind::Hub).map(|hub| hub.fullname.as_str());
    let building = location.name(PlaceKind::Building).unwrap_or("None");
    let rack = location.name(PlaceKind::Rack).unwrap_or("None");
    let segments = [
        "machine",
        &segment_of(hub.unwrap_or("None")),
        building,
        rack,
        label,
    ];
    Ok(TemplateName::join(segments)?)
}

impl Model for Machine {
    const KIND: Kind = Kind::Structure;
    const TEMPLATE: &'static str = "machine";

    /// The rack segment of machines that stand in no rack is `None`, which existing sites refer to.
    fn name(&self) -> Result<TemplateName, PlenaryError> {
        machine_name(&self.location, &self.label)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Machine(self.label.clone()))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let ram = Pan::create_with(
            "hardware/ram/generic",
            [(
                "size",
                Pan::Metric {
                    amount: self.memory,
                    unit: Unit::Mb,
                },
            )],
        );
        let cpu = Pan::create(format!("hardware/cpu/{}/{}", self.cpu.vendor, self.cpu.name));
        let disks = self
            .disks
            .iter()
            .map(|d| (disk::element(d), disk::value(d, &self.label)))
            .collect();
        let mut consoles: Vec<ConsoleView> = self
            .consoles
            .iter()
            .map(|c| ConsoleView {
                client_port: &c.client_port,
                server: &c.server,
                port: c.port,
            })
            .collect();
        consoles.sort_by_key(|c| c.client_port);
        Ok(View {
            location: location::lines(&self.location),
            sysloc: self.location.sysloc(),
            chassis: self
                .chassis
                .as_ref()
                .map(|ChassisSlot { chassis, slot }| ChassisView {
                    name: chassis,
                    slot: *slot,
                }),
            serial_number: given(self.serial_number.as_ref()),
            label: &self.label,
            hardware: format!("hardware/machine/{}/{}", self.model.vendor, self.model.name),
            ram: Pan::List(vec![ram]).source()?,
            cpu: Pan::List((0..self.cpu_quantity).map(|_| cpu.clone()).collect()).source()?,
            disks: elements(disks)?,
            cards: elements(cards(&self.interfaces))?,
            managers: elements(managers(&self.interfaces))?,
            consoles,
            uri: given(self.uri.as_ref()),
            uuid: given(self.uuid.as_ref()),
        })
    }
}

fn elements(values: BTreeMap<String, Pan>) -> Result<Vec<Element>, PlenaryError> {
    values
        .into_iter()
        .map(|(name, value)| {
            Ok(Element {
                name,
                value: value.source()?,
            })
        })
        .collect()
}

/// Network cards. An aggregate has an entry only if its address was set; bridges and tagged interfaces have none.
fn cards(interfaces: &[Interface]) -> BTreeMap<String, Pan> {
    let mut cards = BTreeMap::new();
    for interface in interfaces {
        let mut params = BTreeMap::new();
        if let Some(mac) = given(interface.mac.as_ref()) {
            params.insert("hwaddr".to_owned(), Pan::from(mac));
        }
        match interface.kind {
            InterfaceKind::Public => {
                if let Some(port_group) = given(interface.port_group.as_ref()) {
                    params.insert("port_group".into(), port_group.into());
                }
                if interface.bootable {
                    params.insert("boot".into(), true.into());
                }
                if let Some(bus) = given(interface.bus.as_ref()) {
                    params.insert("bus".into(), bus.into());
                }
            }
            InterfaceKind::Bonding if !params.is_empty() => {}
            _ => continue,
        }
        let template = format!("hardware/nic/{}/{}", interface.model.vendor, interface.model.name);
        cards.insert(interface.name.clone(), Pan::Create { template, params });
    }
    cards
}

/// Management controllers: one entry for each address, or one for the interface if it has none.
fn managers(interfaces: &[Interface]) -> BTreeMap<String, Pan> {
    let mut managers = BTreeMap::new();
    for interface in interfaces.iter().filter(|i| i.kind == InterfaceKind::Management) {
        let hwaddr = ("hwaddr", Pan::from(interface.mac.clone()));
        if interface.addresses.is_empty() {
            managers.insert(interface.name.clone(), Pan::dict([hwaddr.clone()]));
        }
        for address in &interface.addresses {
            let name = match address.label.as_str() {
                "" => interface.name.clone(),
                label => format!("{}:{label}", interface.name),
            };
            let mut entries = vec![hwaddr.clone()];
            entries.extend(address.fqdn.as_ref().map(|fqdn| ("fqdn", Pan::from(fqdn))));
            managers.insert(name, Pan::dict(entries));
        }
    }
    managers
}
