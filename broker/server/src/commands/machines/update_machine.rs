//! `aq update_machine`: model, hardware, place and primary address of a machine.

use aq_db::interface;
use aq_db::machine::{self, Machine};
use aq_db::model::{self, Key};
use uuid::Uuid;

use super::_interface::default_card;
use super::_location::{self, Whereabouts};
use super::_value::text;
use super::{_primary_address, _target};
use crate::command::prelude::*;
use crate::commands::hardware::_specs::{amount, cpu};

/// Options of the catalogue. `clearchassis` and `multislot` need no look: no machine is in a chassis.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: Option<String>,
    hostname: Option<String>,
    rack: Option<String>,
    desk: Option<String>,
    cluster: Option<String>,
    metacluster: Option<String>,
    vmhost: Option<String>,
    chassis: Option<String>,
    slot: Option<i64>,
    model: Option<String>,
    vendor: Option<String>,
    cpuname: Option<String>,
    cpuvendor: Option<String>,
    cpucount: Option<i64>,
    memory: Option<i64>,
    serial: Option<String>,
    uuid: Option<Uuid>,
    clear_uuid: bool,
    uri: Option<String>,
    remap_disk: Option<String>,
    comments: Option<String>,
    ip: Option<std::net::IpAddr>,
}

/// Changes the machine.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut machine = _target::locked(cx, args.machine.as_deref(), args.hostname.as_deref()).await?;
    let whereabouts = Whereabouts {
        rack: &args.rack,
        desk: &args.desk,
        cluster: &args.cluster,
        metacluster: &args.metacluster,
        vmhost: &args.vmhost,
        chassis: &args.chassis,
    };
    if let Some(place) = _location::named(cx, whereabouts).await? {
        machine.location_id = place.id;
    }
    if args.slot.is_some() {
        return Err(CommandError::argument(
            "Option --slot requires --chassis information.",
        ));
    }
    if args.remap_disk.is_some() {
        return Err(CommandError::argument(format!(
            "{} has no virtual disks.",
            _target::named(&machine)
        )));
    }
    if let Some(name) = &args.model {
        change_model(cx, &mut machine, name, args.vendor.as_deref()).await?;
    }
    if args.cpuname.is_some() || args.cpuvendor.is_some() {
        machine.cpu_model_id = cpu(cx, args.cpuname.as_deref(), args.cpuvendor.as_deref())
            .await?
            .id;
    }
    if let Some(count) = args.cpucount {
        machine.cpu_quantity = amount("cpucount", count)?;
    }
    if let Some(memory) = args.memory {
        machine.memory = amount("memory", memory)?;
    }
    if let Some(serial) = &args.serial {
        machine.serial_no = text(serial);
    }
    if let Some(comments) = &args.comments {
        machine.comments = text(comments);
    }
    if args.clear_uuid {
        machine.uuid = None;
    }
    if let Some(uuid) = args.uuid {
        change_uuid(cx, &mut machine, uuid).await?;
    }
    match args.uri.as_deref() {
        Some(uri) if !uri.trim().is_empty() && !machine.model_type.is_virtual_machine() => {
            return Err(CommandError::argument(format!(
                "URI can be specified only for virtual machines and the model's type is {}",
                machine.model_type
            )));
        }
        Some(uri) => machine.uri = text(uri),
        None => {}
    }
    machine::update(cx.db(), &machine).await?;
    if let Some(ip) = args.ip {
        _primary_address::change(cx, &machine, ip).await?;
    }
    _target::rewrite(cx, &machine);
    Ok(Answer::Nothing)
}

/// Another model of the same kind; cards that were those of the old model become those of the new one.
async fn change_model(cx: &mut Cx, machine: &mut Machine, name: &str, vendor: Option<&str>) -> Result<()> {
    let key = Key {
        name: Some(name),
        vendor,
        model_type: None,
    };
    let model = model::require(cx.db(), &key).await?;
    if !model.model_type.is_machine() {
        return Err(CommandError::argument(format!(
            "The update_machine command cannot update machines of type {}.",
            model.model_type
        )));
    }
    let (old, new) = (machine.model_type, model.model_type);
    if old != new && (old.is_virtual_machine() || new.is_virtual_machine()) {
        return Err(CommandError::argument(format!(
            "Cannot change machine from {old} to {new}."
        )));
    }
    let old_card = default_card(cx, machine.model_id).await?;
    let new_card = default_card(cx, model.id).await?;
    if old_card != new_card {
        interface::replace_model(cx.db(), machine.id, old_card, new_card).await?;
    }
    machine.model_id = model.id;
    machine.model_type = model.model_type;
    Ok(())
}

async fn change_uuid(cx: &mut Cx, machine: &mut Machine, uuid: Uuid) -> Result<()> {
    match machine::label_of_uuid(cx.db(), uuid).await? {
        Some((id, user)) if id != machine.id => {
            return Err(CommandError::argument(format!(
                "Machine {user} is already using UUID {uuid}."
            )));
        }
        _ => machine.uuid = Some(uuid),
    }
    Ok(())
}
