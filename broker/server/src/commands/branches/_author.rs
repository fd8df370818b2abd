//! Who may have a sandbox, and whose it is.

use aq_db::principal::{self, Principal};
use aq_db::sandbox::{self, Sandbox};
use aq_db::user::{self, User};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// The role that may change the sandboxes of others.
const ADMINISTRATOR: &str = "aqd_admin";

/// The caller, whose realm is trusted with sandboxes.
pub async fn trusted(cx: &mut Cx) -> Result<Principal> {
    let Some(caller) = cx.caller.principal.clone() else {
        return Err(CommandError::unauthenticated(
            "Sandboxes need an authenticated connection.",
        ));
    };
    let row = principal::require(cx.db(), caller.account(), &caller.realm).await?;
    if !row.trusted {
        return Err(CommandError::forbidden(format!(
            "Realm {} is not trusted to handle sandboxes.",
            row.realm
        ))
        .hint(format!(
            "An administrator can trust it: aq update_realm --realm {} --trusted",
            row.realm
        )));
    }
    Ok(row)
}

/// The caller as the author of a sandbox given as `sandbox` or `author/sandbox`, with the sandbox's name. Nobody works on
/// behalf of anybody else.
pub async fn own(cx: &mut Cx, text: &str) -> Result<(String, Principal, User)> {
    let caller = trusted(cx).await?;
    let (author, name) = sandbox::split(text);
    let author = require_author(cx, author.unwrap_or(&caller.name)).await?;
    if author.name != caller.name {
        return Err(CommandError::argument(format!(
            "Principal {} cannot add or get a sandbox on behalf of '{}'.",
            caller.qualified(),
            author.name
        )));
    }
    Ok((name.to_lowercase(), caller, author))
}

/// The sandbox given as `author/sandbox`, as commands that put objects into it or compile there take it.
pub async fn of(cx: &mut Cx, text: &str) -> Result<(Sandbox, User)> {
    let (Some(author), name) = sandbox::split(text) else {
        return Err(CommandError::argument(
            "Expected sandbox as 'author/branch', author name and branch name separated by a slash.",
        )
        .hint(format!(
            "aq search_sandbox finds sandboxes; with you as the author it is {}/{text}.",
            cx.caller.principal.as_ref().map_or("author", |p| p.account())
        )));
    };
    let sandbox = sandbox::require(cx.db(), name).await?;
    let author = require_author(cx, author).await?;
    Ok((sandbox, author))
}

/// The user that is the author.
pub async fn require_author(cx: &mut Cx, name: &str) -> Result<User> {
    user::require(cx.db(), name).await.map_err(|error| {
        let missing = error.to_string();
        CommandError::from(error).hint(format!("{missing} aq add_user registers users."))
    })
}

/// Refuses whoever neither owns the sandbox nor is an administrator.
pub fn check_owner(cx: &Cx, sandbox: &Sandbox, caller: &Principal, verb: &str) -> Result<()> {
    if sandbox.owner_id == caller.id || cx.caller.role == ADMINISTRATOR {
        return Ok(());
    }
    Err(
        CommandError::forbidden(format!("Only the owner or an AQD admin can {verb} a sandbox."))
            .hint(format!("Sandbox {} belongs to {}.", sandbox.name, sandbox.owner)),
    )
}
