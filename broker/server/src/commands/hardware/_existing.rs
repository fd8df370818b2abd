//! Machines that were made with the old specifications of their model.

use aq_db::model::{self, MachineSpecs};

use crate::command::Cx;
use crate::error::Result;
use crate::plenary::Subject;

/// Gives every machine of the model that still has an old value the new one, and writes its template again. A value
/// that a machine was given of its own stays.
pub async fn carry_over(cx: &mut Cx, old: &MachineSpecs, new: &MachineSpecs) -> Result<()> {
    let id = old.model_id;
    let mut changed = Vec::new();
    if old.cpu_model_id != new.cpu_model_id {
        changed.extend(model::set_cpu_model(cx.db(), id, old.cpu_model_id, new.cpu_model_id).await?);
    }
    if old.cpu_quantity != new.cpu_quantity {
        changed.extend(model::set_cpu_quantity(cx.db(), id, old.cpu_quantity, new.cpu_quantity).await?);
    }
    if old.memory != new.memory {
        changed.extend(model::set_memory(cx.db(), id, old.memory, new.memory).await?);
    }
    if old.controller_type != new.controller_type {
        let (from, to) = (&old.controller_type, &new.controller_type);
        changed.extend(model::set_disk_controller(cx.db(), id, from, to).await?);
    }
    if old.disk_capacity != new.disk_capacity {
        changed.extend(model::set_disk_capacity(cx.db(), id, old.disk_capacity, new.disk_capacity).await?);
    }
    if let (Some(from), Some(to)) = (old.nic_model_id, new.nic_model_id)
        && from != to
    {
        changed.extend(model::set_nic_model(cx.db(), id, from, to).await?);
    }
    changed
        .into_iter()
        .for_each(|machine| cx.touch(Subject::Machine(machine)));
    Ok(())
}
