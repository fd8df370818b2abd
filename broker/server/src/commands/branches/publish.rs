//! `aq publish`: the commits of a sandbox become known to others.

use aq_db::branch::MoveKind;
use aq_db::{domain, review, sandbox};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::_author;
use super::_publish::{self, How};
use super::_review;
use crate::command::prelude::*;
use crate::incoming::{self, Check};

/// Options of the catalogue; the client makes the bundle.
#[derive(Debug, Deserialize)]
pub struct Args {
    branch: Option<String>,
    sandbox: Option<String>,
    sync: Option<bool>,
    rebase: bool,
    review: Option<bool>,
    bundle: Option<String>,
    justification: Option<String>,
    reason: Option<String>,
}

/// Takes the commits in and moves the head of the sandbox to them; the client is told to fetch.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let name = match (&args.sandbox, &args.branch) {
        (Some(text), _) => _author::own(cx, text).await?.0,
        (None, name) => {
            _author::trusted(cx).await?;
            name.clone().unwrap_or_default()
        }
    };
    let found = sandbox::require(cx.db(), &name).await?;
    let caller = _author::trusted(cx).await?;
    _author::check_owner(cx, &found, &caller, "publish to")?;
    let Some(bundle) = &args.bundle else {
        return Err(
            CommandError::argument("There is nothing to publish: --bundle is missing.").hint(
                "The client makes the bundle: run aq publish inside a clone of the sandbox, or use git push.",
            ),
        );
    };
    let bytes = STANDARD
        .decode(bundle.trim())
        .map_err(|error| CommandError::argument(format!("--bundle is not base64: {error}.")))?;
    let limits = cx.app.config.git.limits();
    let (commit, objects) = cx
        .app
        .repository
        .receive_bundle(&bytes, limits)
        .await
        .map_err(incoming::refused)?;
    incoming::accept(&cx.app.clone(), objects, vec![(commit, Check::Published)]).await?;
    // Locked only now: a large bundle must not keep others waiting.
    let sandbox = sandbox::require_locked(cx.db(), &name).await?;
    let how = How {
        kind: MoveKind::Publish,
        rebase: args.rebase,
        sync: args.sync.unwrap_or(true),
        justification: args.justification.as_deref(),
        reason: args.reason.as_deref(),
    };
    _publish::advance(cx, &sandbox, commit, &how).await?;
    if args.review == Some(true) {
        let target = cx.app.config.defaults.domain.clone();
        let target = domain::require(cx.db(), &target).await?;
        // One that was there has just begun again.
        if !review::targets(cx.db(), sandbox.id).await?.contains(&target.id) {
            _review::begin(cx, sandbox.id, target.id, commit).await?;
        }
        cx.say(format!(
            "A review for domain {} begins; aq request_review finds out what the changes do.",
            target.name
        ));
    }
    Ok(Answer::Text("git fetch".to_owned()))
}
