//! `aq add_network_environment`: a separate address space.

use aq_db::location::{self, LocationType};
use aq_db::{dns_environment, network_environment};

use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    network_environment: String,
    dns_environment: String,
    building: Option<String>,
    comments: Option<String>,
}

/// Adds the environment.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let dns = dns_environment::require(cx.db(), &args.dns_environment).await?;
    let place = match args.building.as_deref() {
        Some(name) => Some(location::require(cx.db(), LocationType::Building, name).await?.id),
        None => None,
    };
    let comments = text::given(args.comments.as_deref());
    network_environment::insert(cx.db(), &args.network_environment, dns.id, place, comments)
        .await
        .map_err(|error| match error.constraint() {
            Some("network_environment_name_ck") => CommandError::argument(format!(
                "'{}' is not a valid value for network environment.",
                args.network_environment.trim()
            ))
            .hint(error.to_string()),
            _ => error.into(),
        })?;
    // After the insert, so that an environment that exists already is the first thing that is said.
    if dns.is_default {
        return Err(CommandError::argument(
            "Only the default network environment may be associated with the default DNS environment.",
        ));
    }
    Ok(Answer::Nothing)
}
