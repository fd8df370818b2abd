//! `aq del_network_environment`: refused for the default one, and while there are networks in it.

use aq_db::network_environment;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    network_environment: String,
}

/// Deletes the environment.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let environment = network_environment::require(cx.db(), &args.network_environment).await?;
    let name = &environment.name;
    if environment.is_default {
        return Err(CommandError::argument(format!(
            "Network Environment {name} is the default network environment, therefore it cannot be deleted."
        )));
    }
    network_environment::delete(cx.db(), environment.id)
        .await
        .map_err(|error| match error.constraint() {
            Some("network_environment_fk") => CommandError::argument(format!(
                "Network Environment {name} still has networks defined, delete them first."
            )),
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
