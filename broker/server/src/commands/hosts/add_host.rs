//! `aq add_host`: gives a machine a name, an address and a purpose.

use std::net::IpAddr;

use aq_db::dns_record::{self, Claim};
use aq_db::host::{self, NewHost};
use aq_db::machine::{self, Machine};
use aq_db::{domain, network_environment, os, personality};

use super::_address::{self, Options};
use super::{_archetype, _name, _owner};
use crate::command::prelude::*;
use crate::commands::branches::_author;
use crate::commands::machines::_target::inner_name;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: String,
    archetype: String,
    hostname: Option<String>,
    prefix: Option<String>,
    domain: Option<String>,
    sandbox: Option<String>,
    ip: Option<IpAddr>,
    ipfromip: Option<IpAddr>,
    ipfromsystem: Option<String>,
    ipfromtype: Option<String>,
    autoip: bool,
    osname: Option<String>,
    osversion: Option<String>,
    buildstatus: Option<String>,
    personality: Option<String>,
    personality_stage: Option<String>,
    ipalgorithm: Option<String>,
    zebra_interfaces: Option<String>,
    comments: Option<String>,
    dns_domain: Option<String>,
    force_dns_domain: bool,
    grn: Option<String>,
    eon_id: Option<i64>,
}

/// Adds the host; prints its name when the broker chose it.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let archetype = _archetype::of_hosts(cx, &args.archetype).await?;
    let machine = machine::require_locked(cx.db(), &args.machine).await?;
    if machine.is_host {
        return Err(CommandError::argument(format!(
            "Machine {} is already allocated to host {}.",
            machine.label,
            machine.display_name()
        )));
    }
    if args.zebra_interfaces.is_some() {
        return Err(CommandError::unimplemented(
            "Addresses on several interfaces are not offered by this broker.",
        )
        .hint("Leave out --zebra_interfaces."));
    }
    let name = match (&args.hostname, &args.prefix) {
        (Some(name), _) => name.trim().to_lowercase(),
        (None, prefix) => {
            let prefix = prefix.as_deref().unwrap_or_default();
            _name::next(cx, prefix, args.dns_domain.as_deref(), &machine).await?
        }
    };
    if !args.force_dns_domain {
        _name::check_domain(cx, &name, &machine).await?;
    }
    insert(cx, &args, &archetype, &machine).await?;
    name_and_address(cx, &args, &machine, &name).await?;
    cx.touch(Subject::Machine(machine.id));
    cx.touch(Subject::Host(machine.id));
    if args.prefix.is_none() {
        return Ok(Answer::Nothing);
    }
    cx.audit_result("hostname", &name);
    Ok(Answer::Names(vec![name]))
}

/// Makes the row of the host.
async fn insert(
    cx: &mut Cx,
    args: &Args,
    archetype: &aq_db::archetype::Archetype,
    machine: &Machine,
) -> Result<()> {
    let defaults = cx.app.config.defaults.clone();
    let (branch_id, sandbox_author_id) = branch(cx, args, &defaults.domain).await?;
    let status = host::require_status(
        cx.db(),
        args.buildstatus.as_deref().unwrap_or(&defaults.build_status),
    )
    .await?;
    let Some(name) = &args.personality else {
        return Err(CommandError::argument(format!(
            "There is no default personality configured for archetype {}, please specify --personality.",
            archetype.name
        )));
    };
    let personality = personality::require(cx.db(), Some(&archetype.name), name).await?;
    let stage = personality::require_stage(cx.db(), &personality, args.personality_stage.as_deref()).await?;
    let (Some(osname), Some(osversion)) = (&args.osname, &args.osversion) else {
        return Err(CommandError::argument(format!(
            "Can not determine a sensible default OS for archetype {}. Please use the --osname and --osversion \
             parameters.",
            archetype.name
        )));
    };
    let os = os::require(cx.db(), archetype, osname, osversion).await?;
    let owner = _owner::given(cx, args.grn.as_deref(), args.eon_id).await?;
    let new = NewHost {
        hardware_entity_id: machine.id,
        branch_id,
        sandbox_author_id,
        personality_stage_id: stage,
        operating_system_id: os.id,
        status: &status,
        owner_eon_id: owner,
        comments: args
            .comments
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty()),
    };
    host::insert(cx.db(), &new).await?;
    Ok(())
}

/// Where the templates of the host come from, and the author if that is a sandbox.
async fn branch(cx: &mut Cx, args: &Args, default: &str) -> Result<(i64, Option<i64>)> {
    if let Some(text) = &args.sandbox {
        let (sandbox, author) = _author::of(cx, text).await?;
        return Ok((sandbox.id, Some(author.id)));
    }
    let domain = domain::require(cx.db(), args.domain.as_deref().unwrap_or(default)).await?;
    if !domain.allow_manage {
        return Err(CommandError::argument(format!(
            "Adding hosts to domain {} is not allowed.",
            domain.name
        )));
    }
    Ok((domain.id, None))
}

/// Takes name and address; the interface that the machine boots from gets the address.
async fn name_and_address(cx: &mut Cx, args: &Args, machine: &Machine, name: &str) -> Result<()> {
    let interfaces = _address::interfaces(cx, machine).await?;
    let boot = _address::boot_interface(&interfaces);
    let (environment, dns_environment) = network_environment::with_dns(cx.db(), None, None).await?;
    let options = Options {
        ip: args.ip,
        ipfromip: args.ipfromip,
        ipfromsystem: args.ipfromsystem.as_deref(),
        ipfromtype: args.ipfromtype.as_deref(),
        autoip: args.autoip,
        ipalgorithm: args.ipalgorithm.as_deref(),
    };
    let ip = _address::choose(cx, &options, boot, (&environment, &dns_environment)).await?;
    let app = cx.app.clone();
    let rules = _address::rules(&app);
    let mut claim = Claim::new(&environment, &dns_environment, &rules);
    claim.fqdn = Some(name);
    claim.ip = ip;
    claim.allow_restricted_domain = true;
    claim.allow_reserved = true;
    claim.must_be_new = true;
    let claimed = dns_record::claim(cx.db(), &claim).await?;
    machine::set_primary_name(cx.db(), machine.id, Some(claimed.record.id)).await?;
    if let (Some(network), Some(ip)) = (&claimed.network, ip) {
        host::point_others_at_primary(cx.db(), machine.id).await?;
        let boot = boot.ok_or_else(|| {
            CommandError::argument(format!(
                "You have specified an IP address for the host, but {} does not have a bootable interface.",
                inner_name(machine)
            ))
            .hint("aq update_interface --boot makes an interface bootable.")
        })?;
        _address::assign(cx, machine, boot, network, ip).await?;
    }
    Ok(())
}
