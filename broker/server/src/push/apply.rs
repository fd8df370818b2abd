//! Moving refs: the rows, with their record; the refs of the repository follow from these.

use std::sync::Arc;

use aq_db::branch::MoveKind;
use aq_db::sandbox::{self, Sandbox, Work};
use aq_db::user;
use aq_git::CommitId;
use aq_git::protocol::RefUpdate;

use super::rules;
use super::target::Target;
use crate::app::App;
use crate::command::{self, Caller, Change, Cx};
use crate::commands::branches::_publish::{How, advance};
use crate::error::{CommandError, Result};

/// Stands in the message of a commit that a client made of files that are not committed, before the id of its parent.
const WORK_ON: &str = "Aquilon-Work-On:";

/// Moves refs, all of them or none. What they shall be at is in the repository and was checked. Gives what there is to say.
///
/// # Errors
/// The refusal.
pub async fn move_refs(app: &Arc<App>, caller: &Caller, updates: Vec<RefUpdate>) -> Result<Vec<String>> {
    let change = record(caller, &updates);
    let updates: Arc<[RefUpdate]> = updates.into();
    command::change(app, &change, move |cx| {
        let updates = updates.clone();
        Box::pin(async move {
            for update in updates.iter() {
                move_ref(cx, update).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Puts on record that refs were not moved.
pub async fn refuse(app: &Arc<App>, caller: &Caller, update: &RefUpdate, error: &CommandError) {
    command::refuse(app, &record(caller, std::slice::from_ref(update)), error).await;
}

fn record(caller: &Caller, updates: &[RefUpdate]) -> Change {
    let id = |commit: Option<CommitId>| commit.map(|id| id.to_string());
    let mut arguments = Vec::new();
    for update in updates {
        arguments.push(("ref".to_owned(), update.name.to_string()));
        arguments.extend(id(update.old).map(|old| ("old".to_owned(), old)));
        arguments.extend(id(update.new).map(|new| ("new".to_owned(), new)));
    }
    Change {
        name: "git_push",
        caller: caller.clone(),
        arguments,
    }
}

async fn move_ref(cx: &mut Cx, update: &RefUpdate) -> Result<()> {
    let caller = cx.caller.clone();
    let (target, sandbox) = rules::decide(cx.db(), &caller, update, true).await?;
    let new = update
        .new
        .ok_or_else(|| CommandError::internal("a deletion was not refused"))?;
    match target {
        Target::Head(_) => {
            let how = How {
                kind: MoveKind::Push,
                // Whether to force is decided by the client, which knows what it overwrites.
                rebase: true,
                sync: true,
                justification: None,
                reason: None,
            };
            advance(cx, &sandbox, new, &how).await
        }
        Target::Work(_) => keep_work(cx, &sandbox, new).await,
    }
}

/// Records what the caller has in a clone.
async fn keep_work(cx: &mut Cx, sandbox: &Sandbox, commit: CommitId) -> Result<()> {
    let account = cx.caller.principal.as_ref().map(|p| p.account().to_owned());
    let author = user::require(cx.db(), account.as_deref().unwrap_or_default()).await?;
    let repository = cx.app.repository.clone();
    let info = tokio::task::spawn_blocking(move || repository.commit(commit))
        .await
        .map_err(CommandError::internal)?
        .map_err(CommandError::internal)?;
    // A commit that `aq` made of files that are not committed says on which commit; any other is the user's own.
    let made_on = |parent: &&CommitId| info.message.contains(&format!("{WORK_ON} {parent}\n"));
    let base = info.parents.first().filter(made_on).copied().unwrap_or(commit);
    let work = Work {
        commit_id: commit.to_string(),
        base_id: base.to_string(),
    };
    sandbox::set_work(cx.db(), sandbox.id, author.id, &work).await?;
    cx.audit_result("commit", commit);
    Ok(())
}
