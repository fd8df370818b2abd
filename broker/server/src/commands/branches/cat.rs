//! `aq cat`: a generated template, or a profile.

use std::net::IpAddr;

use aq_db::grn::{self, Key};
use aq_db::location::{self, LocationType};
use aq_db::profile::Format;
use aq_db::{archetype, host, host_environment, machine, network_environment, personality};

use super::_choice::{Choice, text};
use super::_version;
use crate::command::prelude::*;

/// Options of the catalogue; those that name kinds of objects that nothing makes yet never get here.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: Option<String>,
    machine: Option<String>,
    networkip: Option<IpAddr>,
    network_environment: Option<String>,
    personality: Option<String>,
    personality_stage: Option<String>,
    param_tmpl: Option<String>,
    archetype: Option<String>,
    grn: Option<String>,
    eon_id: Option<i64>,
    host_environment: Option<String>,
    organization: Option<String>,
    hub: Option<String>,
    continent: Option<String>,
    country: Option<String>,
    campus: Option<String>,
    city: Option<String>,
    building: Option<String>,
    room: Option<String>,
    rack: Option<String>,
    data: bool,
    host_personality: bool,
    host_archetype: bool,
    host_grn: bool,
    reboot_intervention: bool,
    reboot_schedule: bool,
    generate: bool,
    profile: bool,
    version: Option<i64>,
    profile_format: Option<String>,
}

/// Prints the template, or the profile.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    if let (Some(name), true) = (&args.hostname, args.profile) {
        return profile(cx, name, &args).await;
    }
    let (subject, what) = if let Some(name) = &args.hostname {
        let id = host::require(cx.db(), name).await?;
        let what = format!("host {}", name.trim().to_lowercase());
        refuse_resources(&args, &what)?;
        (Subject::Host(id), what)
    } else if let Some(name) = &args.machine {
        let machine = machine::require(cx.db(), name).await?;
        (Subject::Machine(machine.id), format!("machine {}", machine.label))
    } else if let Some(address) = args.networkip {
        let environment =
            network_environment::require_or_default(cx.db(), args.network_environment.as_deref()).await?;
        let network = network_environment::require_network(cx.db(), &environment, address).await?;
        (Subject::Network(network), format!("network {address}"))
    } else if args.personality.is_some()
        || args.archetype.is_some()
        || args.grn.is_some()
        || args.eon_id.is_some()
    {
        of_personality(cx, &args).await?
    } else if let Some(name) = &args.city {
        let city = location::require(cx.db(), LocationType::City, name).await?;
        (Subject::City(city.id), format!("city {}", city.name))
    } else {
        return Err(CommandError::argument("Please say whose template to print."));
    };
    Ok(Answer::Text(
        text(cx, subject, args.choice(), args.generate, &what).await?,
    ))
}

/// The profile of a host, of any version that is kept.
async fn profile(cx: &mut Cx, hostname: &str, args: &Args) -> Result<Answer> {
    let object = _version::object(hostname);
    let version = _version::find(cx, &object, args.version).await?;
    let format = match args.profile_format.as_deref() {
        Some("json") => Format::Json,
        _ => Format::Xml,
    };
    let bytes = _version::bytes(cx, &object, &version, format).await?;
    let text = String::from_utf8(bytes).map_err(CommandError::internal)?;
    Ok(Answer::Text(text))
}

impl Args {
    fn choice(&self) -> Choice {
        match (
            self.data,
            self.host_personality,
            self.host_archetype,
            self.host_grn,
        ) {
            (true, ..) => Choice::Data,
            (_, true, ..) => Choice::Personality,
            (_, _, true, _) => Choice::Archetype,
            (.., true) => Choice::Grn,
            _ => Choice::Main,
        }
    }

    /// The place that is named, if any.
    fn place(&self) -> Option<(LocationType, &str)> {
        let named = [
            (LocationType::Organization, &self.organization),
            (LocationType::Hub, &self.hub),
            (LocationType::Continent, &self.continent),
            (LocationType::Country, &self.country),
            (LocationType::Campus, &self.campus),
            (LocationType::City, &self.city),
            (LocationType::Building, &self.building),
            (LocationType::Room, &self.room),
            (LocationType::Rack, &self.rack),
        ];
        named
            .into_iter()
            .find_map(|(kind, name)| Some((kind, name.as_deref()?)))
    }
}

/// The stage of a personality; or, at a place, what is included there for a personality, an archetype or an owner:
/// nothing that a command of this broker makes, so that such a template is never there.
async fn of_personality(cx: &mut Cx, args: &Args) -> Result<(Subject, String)> {
    let mut what = if let Some(name) = &args.personality {
        let personality = personality::require(cx.db(), args.archetype.as_deref(), name).await?;
        let stage =
            personality::require_stage(cx.db(), &personality, args.personality_stage.as_deref()).await?;
        let what = format!("personality {}", personality.qualified_name());
        if let Some(template) = &args.param_tmpl {
            return Err(CommandError::argument(format!(
                "Unknown parameter template {template}."
            )));
        }
        if args.place().is_none() {
            return Ok((Subject::PersonalityStage(stage), what));
        }
        what
    } else if let Some(key) = Key::given(args.grn.as_deref(), args.eon_id) {
        format!("GRN {}", grn::require(cx.db(), key).await?.grn)
    } else {
        let name = args.archetype.as_deref().unwrap_or_default();
        format!("archetype {}", archetype::require(cx.db(), name).await?.name)
    };
    if let Some(environment) = &args.host_environment {
        what.push_str(&format!(
            ", environment {}",
            host_environment::require(cx.db(), environment).await?.name
        ));
    }
    if let Some((kind, name)) = args.place() {
        let place = location::require(cx.db(), kind, name).await?;
        what.push_str(&format!(", {} {}", kind.name(), place.name));
    }
    Err(CommandError::not_found("Plenary file of", what))
}

/// Resources that have no name are asked for by a flag.
fn refuse_resources(args: &Args, what: &str) -> Result<()> {
    let named = [
        ("Reboot Intervention", args.reboot_intervention),
        ("Reboot Schedule", args.reboot_schedule),
    ];
    match named.into_iter().find(|(_, wanted)| *wanted) {
        Some((kind, _)) => Err(CommandError::not_found(kind, format!("of {what}"))),
        None => Ok(()),
    }
}
