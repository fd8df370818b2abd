//! `aq show_request`: follow the messages of a request until it ends.

use uuid::Uuid;

use crate::command::prelude::*;
use crate::progress::Level;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    requestid: Option<Uuid>,
    auditid: Option<String>,
}

/// Streams the messages, whichever broker runs the request. A request id may come before its request; an audit id is known only once it was given.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let level = if cx.debug { Level::Debug } else { Level::Client };
    let id = match (args.requestid, args.auditid) {
        (Some(id), _) => id,
        (None, Some(text)) => {
            let number = text.parse().map_err(|_| {
                CommandError::argument(format!("Expected a number for --auditid, not {text}."))
            })?;
            cx.app.progress.by_audit_id(number).await?.ok_or_else(|| {
                CommandError::not_found("Audit ID", number)
                    .hint("Requests can be followed while they run and for a minute after.")
            })?
        }
        (None, None) => return Err(CommandError::argument("Please give --requestid or --auditid.")),
    };
    Ok(Answer::Progress(cx.app.progress.watched(id).await, level))
}
