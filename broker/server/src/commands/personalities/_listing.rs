//! Stages of personalities as the answer of show and search commands.

use aq_db::personality;

use crate::command::Cx;
use crate::error::Result;
use crate::format::Answer;
use crate::view::named::Named;
use crate::view::personality::PersonalityView;

/// The stages with these ids: in full, or with the names alone in `raw`.
pub async fn found(cx: &mut Cx, ids: &[i64], fullinfo: bool) -> Result<Answer> {
    let stages = personality::details(cx.db(), ids).await?;
    Ok(if fullinfo {
        Answer::objects(stages.into_iter().map(PersonalityView))
    } else {
        Answer::objects(stages.into_iter().map(|stage| Named {
            name: stage.qualified_name(),
            view: PersonalityView(stage),
        }))
    })
}
