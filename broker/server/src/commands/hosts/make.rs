//! `aq make`: configures a host and compiles its profile.

use aq_db::host;

use super::_changes::{self, Changes};
use crate::command::prelude::*;

/// Options of the catalogue. `keepbindings` needs no look: no host is bound to a service yet.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: String,
    grn: Option<String>,
    eon_id: Option<i64>,
    osname: Option<String>,
    osversion: Option<String>,
    archetype: Option<String>,
    personality: Option<String>,
    personality_stage: Option<String>,
    buildstatus: Option<String>,
    cleargrn: bool,
    comments: Option<String>,
}

/// Changes the host and compiles it.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let id = host::require(cx.db(), &args.hostname).await?;
    let changes = Changes {
        archetype: args.archetype.as_deref(),
        personality: args.personality.as_deref(),
        personality_stage: args.personality_stage.as_deref(),
        osname: args.osname.as_deref(),
        osversion: args.osversion.as_deref(),
        buildstatus: args.buildstatus.as_deref(),
        grn: args.grn.as_deref(),
        eon_id: args.eon_id,
        cleargrn: args.cleargrn,
        comments: args.comments.as_deref(),
    };
    _changes::apply(cx, &[id], &changes).await?;
    Ok(Answer::Nothing)
}
