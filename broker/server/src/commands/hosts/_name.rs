//! The name of a new host.

use aq_db::dns_domain::{self, DnsDomain};
use aq_db::location::{self, LocationType};
use aq_db::machine::Machine;
use aq_db::{dns_name, host};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// Buildings named in a refusal.
const EXAMPLES: usize = 3;

/// The prefix with the next free number, in the DNS domain that is named or else in that of the machine's place.
pub async fn next(cx: &mut Cx, prefix: &str, dns_domain: Option<&str>, machine: &Machine) -> Result<String> {
    let domain = match dns_domain {
        Some(name) => dns_domain::require(cx.db(), name).await?,
        None => default_domain(cx, machine).await?,
    };
    let prefix = prefix.trim().to_lowercase();
    let number = host::next_number(cx.db(), &prefix, domain.id).await?;
    let name = format!("{prefix}{number}.{}", domain.name);
    cx.say(format!("Selected host name {name}."));
    Ok(name)
}

async fn default_domain(cx: &mut Cx, machine: &Machine) -> Result<DnsDomain> {
    let place = location::lineage(cx.db(), machine.location_id).await?;
    match place.default_dns_domain_id() {
        Some(id) => Ok(dns_domain::get(cx.db(), id).await?),
        None => Err(CommandError::argument(format!(
            "There is no default DNS domain configured for {} {}.  Please specify --dns_domain.",
            place.location().location_type.name(),
            place.location().name
        ))),
    }
}

/// A DNS domain that belongs to other buildings is not for hosts of this one.
pub async fn check_domain(cx: &mut Cx, hostname: &str, machine: &Machine) -> Result<()> {
    let (_, domain) = dns_name::split(hostname)?;
    let domain = dns_domain::require(cx.db(), &domain).await?;
    let buildings: Vec<String> = dns_domain::places_with_default(cx.db(), domain.id)
        .await?
        .iter()
        .filter_map(|place| place.strip_prefix("Building ").map(str::to_owned))
        .collect();
    let place = location::lineage(cx.db(), machine.location_id).await?;
    let Some(own) = place.of(LocationType::Building) else {
        return Ok(());
    };
    if buildings.is_empty() || buildings.contains(&own.name) {
        return Ok(());
    }
    let examples: Vec<&str> = buildings.iter().take(EXAMPLES).map(String::as_str).collect();
    let (domain, own, examples) = (&domain.name, &own.name, examples.join(", "));
    Err(CommandError::argument(format!(
        "DNS domain \"{domain}\" is already being used as the default domain for other buildings (e.g. {examples}).  The \
         machine you have selected is located in building \"{own}\", which is not associated with this domain.  Please \
         use --force_dns_domain if you really know what you are doing and insist on using this domain for a host \
         located in building \"{own}\"."
    )))
}
