//! `aq update_model`: vendor, comments and specifications, and the machines that still have the old ones.

use aq_db::model::{self, Key, MachineSpecs, Model, ModelType};
use aq_db::vendor;

use super::_existing::carry_over;
use super::_specs::{amount, cpu, disk_controller, disk_type, nic};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    model: String,
    vendor: String,
    newvendor: Option<String>,
    machine_type: Option<ModelType>,
    cpuname: Option<String>,
    cpuvendor: Option<String>,
    cpunum: Option<i64>,
    memory: Option<i64>,
    disktype: Option<String>,
    diskcontroller: Option<String>,
    disksize: Option<i64>,
    nicmodel: Option<String>,
    nicvendor: Option<String>,
    comments: Option<String>,
    update_existing_machines: bool,
}

/// Changes the model.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let key = Key {
        name: Some(&args.model),
        vendor: Some(&args.vendor),
        model_type: None,
    };
    let id = model::require(cx.db(), &key).await?.id;
    model::lock(cx.db(), id).await?;
    let mut model = model::get(cx.db(), id).await?;
    if args.machine_type.is_some() {
        return Err(CommandError::unimplemented(
            "Cannot (yet) change a model's machine type.",
        ));
    }
    if let Some(name) = &args.newvendor {
        change_vendor(cx, &mut model, name, args.update_existing_machines).await?;
    }
    if let Some(comments) = &args.comments {
        model.comments = Some(comments.clone()).filter(|text| !text.is_empty());
    }
    let (name, vendor) = (
        model.name.clone(),
        args.newvendor.as_deref().unwrap_or(&model.vendor).to_owned(),
    );
    model::update(cx.db(), &model)
        .await
        .map_err(|error| match error.constraint() {
            Some("model_name_uk") => {
                CommandError::already_exists(model::KIND, format!("{name}, vendor {vendor}"))
            }
            _ => error.into(),
        })?;
    if args.names_specs() {
        change_specs(cx, &model, &args).await?;
    }
    Ok(Answer::Nothing)
}

impl Args {
    fn names_cpu(&self) -> bool {
        self.cpuname.is_some() || self.cpuvendor.is_some()
    }

    fn names_nic(&self) -> bool {
        self.nicmodel.is_some() || self.nicvendor.is_some()
    }

    fn names_specs(&self) -> bool {
        self.names_cpu()
            || self.names_nic()
            || self.cpunum.is_some()
            || self.memory.is_some()
            || self.disktype.is_some()
            || self.diskcontroller.is_some()
            || self.disksize.is_some()
    }
}

/// Vendor and model name the hardware template that every such machine includes, so that they all change with it.
async fn change_vendor(cx: &mut Cx, model: &mut Model, name: &str, existing: bool) -> Result<()> {
    if !existing {
        return Err(
            CommandError::argument("Cannot update vendor without updating any existing machines.")
                .hint("Add --update_existing_machines."),
        );
    }
    model.vendor_id = vendor::require(cx.db(), name).await?.id;
    for machine in model::machines_showing(cx.db(), model.id).await? {
        cx.touch(Subject::Machine(machine));
    }
    Ok(())
}

/// Stores the specifications; the first ones of a model have to be complete.
async fn change_specs(cx: &mut Cx, model: &Model, args: &Args) -> Result<()> {
    let Some(old) = model::find_specs(cx.db(), model.id).await? else {
        let specs = first_specs(cx, model, args).await?;
        return Ok(model::insert_specs(cx.db(), &specs).await?);
    };
    let mut new = old.clone();
    if args.names_cpu() {
        new.cpu_model_id = cpu(cx, args.cpuname.as_deref(), args.cpuvendor.as_deref())
            .await?
            .id;
    }
    if let Some(number) = args.cpunum {
        new.cpu_quantity = amount("cpunum", number)?;
    }
    if let Some(megabytes) = args.memory {
        new.memory = amount("memory", megabytes)?;
    }
    if let Some(name) = &args.disktype {
        if args.update_existing_machines {
            return Err(CommandError::argument(
                "Please do not specify --update_existing_machines to change the model disktype.  This cannot be \
                 converted automatically.",
            ));
        }
        new.disk_type = disk_type(name)?;
    }
    if let Some(name) = &args.diskcontroller {
        new.controller_type = disk_controller(cx, name)?;
    }
    if let Some(gigabytes) = args.disksize {
        new.disk_capacity = amount("disksize", gigabytes)?;
    }
    if args.names_nic() {
        new.nic_model_id = Some(
            nic(cx, args.nicmodel.as_deref(), args.nicvendor.as_deref())
                .await?
                .id,
        );
    }
    if args.update_existing_machines {
        carry_over(cx, &old, &new).await?;
    }
    Ok(model::update_specs(cx.db(), &new).await?)
}

async fn first_specs(cx: &mut Cx, model: &Model, args: &Args) -> Result<MachineSpecs> {
    if !model.model_type.is_machine() {
        return Err(CommandError::argument(
            "Machine specifications are only valid for machine types",
        ));
    }
    let (true, Some(cpu_quantity), Some(memory), Some(kind), Some(controller), Some(disk_capacity)) = (
        args.names_cpu(),
        args.cpunum,
        args.memory,
        &args.disktype,
        &args.diskcontroller,
        args.disksize,
    ) else {
        return Err(CommandError::argument(
            "Missing required parameters to store machine specs for the model.  Please give all CPU, disk, RAM, and NIC \
             count information.",
        ));
    };
    let nic_model = if args.names_nic() {
        nic(cx, args.nicmodel.as_deref(), args.nicvendor.as_deref()).await?
    } else {
        model::generic_nic(cx.db()).await?
    };
    Ok(MachineSpecs {
        model_id: model.id,
        cpu_model_id: cpu(cx, args.cpuname.as_deref(), args.cpuvendor.as_deref())
            .await?
            .id,
        cpu_quantity: amount("cpunum", cpu_quantity)?,
        memory: amount("memory", memory)?,
        disk_type: disk_type(kind)?,
        disk_capacity: amount("disksize", disk_capacity)?,
        controller_type: disk_controller(cx, controller)?,
        nic_model_id: Some(nic_model.id),
    })
}
