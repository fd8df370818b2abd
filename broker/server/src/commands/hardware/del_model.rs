//! `aq del_model`: refused while hardware, interfaces or the specifications of other models refer to the model.

use aq_db::model::{self, Key};

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    model: String,
    vendor: String,
}

/// Deletes the model and its specifications.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let key = Key {
        name: Some(&args.model),
        vendor: Some(&args.vendor),
        model_type: None,
    };
    let model = model::require(cx.db(), &key).await?;
    let name = model.qualified_name();
    model::delete(cx.db(), model.id)
        .await
        .map_err(|error| match error.constraint() {
            Some("machine_specs_cpu_model_fk" | "machine_specs_nic_model_fk") => CommandError::argument(
                format!("Model {name} is still referenced by machine models and cannot be deleted."),
            ),
            Some("hardware_entity_model_fk" | "machine_cpu_model_fk" | "interface_model_fk") => {
                CommandError::argument(format!("Model {name} is still in use and cannot be deleted."))
            }
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
