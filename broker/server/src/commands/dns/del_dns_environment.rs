//! `aq del_dns_environment`: refused for the default one, and while names or network environments belong to it.

use aq_db::dns_environment;

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_environment: String,
}

/// Deletes the environment.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let environment = dns_environment::require(cx.db(), &args.dns_environment).await?;
    let name = &environment.name;
    if environment.is_default {
        return Err(CommandError::argument(format!(
            "DNS Environment {name} is the default DNS environment, therefore it cannot be deleted."
        )));
    }
    dns_environment::delete(cx.db(), environment.id)
        .await
        .map_err(|error| {
            let user = match error.constraint() {
                Some("fqdn_dns_environment_fk") => "DNS records",
                Some("network_environment_dns_environment_fk") => "network environments",
                _ => return error.into(),
            };
            CommandError::argument(format!(
                "DNS Environment {name} is still in use by {user}, and cannot be deleted."
            ))
        })?;
    Ok(Answer::Nothing)
}
