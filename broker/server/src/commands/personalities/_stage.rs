//! The stage of a personality that a command edits.

use aq_db::personality::{self, Personality, StageName};

use crate::command::Cx;
use crate::error::Result;

/// The stage named; without a name `next`, made as a copy of `current` when there is none, or the one stage of an
/// unstaged personality.
pub async fn edited(cx: &mut Cx, of: &Personality, name: Option<&str>) -> Result<i64> {
    if name.is_some() || !of.staged {
        return Ok(personality::require_stage(cx.db(), of, name).await?);
    }
    if let Some(id) = personality::find_stage(cx.db(), of.id, StageName::Next).await? {
        return Ok(id);
    }
    let current = personality::require_stage(cx.db(), of, None).await?;
    let next = personality::insert_stage(cx.db(), of.id, StageName::Next).await?;
    personality::copy_grns(cx.db(), current, next).await?;
    Ok(next)
}
