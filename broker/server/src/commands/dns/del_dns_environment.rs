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
    let in_use = |user: &str| {
        CommandError::argument(format!(
            "DNS Environment {name} is still in use by {user}, and cannot be deleted."
        ))
    };
    // Where both are in the way, it is the names that are reported.
    if dns_environment::has_names(cx.db(), environment.id).await? {
        return Err(in_use("DNS records"));
    }
    dns_environment::delete(cx.db(), environment.id)
        .await
        .map_err(|error| match error.constraint() {
            Some("fqdn_dns_environment_fk") => in_use("DNS records"),
            Some("network_environment_dns_environment_fk") => in_use("network environments"),
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
