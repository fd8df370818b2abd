//! Models of hardware with their specifications.

use aq_db::model::{Model, SpecsView};
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A model and, for models of machines, what new machines of it have.
pub struct ModelView {
    /// The model.
    pub model: Model,
    /// Its specifications.
    pub specs: Option<SpecsView>,
}

impl View for ModelView {
    fn raw(&self, out: &mut Raw) {
        let model = &self.model;
        out.line(format_args!("Vendor: {} Model: {}", model.vendor, model.name))
            .nested(|out| {
                out.field("Model Type", model.model_type);
                out.optional("Comments", model.comments.as_ref());
                if let Some(specs) = &self.specs {
                    out.line(format_args!("MachineSpecs for {} {}:", model.vendor, model.name))
                        .nested(|out| specs_lines(out, specs));
                }
            });
    }

    /// Vendor, model, type; then of the specifications: vendor and model of the CPU, number of CPUs, memory in MB, vendor
    /// and model of the network card, type, controller and size (GB) of the disk; comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        let model = &self.model;
        let specs = self.specs.as_ref();
        let row = specs.map(|s| &s.specs);
        let nic = specs.and_then(|s| s.nic.as_ref());
        let columns = Columns::new()
            .add(&model.vendor)
            .add(&model.name)
            .add(model.model_type)
            .maybe(specs.map(|s| &s.cpu.vendor))
            .maybe(specs.map(|s| &s.cpu.model))
            .maybe(row.map(|r| r.cpu_quantity))
            .maybe(row.map(|r| r.memory))
            .maybe(nic.map(|n| &n.vendor))
            .maybe(nic.map(|n| &n.model))
            .maybe(row.map(|r| &r.disk_type))
            .maybe(row.map(|r| &r.controller_type))
            .maybe(row.map(|r| r.disk_capacity))
            .maybe(model.comments.as_ref());
        Some(vec![columns])
    }

    fn json(&self) -> Value {
        let specs = self.specs.as_ref().map(|view| {
            json!({
                "cpu": view.cpu,
                "cpu_quantity": view.specs.cpu_quantity,
                "memory": view.specs.memory,
                "nic": view.nic,
                "disk_type": view.specs.disk_type,
                "disk_name": view.specs.disk_name(),
                "disk_capacity": view.specs.disk_capacity,
                "controller_type": view.specs.controller_type,
            })
        });
        json!({
            "vendor": self.model.vendor,
            "name": self.model.name,
            "type": self.model.model_type,
            "comments": self.model.comments,
            "machine_specs": specs,
        })
    }
}

fn specs_lines(out: &mut Raw, view: &SpecsView) {
    let specs = &view.specs;
    out.field("Cpu", format_args!("{} x {}", view.cpu.model, specs.cpu_quantity));
    out.field("Memory", format_args!("{} MB", specs.memory));
    if let Some(nic) = &view.nic {
        out.line(format_args!("NIC Vendor: {} Model: {}", nic.vendor, nic.model));
    }
    let (name, size) = (specs.disk_name(), specs.disk_capacity);
    out.field(
        "Disk",
        format_args!("{name} {size} GB {} ({})", specs.controller_type, specs.disk_type),
    );
}
