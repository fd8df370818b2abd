//! `aq add_personality`: what a host is for.

use aq_db::personality::{self, NewPersonality, Personality, StageName};
use aq_db::{archetype, grn, host_environment};

use super::_environment::fitting;
use super::_text::kept;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    personality: String,
    archetype: String,
    grn: Option<String>,
    eon_id: Option<i64>,
    copy_from: Option<String>,
    copy_stage: Option<String>,
    host_environment: Option<String>,
    cluster_required: bool,
    comments: Option<String>,
    config_override: bool,
    staged: Option<bool>,
}

/// Adds the personality with its first stage: next, or current when it is not staged.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let archetype = archetype::require(cx.db(), &args.archetype).await?;
    let settings = cx
        .app
        .config
        .archetypes
        .get(&archetype.name)
        .cloned()
        .unwrap_or_default();
    let source = match &args.copy_from {
        Some(name) => Some(source(cx, &archetype.name, name, args.copy_stage.as_deref()).await?),
        None => None,
    };
    let copied = source.as_ref().map(|(personality, _)| personality);

    let key = grn::Key::given(
        args.grn.as_deref(),
        args.eon_id.or(copied.map(|p| p.owner_eon_id)),
    )
    .ok_or_else(|| CommandError::argument("GRN or EON ID is required for adding a personality."))?;
    let default_environment = settings
        .host_environment
        .as_ref()
        .unwrap_or(&cx.app.config.defaults.host_environment)
        .clone();
    let environment = args
        .host_environment
        .as_deref()
        .or(copied.map(|p| p.environment.as_str()))
        .unwrap_or(&default_environment);
    if environment.trim().eq_ignore_ascii_case(host_environment::LEGACY) {
        return Err(CommandError::argument(
            "Legacy is not a valid environment for a new personality.",
        ));
    }
    let environment = fitting(cx, environment, &args.personality).await?;
    let owner = grn::require_usable(cx.db(), key).await?;
    let staged = args.staged.or(copied.map(|p| p.staged)).unwrap_or(true);
    let comments = args
        .comments
        .as_deref()
        .or(copied.and_then(|p| p.comments.as_deref()));
    let new = NewPersonality {
        archetype_id: archetype.id,
        name: &args.personality,
        cluster_required: args.cluster_required || copied.is_some_and(|p| p.cluster_required),
        config_override: args.config_override,
        owner_eon_id: owner.eon_id,
        environment_id: environment.id,
        staged,
        comments: kept(comments),
    };
    let id = personality::insert(cx.db(), &new)
        .await
        .map_err(|error| match error.constraint() {
            Some("personality_name_uk") => {
                let name = args.personality.trim().to_lowercase();
                CommandError::already_exists(
                    personality::KIND,
                    format!("{name}, archetype {}", archetype.name),
                )
            }
            Some("personality_name_ck") => {
                CommandError::argument(format!("Personality name '{}' is not valid.", args.personality))
                    .hint(error.to_string())
            }
            _ => error.into(),
        })?;
    let first = if staged {
        StageName::Next
    } else {
        StageName::Current
    };
    let stage = personality::insert_stage(cx.db(), id, first).await?;
    match (&source, &settings.grn_target) {
        (Some((_, from)), _) => personality::copy_grns(cx.db(), *from, stage).await?,
        (None, Some(target)) => personality::insert_grn(cx.db(), stage, owner.eon_id, target).await?,
        (None, None) => {}
    }
    cx.touch(Subject::PersonalityStage(stage));
    Ok(Answer::Nothing)
}

/// The personality to copy, and which stage of it.
async fn source(cx: &mut Cx, archetype: &str, name: &str, stage: Option<&str>) -> Result<(Personality, i64)> {
    let source = personality::require(cx.db(), Some(archetype), name).await?;
    let stage = personality::require_stage(cx.db(), &source, stage).await?;
    if source.config_override {
        cx.warn(format!(
            "{} has config_override set. It is not copied: set it on the new personality if it is needed there.",
            source.described()
        ));
    }
    Ok((source, stage))
}
