//! `aq del_dns_domain`: refused while there are names in it, or it is the default of a place.

use aq_db::dns_domain;

use crate::command::prelude::*;

/// How many of the places are named in a refusal.
const EXAMPLES: usize = 3;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_domain: String,
}

/// Deletes the domain. The reference silently takes it from places whose default it is; hosts there would then be
/// added under the default of a wider place.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let domain = dns_domain::require(cx.db(), &args.dns_domain).await?;
    if dns_domain::has_names(cx.db(), domain.id).await? {
        return Err(CommandError::argument(format!(
            "DNS domain {} cannot be deleted while still in use.",
            domain.name
        )));
    }
    let places = dns_domain::places_with_default(cx.db(), domain.id).await?;
    if !places.is_empty() {
        let examples: Vec<&str> = places.iter().take(EXAMPLES).map(String::as_str).collect();
        return Err(CommandError::argument(format!(
            "DNS domain {} cannot be deleted, it is the default DNS domain of locations (e.g. {}).",
            domain.name,
            examples.join(", ")
        ))
        .hint("Give the locations another one with --default_dns_domain, or an empty one, first."));
    }
    dns_domain::delete(cx.db(), domain.id).await?;
    Ok(Answer::Nothing)
}
