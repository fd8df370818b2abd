//! `aq search_personality`: stages of personalities by what is known of them.

use aq_db::grn::{self, Key};
use aq_db::personality::{self, Filter};
use aq_db::{archetype, host_environment};

use super::_listing::found;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    personality: Option<String>,
    personality_stage: Option<String>,
    archetype: Option<String>,
    grn: Option<String>,
    eon_id: Option<i64>,
    config_override: Option<bool>,
    host_environment: Option<String>,
    used: Option<bool>,
    fullinfo: bool,
}

/// Those that meet all criteria.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let stage = args.personality_stage.as_deref().map(str::parse).transpose()?;
    let archetype_id = match &args.archetype {
        Some(name) => Some(archetype::require(cx.db(), name).await?.id),
        None => None,
    };
    let environment_id = match &args.host_environment {
        Some(name) => Some(host_environment::require(cx.db(), name).await?.id),
        None => None,
    };
    let eon_id = match Key::given(args.grn.as_deref(), args.eon_id) {
        Some(key) => Some(grn::require(cx.db(), key).await?.eon_id),
        None => None,
    };
    let filter = Filter {
        name: args.personality.as_deref(),
        stage,
        archetype_id,
        eon_id,
        config_override: args.config_override,
        environment_id,
        used: args.used,
    };
    let ids = personality::search(cx.db(), &filter).await?;
    found(cx, &ids, args.fullinfo).await
}
