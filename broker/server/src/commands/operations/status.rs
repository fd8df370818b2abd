//! `aq status`: what the broker is and who the caller is to it.

use crate::command::prelude::*;
use crate::view::status::StatusView;

/// No options.
#[derive(Debug, Deserialize)]
pub struct Args {}

/// Version, server, database and, for an authenticated caller, principal and role.
pub async fn run(cx: &mut Cx, _args: Args) -> Result<Answer> {
    let database = aq_db::server::describe(cx.db()).await?;
    Ok(Answer::object(StatusView {
        version: env!("CARGO_PKG_VERSION"),
        server: cx.app.address.get().unwrap_or(&cx.app.config.listen).to_string(),
        database,
        sandboxes: cx.app.config.templates_dir().display().to_string(),
        caller: cx
            .caller
            .principal
            .as_ref()
            .map(|p| (p.to_string(), cx.caller.role.clone())),
    }))
}
