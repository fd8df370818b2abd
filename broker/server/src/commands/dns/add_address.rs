//! `aq add_address`: a name with an address that is not a host's.

use std::net::IpAddr;

use aq_db::address::{self, Algorithm, Source};
use aq_db::dns_record::{self, Claim};
use aq_db::grn::{self, Key};
use aq_db::network_environment;

use super::_resolution::warn_if_unknown;
use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    fqdn: String,
    ip: Option<IpAddr>,
    ipfromip: Option<IpAddr>,
    ipfromsystem: Option<String>,
    ipalgorithm: Option<String>,
    dns_environment: Option<String>,
    network_environment: Option<String>,
    reverse_ptr: Option<String>,
    ttl: Option<i64>,
    grn: Option<String>,
    eon_id: Option<i64>,
    comments: Option<String>,
}

/// Adds the record.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (network, dns) = network_environment::with_dns(
        cx.db(),
        args.network_environment.as_deref(),
        args.dns_environment.as_deref(),
    )
    .await?;
    let owner = owner(cx, &args).await?;
    let ttl = args.ttl.map(time_to_live).transpose()?;
    let algorithm = args
        .ipalgorithm
        .as_deref()
        .map_or(Ok(Algorithm::default()), str::parse)?;
    let app = cx.app.clone();
    let rules = move |network_type: &str| app.config.address_rules(network_type);

    let chosen = address::choose(cx.db(), source(&args)?, algorithm, &network, &dns, &rules).await?;
    if chosen.generated {
        cx.debug(format!("Selected IP address {}.", chosen.ip));
        cx.audit_result("ip", chosen.ip);
    }
    let wanted = Claim {
        fqdn: Some(&args.fqdn),
        ip: Some(chosen.ip),
        comments: text::given(args.comments.as_deref()),
        owner_eon_id: Some(owner),
        must_be_new: true,
        ..Claim::new(&network, &dns, &rules)
    };
    let record = dns_record::claim(cx.db(), &wanted).await?.record;
    if let Some(text) = text::given(args.reverse_ptr.as_deref()) {
        let (target, made) = dns_record::lock_or_create_target(
            cx.db(),
            text,
            record.dns_environment_id,
            &record.dns_environment,
        )
        .await?;
        if made {
            warn_if_unknown(cx, &target.full()).await;
        }
        dns_record::set_reverse(cx.db(), &record, &target).await?;
    }
    if ttl.is_some() {
        dns_record::set_ttl(cx.db(), record.id, ttl).await?;
    }
    Ok(Answer::Nothing)
}

/// Where the address comes from; the catalogue lets exactly one of the three in.
fn source(args: &Args) -> Result<Source<'_>> {
    match (args.ip, args.ipfromip, args.ipfromsystem.as_deref()) {
        (Some(ip), _, _) => Ok(Source::Given(ip)),
        (None, Some(ip), _) => Ok(Source::SameNetworkAs(ip)),
        (None, None, Some(name)) => Ok(Source::SameNetworkAsName(name)),
        (None, None, None) => Err(CommandError::argument(
            "Please specify one of the --ip, --ipfromip and --ipfromsystem parameters.",
        )),
    }
}

/// Names of hardware belong to the hardware's owner; these need one of their own.
async fn owner(cx: &mut Cx, args: &Args) -> Result<i64> {
    let Some(key) = Key::given(args.grn.as_deref(), args.eon_id) else {
        return Err(CommandError::argument("Please provide a GRN/EON_ID!")
            .hint("--grn or --eon_id says who the address belongs to."));
    };
    Ok(grn::require_usable(cx.db(), key).await?.eon_id)
}

/// Range of RFC 2181.
fn time_to_live(seconds: i64) -> Result<i32> {
    i32::try_from(seconds)
        .ok()
        .filter(|seconds| *seconds >= 0)
        .ok_or_else(|| CommandError::argument(format!("TTL must be between 0 and {}.", i32::MAX)))
}
