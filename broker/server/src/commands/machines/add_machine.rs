//! `aq add_machine`: a machine in a place, with the hardware of its model, of the options and of a recipe.

use aq_db::DbError;
use aq_db::disk::{self, Disk};
use aq_db::location::Location;
use aq_db::machine::{self, Machine, NewMachine};
use aq_db::model::{self, Key, MachineSpecs, Model};
use uuid::Uuid;

use super::_location::{self, Whereabouts};
use super::_recipe::Recipe;
use super::_value::text;
use super::{_disk, _interface};
use crate::command::prelude::*;
use crate::commands::hardware::_specs::{amount, cpu};

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: Option<String>,
    prefix: Option<String>,
    model: String,
    vendor: Option<String>,
    rack: Option<String>,
    desk: Option<String>,
    cluster: Option<String>,
    metacluster: Option<String>,
    vmhost: Option<String>,
    chassis: Option<String>,
    recipe: Option<serde_json::Value>,
    cpuname: Option<String>,
    cpuvendor: Option<String>,
    cpucount: Option<i64>,
    memory: Option<i64>,
    serial: Option<String>,
    uuid: Option<Uuid>,
    comments: Option<String>,
    uri: Option<String>,
}

/// Adds the machine; prints its name when the broker chose it.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let key = Key {
        name: Some(&args.model),
        vendor: args.vendor.as_deref(),
        model_type: None,
    };
    let whereabouts = Whereabouts {
        rack: &args.rack,
        desk: &args.desk,
        cluster: &args.cluster,
        metacluster: &args.metacluster,
        vmhost: &args.vmhost,
        chassis: &args.chassis,
    };
    let place = _location::named(cx, whereabouts).await?;
    let model = model::require(cx.db(), &key).await?;
    if !model.model_type.is_machine() {
        return Err(CommandError::argument(format!(
            "The add_machine command cannot add machines of type {}.",
            model.model_type
        )));
    }
    let place = place
        .filter(|_| !model.model_type.is_virtual_machine())
        .ok_or_else(|| CommandError::argument("Virtual machines must be assigned to a cluster or a host."))?;
    let recipe = Recipe::read(args.recipe.clone().unwrap_or_else(|| serde_json::json!({})))?;
    let specs = model::find_specs(cx.db(), model.id).await?;
    let label = match (&args.machine, &args.prefix) {
        (Some(name), _) => name.trim().to_lowercase(),
        (None, prefix) => next_label(cx, prefix.as_deref().unwrap_or_default()).await?,
    };
    let machine = insert(cx, &args, &recipe, &place, &model, specs.as_ref(), &label).await?;
    fill(cx, &machine, specs.as_ref(), &recipe).await?;
    cx.touch(Subject::Machine(machine.id));
    if args.prefix.is_none() {
        return Ok(Answer::Nothing);
    }
    cx.audit_result("machine", &label);
    Ok(Answer::Names(vec![label]))
}

async fn next_label(cx: &mut Cx, prefix: &str) -> Result<String> {
    let prefix = prefix.trim().to_lowercase();
    let number = machine::next_number(cx.db(), &prefix).await?;
    let label = format!("{prefix}{number}");
    cx.say(format!("Selected hardware label {label}."));
    Ok(label)
}

/// Makes the rows of the machine itself.
async fn insert(
    cx: &mut Cx,
    args: &Args,
    recipe: &Recipe,
    place: &Location,
    model: &Model,
    specs: Option<&MachineSpecs>,
    label: &str,
) -> Result<Machine> {
    let missing = |option: &str| {
        CommandError::argument(format!(
            "Model {} does not have machine specification defaults, please specify {option}.",
            model.name
        ))
    };
    let (name, vendor) = match &args.cpuname {
        Some(_) => (args.cpuname.as_deref(), args.cpuvendor.as_deref()),
        None => (
            recipe.cpuname.as_deref(),
            args.cpuvendor.as_deref().or(recipe.cpuvendor.as_deref()),
        ),
    };
    let cpu_model_id = match (name.or(vendor), specs) {
        (Some(_), _) => cpu(cx, name, vendor).await?.id,
        (None, Some(specs)) => specs.cpu_model_id,
        (None, None) => return Err(missing("--cpuname and --cpuvendor")),
    };
    let cpu_quantity = match args.cpucount.or(recipe.cpucount) {
        Some(count) => amount("cpucount", count)?,
        None => specs.ok_or_else(|| missing("--cpucount"))?.cpu_quantity,
    };
    let memory = match args.memory.or(recipe.memory) {
        Some(memory) => amount("memory", memory)?,
        None => specs.ok_or_else(|| missing("--memory (in MB)"))?.memory,
    };
    if let Some(uuid) = args.uuid
        && let Some((_, user)) = machine::label_of_uuid(cx.db(), uuid).await?
    {
        return Err(CommandError::argument(format!(
            "Machine {user} is already using UUID {uuid}."
        )));
    }
    if args.uri.as_ref().or(recipe.uri.as_ref()).is_some() {
        return Err(CommandError::argument(format!(
            "URI can be specified only for virtual machines and the model's type is {}.",
            model.model_type
        )));
    }
    let serial_no = text(args.serial.as_deref().unwrap_or_default());
    let comments = text(args.comments.as_deref().unwrap_or_default());
    let new = NewMachine {
        label,
        location_id: place.id,
        model_id: model.id,
        cpu_model_id,
        cpu_quantity,
        memory,
        serial_no: serial_no.as_deref(),
        uuid: args.uuid,
        uri: None,
        comments: comments.as_deref(),
    };
    let id = machine::insert(cx.db(), &new)
        .await
        .map_err(|error| refused(error, label))?;
    Ok(machine::get(cx.db(), id).await?)
}

fn refused(error: DbError, label: &str) -> CommandError {
    match error.constraint() {
        Some("hardware_entity_label_uk") => CommandError::already_exists(machine::KIND, label),
        Some("hardware_entity_label_ck") => {
            CommandError::argument(format!("Illegal hardware label format '{label}'."))
                .hint(error.to_string())
        }
        _ => error.into(),
    }
}

/// The disk of the model, then what the recipe adds.
async fn fill(cx: &mut Cx, machine: &Machine, specs: Option<&MachineSpecs>, recipe: &Recipe) -> Result<()> {
    if let Some(specs) = specs.filter(|specs| specs.disk_type == "local") {
        let mut disk = Disk::local(
            machine.id,
            specs.disk_name(),
            &specs.controller_type,
            specs.disk_capacity,
        );
        disk.bootable = true;
        disk::insert(cx.db(), &disk).await?;
    }
    for (name, disk) in &recipe.disks {
        _disk::add(cx, machine, name, disk).await?;
    }
    for (name, interface) in &recipe.interfaces {
        _interface::add(cx, machine, name, interface).await?;
    }
    Ok(())
}
