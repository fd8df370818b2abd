//! `aq promote`: the stage next of a personality becomes the current one.

use aq_db::personality::{self, StageName};

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    personality: String,
    archetype: String,
}

/// Moves the stages on, and every host of the personality to the new current one.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let personality = personality::lock(cx.db(), &args.archetype, &args.personality).await?;
    let stages = personality::stages(cx.db(), personality.id).await?;
    let stage = |wanted| {
        stages
            .iter()
            .find_map(|(name, id)| (*name == wanted).then_some(*id))
    };
    let next =
        stage(StageName::Next).ok_or_else(|| CommandError::argument("There is no next stage to promote."))?;
    if let Some(previous) = stage(StageName::Previous) {
        if personality::stage_used(cx.db(), previous).await? {
            return Err(CommandError::argument(
                "The previous stage of the personality is still in use, promotion is not possible.",
            ));
        }
        personality::delete_stage(cx.db(), previous).await?;
        cx.touch(Subject::PersonalityStage(previous));
    }
    if let Some(current) = stage(StageName::Current) {
        personality::rename_stage(cx.db(), current, StageName::Previous).await?;
        cx.touch(Subject::PersonalityStage(current));
    }
    personality::rename_stage(cx.db(), next, StageName::Current).await?;
    cx.touch(Subject::PersonalityStage(next));
    // Those that had next already include another template as well: its name holds the stage.
    let hosts = personality::hosts(cx.db(), personality.id).await?;
    personality::move_hosts(cx.db(), personality.id, next).await?;
    hosts.into_iter().for_each(|host| cx.touch(Subject::Host(host)));
    Ok(Answer::Nothing)
}
