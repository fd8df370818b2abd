//! Who may move which ref.

use aq_db::sandbox::{self, Sandbox};
use aq_db::{branch, user};
use aq_git::protocol::RefUpdate;
use sqlx::PgConnection;

use super::target::Target;
use super::trusted;
use crate::command::Caller;
use crate::error::{CommandError, Result};

/// Decides on a ref. With `lock` nobody else moves it until the transaction ends.
///
/// # Errors
/// The refusal, with what to do instead.
pub async fn decide(
    conn: &mut PgConnection,
    caller: &Caller,
    update: &RefUpdate,
    lock: bool,
) -> Result<(Target, Sandbox)> {
    let target = Target::of(&update.name)?;
    let who = trusted(conn, caller).await?;
    let sandbox = find(conn, target.sandbox(), lock).await?;
    match &target {
        Target::Head(_) => {
            if sandbox.owner_id != who.id {
                return Err(CommandError::forbidden(format!(
                    "Sandbox {} belongs to {}; only the owner pushes to it.",
                    sandbox.name, sandbox.owner
                ))
                .hint("Push to a sandbox of your own: aq add_sandbox makes one."));
            }
            if update.new.is_none() {
                return Err(CommandError::forbidden(format!(
                    "A sandbox is not deleted by a push: aq del_sandbox --sandbox {}",
                    sandbox.name
                )));
            }
            if update.old.map(|id| id.to_string()) != sandbox.commit_id {
                return Err(fetch_first(&sandbox));
            }
        }
        Target::Work(_) => {
            if update.new.is_none() {
                return Err(CommandError::forbidden(format!(
                    "{} is not deleted; push to it what you have.",
                    update.name
                )));
            }
            let account = &who.name;
            if user::find(conn, account).await?.is_none() {
                return Err(CommandError::argument(format!("User {account} not found."))
                    .hint(format!("aq add_user --username {account} registers users.")));
            }
        }
    }
    Ok((target, sandbox))
}

/// The sandbox, or what there is instead.
async fn find(conn: &mut PgConnection, name: &str, lock: bool) -> Result<Sandbox> {
    if let Some(found) = sandbox::find(conn, name).await? {
        return match lock {
            true => Ok(sandbox::require_locked(conn, name).await?),
            false => Ok(found),
        };
    }
    if branch::find(conn, name).await?.is_some() || name == branch::TRASH {
        return Err(CommandError::forbidden(format!(
            "{name} is a domain: nobody pushes to it; aq deploy takes changes into it."
        ))
        .hint("Push to a sandbox of yours, then deploy it."));
    }
    let missing = match sandbox::require(conn, name).await {
        Err(error) => CommandError::from(error),
        Ok(found) => return Ok(found),
    };
    let mut refusal = CommandError::forbidden(format!(
        "There is no sandbox {name}; make it first: aq add_sandbox --sandbox {name}"
    ));
    refusal.hint = missing.hint;
    Err(refusal)
}

fn fetch_first(sandbox: &Sandbox) -> CommandError {
    let head = sandbox.commit_id.as_deref().unwrap_or("no commit");
    CommandError::conflict(format!(
        "fetch first: sandbox {} is at {head} by now.",
        sandbox.name
    ))
    .hint("Somebody has pushed or published meanwhile: git pull, then push again.")
}
