//! `aq compile`: profiles of hosts from the templates as they are.

use aq_db::compile_target::{self, Selection};
use aq_db::personality::{self, StageName};
use aq_db::{DbError, domain, host};

use super::_author;
use crate::command::prelude::*;
use crate::compile::{DebugTemplates, outdated};

/// Templates that `--pancdebug` leaves out: they print more than anybody reads.
const TALKATIVE: &str = "components/spma/functions.*";

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    domain: Option<String>,
    sandbox: Option<String>,
    hostname: Option<String>,
    personality: Option<String>,
    archetype: Option<String>,
    personality_stage: Option<String>,
    pancinclude: Option<String>,
    pancexclude: Option<String>,
    pancdebug: bool,
    cleandeps: bool,
}

/// Compiles what was asked for; when any object fails, no profile is replaced.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let debug = match (args.pancdebug, args.pancinclude.as_deref()) {
        (true, _) => Some(DebugTemplates::new(".*", Some(TALKATIVE))?),
        (false, Some(include)) => Some(DebugTemplates::new(include, args.pancexclude.as_deref())?),
        (false, None) => None,
    };
    let debugs = debug.is_some();
    if let Some(debug) = debug {
        cx.debug_templates(debug);
    }
    let selection = match &args.hostname {
        Some(name) => Selection {
            host_id: Some(host::require(cx.db(), name).await?),
            ..Selection::default()
        },
        None => selected(cx, &args).await?,
    };
    // What templates print is only heard while they are compiled.
    let hosts = match args.cleandeps || debugs {
        true => compile_target::select(cx.db(), &selection).await?,
        false => outdated(cx, &selection).await?,
    };
    if hosts.is_empty() {
        match compile_target::count(cx.db(), &selection).await? {
            0 => cx.say("No object profiles: nothing to do."),
            all => cx.say(format!(
                "All profiles are up to date ({all} objects): nothing to do."
            )),
        }
    }
    hosts.into_iter().for_each(|host| cx.compile_stored(host));
    Ok(Answer::Nothing)
}

async fn selected(cx: &mut Cx, args: &Args) -> Result<Selection> {
    let mut selection = Selection::default();
    if let Some(name) = &args.domain {
        selection.branch_id = Some(domain::require(cx.db(), name).await?.id);
    }
    if let Some(text) = &args.sandbox {
        let (sandbox, author) = _author::of(cx, text).await?;
        selection.branch_id = Some(sandbox.id);
        selection.author_id = Some(author.id);
    }
    if let Some(name) = &args.personality {
        let personality = personality::require(cx.db(), args.archetype.as_deref(), name).await?;
        selection.personality_id = Some(personality.id);
        if let Some(stage) = &args.personality_stage {
            let stage: StageName = stage.parse()?;
            let id = personality::find_stage(cx.db(), personality.id, stage).await?;
            let missing = || {
                DbError::Missing(format!(
                    "{} does not have stage {stage}.",
                    personality.described()
                ))
            };
            selection.stage_id = Some(id.ok_or_else(missing)?);
        }
    }
    Ok(selection)
}
