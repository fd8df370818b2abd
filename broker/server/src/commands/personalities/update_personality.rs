//! `aq update_personality`: owner, environment, staging and flags of a personality.

use aq_db::grn::{self, Key};
use aq_db::host_environment;
use aq_db::personality::{self, Personality, StageName};

use super::_environment::fitting;
use super::_stage::edited;
use super::_text::replace;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    personality: String,
    archetype: String,
    grn: Option<String>,
    eon_id: Option<i64>,
    personality_stage: Option<String>,
    vmhost_capacity_function: Option<String>,
    cluster_required: Option<bool>,
    config_override: Option<bool>,
    host_environment: Option<String>,
    leave_existing: bool,
    staged: Option<bool>,
    comments: Option<String>,
}

/// Changes the personality; the templates of all its stages are written again.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut personality = personality::lock(cx.db(), &args.archetype, &args.personality).await?;
    if args.vmhost_capacity_function.is_some() {
        return Err(CommandError::unimplemented(
            "Clusters of virtual machines are not offered by this broker.",
        ));
    }
    if let Some(staged) = args.staged {
        if !staged {
            give_up_stages(cx, &personality).await?;
        }
        personality.staged = staged;
    }
    edited(cx, &personality, args.personality_stage.as_deref()).await?;
    if let Some(required) = args.cluster_required
        && required != personality.cluster_required
    {
        if personality::used(cx.db(), personality.id).await? {
            return Err(CommandError::argument(format!(
                "{} is in use, the cluster requirement cannot be modified.",
                personality.described()
            )));
        }
        personality.cluster_required = required;
    }
    if let Some(environment) = &args.host_environment {
        set_environment(cx, &personality, environment).await?;
    }
    if let Some(key) = Key::given(args.grn.as_deref(), args.eon_id) {
        set_owner(cx, &personality, key, args.leave_existing).await?;
    }
    personality.config_override = args.config_override.unwrap_or(personality.config_override);
    replace(&mut personality.comments, args.comments);
    personality::update(cx.db(), &personality).await?;
    for (_, stage) in personality::stages(cx.db(), personality.id).await? {
        cx.touch(Subject::PersonalityStage(stage));
    }
    Ok(Answer::Nothing)
}

/// Leaves only the stage current, which hosts must not have to give up.
async fn give_up_stages(cx: &mut Cx, personality: &Personality) -> Result<()> {
    let stages = personality::stages(cx.db(), personality.id).await?;
    if !stages.iter().any(|(name, _)| *name == StageName::Current) {
        return Err(CommandError::argument(format!(
            "{} does not have stage current, you need to promote it before staging can be turned off.",
            personality.described()
        )));
    }
    for (name, id) in stages.into_iter().filter(|(name, _)| *name != StageName::Current) {
        if personality::stage_used(cx.db(), id).await? {
            return Err(CommandError::argument(format!(
                "{}@{name} still has hosts.",
                personality.described()
            )));
        }
        personality::delete_stage(cx.db(), id).await?;
        cx.touch(Subject::PersonalityStage(id));
    }
    Ok(())
}

/// Once a personality has an environment it keeps it: hosts and maps rely on it.
async fn set_environment(cx: &mut Cx, personality: &Personality, environment: &str) -> Result<()> {
    if personality.environment != host_environment::LEGACY {
        return Err(CommandError::argument(format!(
            "{} already has its environment set to {}, and cannot be updated.",
            personality.described(),
            personality.environment
        )));
    }
    let environment = fitting(cx, environment, &personality.name).await?;
    personality::set_environment(cx.db(), personality.id, environment.id).await?;
    Ok(())
}

/// Hosts without an owner of their own show the new one; those that had the old one get it unless they are left alone.
/// Hosts of any other owner keep theirs.
async fn set_owner(cx: &mut Cx, personality: &Personality, key: Key<'_>, leave_existing: bool) -> Result<()> {
    let owner = grn::require_usable(cx.db(), key).await?;
    let heirs = personality::hosts_by_owner(cx.db(), personality.id, None).await?;
    let owned = match leave_existing {
        true => Vec::new(),
        false => personality::hosts_by_owner(cx.db(), personality.id, Some(personality.owner_eon_id)).await?,
    };
    personality::set_owner(cx.db(), personality.id, owner.eon_id, &owned).await?;
    heirs
        .into_iter()
        .chain(owned)
        .for_each(|host| cx.touch(Subject::Host(host)));
    Ok(())
}
