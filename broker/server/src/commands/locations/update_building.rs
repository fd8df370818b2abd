//! `aq update_building`: address, rack counter, names, default DNS domain, and the move to another city.

use aq_db::location::{self, Location, LocationType};

use super::_attributes::{Attributes, apply};
use super::_hub::different_hubs;
use super::_rack_number::rack_number;
use super::_removal::named;
use super::_rewriting::rewrite_within;
use crate::command::prelude::*;

/// How many of the other buildings are named in a refusal.
const EXAMPLES: usize = 3;

/// Options of the catalogue. `force_uri` is about a validator of the site, of which there is none yet.
#[derive(Debug, Deserialize)]
pub struct Args {
    building: String,
    city: Option<String>,
    address: Option<String>,
    fullname: Option<String>,
    next_rackid: Option<i64>,
    default_dns_domain: Option<String>,
    force_dns_domain: bool,
    uri: Option<String>,
    netdev_require_rack: Option<bool>,
    comments: Option<String>,
}

/// Changes the building.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut building = location::require_locked(cx.db(), LocationType::Building, &args.building).await?;
    let domain_before = building.default_dns_domain_id;
    let new = Attributes {
        fullname: args.fullname.as_deref(),
        default_dns_domain: args.default_dns_domain.as_deref(),
        uri: args.uri.as_deref(),
        comments: args.comments.as_deref(),
    };
    apply(cx, &mut building, new).await?;
    if let (Some(after), Some(typed)) = (building.default_dns_domain_id, &args.default_dns_domain)
        && Some(after) != domain_before
        && !args.force_dns_domain
    {
        check_dns_domain(cx, &building, domain_before, after, typed).await?;
    }
    if let Some(address) = args.address {
        building.address = Some(address);
    }
    if let Some(number) = args.next_rackid {
        building.next_rackid = Some(rack_number(number)?);
    }
    if let Some(required) = args.netdev_require_rack {
        building.netdev_rack = Some(required);
    }
    if let Some(city) = args.city.filter(|name| !name.is_empty()) {
        relocate(cx, &mut building, &city).await?;
    }
    location::update(cx.db(), &building).await?;
    Ok(Answer::Nothing)
}

/// A DNS domain is the default of one building, and a building with hosts in its domain keeps it, unless forced.
async fn check_dns_domain(
    cx: &mut Cx,
    building: &Location,
    before: Option<i64>,
    after: i64,
    typed: &str,
) -> Result<()> {
    let users = location::Filter {
        kind: Some(LocationType::Building),
        default_dns_domain_id: Some(after),
        ..location::Filter::default()
    };
    let others = location::search(cx.db(), &users).await?;
    if !others.is_empty() {
        let examples: Vec<&str> = others.iter().take(EXAMPLES).map(|b| b.name.as_str()).collect();
        return Err(CommandError::argument(format!(
            "DNS domain \"{typed}\" is already being used as the default domain for other buildings (e.g. {}).  Please \
             use --force_dns_domain if you really know what you are doing and insist on using this domain as the \
             default DNS domain for building \"{}\".",
            examples.join(", "),
            building.name
        )));
    }
    if let Some(before) = before
        && location::has_host_named_in(cx.db(), building.id, before).await?
    {
        return Err(CommandError::argument(format!(
            "There is at least one host in building \"{}\" that is aligned with the default DNS domain currently \
             assigned to this building.  Use --force_dns_domain to override this check and change the current default \
             DNS domain to \"{typed}\".",
            building.name
        )));
    }
    Ok(())
}

/// Moves the building. The hub is part of the names of the machines' templates, so that it changes only while there is
/// no hardware.
async fn relocate(cx: &mut Cx, building: &mut Location, city: &str) -> Result<()> {
    let city = location::require(cx.db(), LocationType::City, city).await?;
    location::lock_within(cx.db(), building.id).await?;
    if let Some((theirs, ours)) = different_hubs(cx, city.id, building.id).await?
        && location::has_hardware(cx.db(), building.id).await?
    {
        return Err(CommandError::argument(format!(
            "Cannot change hubs. City {} is in {theirs}, while {} is in {ours}.",
            city.name,
            named(building)
        )));
    }
    building.parent_id = Some(city.id);
    rewrite_within(cx, building.id).await
}
