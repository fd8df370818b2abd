//! `aq add_model`: a model of a vendor, with specifications when it is a model of machines.

use aq_db::model::{self, MachineSpecs, ModelType};
use aq_db::vendor;

use super::_specs::{amount, cpu, disk_controller, disk_type, nic};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    model: String,
    vendor: String,
    r#type: ModelType,
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
}

/// Adds the model.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let vendor = vendor::require(cx.db(), &args.vendor).await?;
    let comments = args.comments.as_deref().filter(|text| !text.is_empty());
    let id = model::insert(cx.db(), vendor.id, &args.model, args.r#type, comments)
        .await
        .map_err(|error| match error.constraint() {
            Some("model_name_uk") => CommandError::already_exists(
                model::KIND,
                format!("{}, vendor {}", args.model.trim().to_lowercase(), vendor.name),
            ),
            _ => error.into(),
        })?;
    if let Some(specs) = specs(cx, id, &args).await? {
        model::insert_specs(cx.db(), &specs).await?;
    }
    Ok(Answer::Nothing)
}

/// The specifications that were given: all of them or none. The network card has a default.
async fn specs(cx: &mut Cx, model_id: i64, args: &Args) -> Result<Option<MachineSpecs>> {
    let (
        Some(cpuname),
        Some(cpu_quantity),
        Some(memory),
        Some(given_type),
        Some(controller),
        Some(disk_capacity),
    ) = (
        &args.cpuname,
        args.cpunum,
        args.memory,
        &args.disktype,
        &args.diskcontroller,
        args.disksize,
    )
    else {
        if args.cpuvendor.is_some() || args.nicmodel.is_some() || args.nicvendor.is_some() {
            return Err(CommandError::argument(
                "Machine specifications need the number and model of CPUs, the memory and the disk.",
            ));
        }
        return Ok(None);
    };
    if !args.r#type.is_machine() {
        return Err(CommandError::argument(
            "Machine specifications are only valid for machine types",
        ));
    }
    let nic_model = match (args.nicmodel.as_deref(), args.nicvendor.as_deref()) {
        (None, None) => model::generic_nic(cx.db()).await?,
        (name, vendor) => nic(cx, name, vendor).await?,
    };
    Ok(Some(MachineSpecs {
        model_id,
        cpu_model_id: cpu(cx, Some(cpuname), args.cpuvendor.as_deref()).await?.id,
        cpu_quantity: amount("cpunum", cpu_quantity)?,
        memory: amount("memory", memory)?,
        disk_type: disk_type(given_type)?,
        disk_capacity: amount("disksize", disk_capacity)?,
        controller_type: disk_controller(cx, controller)?,
        nic_model_id: Some(nic_model.id),
    }))
}
