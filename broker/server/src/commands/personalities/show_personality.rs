//! `aq show_personality`: one stage of a personality, or the names of all of them.

use aq_db::personality::{self, Filter};

use super::_listing::found;
use crate::command::prelude::*;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    personality: Option<String>,
    archetype: Option<String>,
    personality_stage: Option<String>,
}

/// Shows the stage named, else the current one.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let Some(name) = &args.personality else {
        let ids = personality::search(cx.db(), &Filter::default()).await?;
        return found(cx, &ids, false).await;
    };
    let personality = personality::require(cx.db(), args.archetype.as_deref(), name).await?;
    let stage = personality::require_stage(cx.db(), &personality, args.personality_stage.as_deref()).await?;
    found(cx, &[stage], true).await
}
