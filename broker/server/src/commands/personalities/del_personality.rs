//! `aq del_personality`: removes a personality, or its stage next.

use aq_db::personality::{self, Personality, StageName};

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    personality: String,
    archetype: String,
    personality_stage: Option<String>,
}

/// Removes what no host has.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let personality = personality::lock(cx.db(), &args.archetype, &args.personality).await?;
    if let Some(stage) = &args.personality_stage {
        return delete_stage(cx, &personality, stage).await;
    }
    if personality::used(cx.db(), personality.id).await? {
        return Err(still_in_use(&personality.described()));
    }
    let stages = personality::stages(cx.db(), personality.id).await?;
    personality::delete(cx.db(), personality.id).await?;
    stages
        .into_iter()
        .for_each(|(_, id)| cx.touch(Subject::PersonalityStage(id)));
    Ok(Answer::Nothing)
}

async fn delete_stage(cx: &mut Cx, personality: &Personality, name: &str) -> Result<Answer> {
    let id = personality::require_stage(cx.db(), personality, Some(name)).await?;
    let name: StageName = name.parse()?;
    if name != StageName::Next {
        return Err(CommandError::unimplemented(
            "Only the 'next' stage can be deleted.",
        ));
    }
    if personality::stage_used(cx.db(), id).await? {
        return Err(still_in_use(&format!("{}@{name}", personality.described())));
    }
    personality::delete_stage(cx.db(), id).await?;
    cx.touch(Subject::PersonalityStage(id));
    Ok(Answer::Nothing)
}

fn still_in_use(what: &str) -> CommandError {
    CommandError::argument(format!("{what} is still in use and cannot be deleted."))
}
