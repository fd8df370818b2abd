//! `git push`: which refs may move, and moving them. How the objects come in is in `crate::incoming`, what is said on the
//! wire in `crate::http::git`.

mod apply;
mod rules;
mod target;

use std::sync::Arc;

use aq_auth::policy::{Access, Decision, Request};
use aq_db::principal;
use aq_git::protocol::RefUpdate;

pub use apply::{move_refs, refuse};
pub use target::Target;

use crate::app::App;
use crate::command::Caller;
use crate::error::{CommandError, Result};

/// The command whose permission a push needs: it does the same.
const LIKE: &str = "publish";

/// What may become of each ref, before anything is taken in: its target, or why not. It is decided again when the refs move.
///
/// # Errors
/// Those of the database.
pub async fn judge(
    app: &Arc<App>,
    caller: &Caller,
    path: &str,
    updates: &[RefUpdate],
) -> Result<Vec<Result<Target>>> {
    if let Err(refusal) = permitted(app, caller, path) {
        return Ok(updates.iter().map(|_| Err(refusal.clone())).collect());
    }
    let mut tx = app.db.snapshot().await?;
    let mut verdicts = Vec::with_capacity(updates.len());
    for update in updates {
        match rules::decide(&mut tx, caller, update, false).await {
            Err(error) if error.status >= 500 => return Err(error),
            verdict => verdicts.push(verdict.map(|(target, _)| target)),
        }
    }
    Ok(verdicts)
}

fn permitted(app: &Arc<App>, caller: &Caller, path: &str) -> Result<()> {
    let request = Request {
        principal: caller.principal.as_ref(),
        role: Some(&caller.role),
        command: LIKE,
        trigger: None,
        access: Access::Write,
        path,
        hosts: &[],
    };
    match app.policy.decide(&request) {
        Decision::Allow => Ok(()),
        Decision::Deny(denial) => Err(CommandError::forbidden(denial.to_string())),
    }
}

/// The row of the caller, whose realm is trusted with sandboxes.
async fn trusted(conn: &mut sqlx::PgConnection, caller: &Caller) -> Result<principal::Principal> {
    let Some(who) = &caller.principal else {
        return Err(CommandError::unauthenticated("Pushing needs a Kerberos ticket."));
    };
    let row = principal::require(conn, who.account(), &who.realm).await?;
    match row.trusted {
        true => Ok(row),
        false => Err(CommandError::forbidden(format!(
            "Realm {} is not trusted to handle sandboxes.",
            row.realm
        ))
        .hint(format!(
            "An administrator can trust it: aq update_realm --realm {} --trusted",
            row.realm
        ))),
    }
}
