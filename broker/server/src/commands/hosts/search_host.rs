//! `aq search_host`: hosts by place, hardware, address, purpose and state.

use std::net::IpAddr;

use aq_db::host::{self, Filter};
use aq_db::model::ModelType;
use aq_db::{
    archetype, branch, dns_domain, fqdn, grn, host_environment, machine, network, network_environment, os,
    personality,
};

use crate::command::prelude::*;
use crate::commands::branches::_author;
use crate::commands::locations::_place;
use crate::commands::machines::{_absent, _models};
use crate::view::machine::MachineView;
use crate::view::named::Named;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: Option<String>,
    machine: Option<String>,
    dns_domain: Option<String>,
    shortname: Option<String>,
    archetype: Option<String>,
    buildstatus: Option<String>,
    ip: Option<IpAddr>,
    networkip: Option<IpAddr>,
    network_environment: Option<String>,
    mac: Option<String>,
    personality: Option<String>,
    personality_stage: Option<String>,
    host_environment: Option<String>,
    osname: Option<String>,
    osversion: Option<String>,
    service: Option<String>,
    instance: Option<String>,
    model: Option<String>,
    machine_type: Option<ModelType>,
    vendor: Option<String>,
    serial: Option<String>,
    cluster: Option<String>,
    cluster_archetype: Option<String>,
    cluster_personality: Option<String>,
    metacluster: Option<String>,
    guest_on_cluster: Option<String>,
    guest_on_share: Option<String>,
    member_cluster_share: Option<String>,
    orphaned: bool,
    server_of_service: Option<String>,
    server_of_instance: Option<String>,
    exact_location: bool,
    grn: Option<String>,
    eon_id: Option<i64>,
    domain: Option<String>,
    sandbox: Option<String>,
    branch: Option<String>,
    sandbox_author: Option<String>,
    organization: Option<String>,
    hub: Option<String>,
    continent: Option<String>,
    country: Option<String>,
    campus: Option<String>,
    city: Option<String>,
    building: Option<String>,
    room: Option<String>,
    bunker: Option<String>,
    rack: Option<String>,
    desk: Option<String>,
    fullinfo: bool,
}

/// Finds the hosts, by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    refuse_absent(&args)?;
    let in_cluster = args.cluster_archetype.is_some() || args.cluster_personality.is_some();
    let hardware = match &args.machine {
        Some(name) => Some(machine::require(cx.db(), name).await?.id),
        None => None,
    };
    let archetype_id = match &args.archetype {
        Some(name) => Some(archetype::require(cx.db(), name).await?.id),
        None => None,
    };
    let (shortname, dns_domain_id) = name(cx, &args).await?;
    let (network_id, network_environment_id) = network(cx, &args).await?;
    let stages = stages(cx, &args, archetype_id).await?;
    let operating_systems = operating_systems(cx, &args, archetype_id).await?;
    let (vendor, model) = (args.vendor.as_deref(), args.model.as_deref());
    let models = _models::described(cx, model, vendor, args.machine_type).await?;
    let host_environment_id = match &args.host_environment {
        Some(name) => Some(host_environment::require(cx.db(), name).await?.id),
        None => None,
    };
    let status = match &args.buildstatus {
        Some(name) => Some(host::require_status(cx.db(), name).await?),
        None => None,
    };
    let eon_id = match grn::Key::given(args.grn.as_deref(), args.eon_id) {
        Some(key) => Some(grn::require(cx.db(), key).await?.eon_id),
        None => None,
    };
    let (branch_id, sandbox_author_id) = branch_and_author(cx, &args).await?;
    let filter = Filter {
        hardware,
        location_id: _place::named(cx, _place::place_options!(args))
            .await?
            .map(|place| place.id),
        exact_location: args.exact_location,
        models: models.as_deref(),
        serial: args.serial.as_deref(),
        mac: args.mac.as_deref(),
        ip: args.ip,
        network_id,
        network_environment_id,
        shortname: shortname.as_deref(),
        dns_domain_id,
        branch_id,
        sandbox_author_id,
        orphaned: args.orphaned,
        stages: stages.as_deref(),
        archetype_id,
        host_environment_id,
        status: status.as_deref(),
        operating_systems: operating_systems.as_deref(),
        eon_id,
    };
    // No host is in a cluster.
    let found = if in_cluster {
        Vec::new()
    } else {
        host::search(cx.db(), &filter).await?
    };
    let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
    let views = machine::details(cx.db(), &ids)
        .await?
        .into_iter()
        .map(MachineView);
    Ok(if args.fullinfo {
        Answer::objects(views)
    } else {
        Answer::objects(views.map(|view| Named {
            name: view.0.machine.display_name().to_owned(),
            view,
        }))
    })
}

fn refuse_absent(args: &Args) -> Result<()> {
    _absent::refuse([
        ("Service", &args.service),
        ("Service Instance", &args.instance),
        ("Service", &args.server_of_service),
        ("Service Instance", &args.server_of_instance),
        ("Cluster", &args.cluster),
        ("Metacluster", &args.metacluster),
        ("Cluster", &args.guest_on_cluster),
        ("Share", &args.guest_on_share),
        ("Share", &args.member_cluster_share),
    ])
}

/// Host part and DNS domain that the options name.
async fn name(cx: &mut Cx, args: &Args) -> Result<(Option<String>, Option<i64>)> {
    let (mut short, mut domain) = (
        args.shortname.as_ref().map(|name| name.trim().to_lowercase()),
        None,
    );
    if let Some(name) = &args.hostname {
        let (host, parsed) = fqdn::parse(cx.db(), name).await?;
        (short, domain) = (Some(host), Some(parsed.id));
    }
    if let Some(name) = &args.dns_domain {
        domain = Some(dns_domain::require(cx.db(), name).await?.id);
    }
    Ok((short, domain))
}

/// The network and the network environment that an address has to be in.
async fn network(cx: &mut Cx, args: &Args) -> Result<(Option<i64>, Option<i64>)> {
    if args.ip.is_none() && args.networkip.is_none() && args.network_environment.is_none() {
        return Ok((None, None));
    }
    let environment =
        network_environment::require_or_default(cx.db(), args.network_environment.as_deref()).await?;
    let network = match args.networkip {
        Some(ip) => Some(network::require(cx.db(), &environment, None, Some(ip)).await?.id),
        None => None,
    };
    Ok((network, Some(environment.id)))
}

/// The stages that the options describe; a personality that is named has to exist.
async fn stages(cx: &mut Cx, args: &Args, archetype_id: Option<i64>) -> Result<Option<Vec<i64>>> {
    let Some(name) = &args.personality else {
        return Ok(None);
    };
    let filter = personality::Filter {
        name: Some(name),
        stage: args.personality_stage.as_deref().map(str::parse).transpose()?,
        archetype_id,
        ..personality::Filter::default()
    };
    let found = personality::search(cx.db(), &filter).await?;
    if found.is_empty() && args.personality_stage.is_none() {
        personality::require(cx.db(), args.archetype.as_deref(), name).await?;
    }
    Ok(Some(found))
}

async fn operating_systems(cx: &mut Cx, args: &Args, archetype_id: Option<i64>) -> Result<Option<Vec<i64>>> {
    if args.osname.is_none() && args.osversion.is_none() {
        return Ok(None);
    }
    let (name, version) = (args.osname.as_deref(), args.osversion.as_deref());
    let found = os::search(
        cx.db(),
        &os::Filter {
            name,
            version,
            archetype_id,
        },
    )
    .await?;
    if found.is_empty() {
        let described = [name, version]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", version ");
        return Err(CommandError::not_found(os::KIND, described));
    }
    Ok(Some(found.into_iter().map(|os| os.id).collect()))
}

/// The branch that the options name, and the author of the sandbox.
async fn branch_and_author(cx: &mut Cx, args: &Args) -> Result<(Option<i64>, Option<i64>)> {
    let author = match &args.sandbox_author {
        Some(name) => Some(_author::require_author(cx, name).await?.id),
        None => None,
    };
    match (&args.domain, &args.sandbox, &args.branch) {
        (Some(name), ..) => Ok((Some(branch::require(cx.db(), "Domain", name).await?.id), author)),
        (None, Some(text), _) => {
            let (sandbox, of) = _author::of(cx, text).await?;
            Ok((Some(sandbox.id), Some(of.id)))
        }
        (None, None, Some(name)) => Ok((
            Some(branch::require(cx.db(), branch::KIND, name).await?.id),
            author,
        )),
        (None, None, None) => Ok((None, author)),
    }
}
