//! Whether a name that is managed elsewhere is known there.

use std::time::Duration;

use crate::command::Cx;

/// How long the resolver may take; its answer is only for a warning.
const PATIENCE: Duration = Duration::from_secs(2);

/// Warns when the machine's resolver does not know the name. Names of restricted domains live in other systems, so that
/// a typing error in one would otherwise go unnoticed.
pub async fn warn_if_unknown(cx: &Cx, name: &str) {
    let problem = match tokio::time::timeout(PATIENCE, tokio::net::lookup_host((name, 0))).await {
        Ok(Ok(_)) => return,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the resolver took too long".to_owned(),
    };
    cx.say(format!(
        "WARNING: Will create a reference to {name}, but trying to resolve it resulted in an error: {problem}."
    ));
}
