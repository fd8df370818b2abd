//! `aq show_active_commands`: the requests that are running now.

use crate::command::prelude::*;
use crate::progress::Level;
use crate::view::active::ActiveView;

/// No options.
#[derive(Debug, Deserialize)]
pub struct Args {}

/// Lists them, whichever broker runs them, oldest first, each with what it has said so far; `--debug` adds the lines for developers.
pub async fn run(cx: &mut Cx, _args: Args) -> Result<Answer> {
    let level = if cx.debug { Level::Debug } else { Level::Client };
    let own = cx.request_id;
    let active = cx
        .app
        .progress
        .active(level)
        .await?
        .into_iter()
        .filter(|a| a.request_id != own);
    Ok(Answer::objects(active.map(ActiveView)))
}
