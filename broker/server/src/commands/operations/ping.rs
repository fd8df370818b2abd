//! `aq ping`: does the broker answer?

use crate::command::prelude::*;

/// No options.
#[derive(Debug, Deserialize)]
pub struct Args {}

/// Answers without touching anything.
pub async fn run(_cx: &mut Cx, _args: Args) -> Result<Answer> {
    Ok(Answer::Nothing)
}
