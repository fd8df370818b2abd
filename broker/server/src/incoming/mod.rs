//! What users send into the repository, by `git push` and by `aq publish`: the same checks for both.

mod syntax;

use std::sync::Arc;

use aq_git::{Checked, CommitId, Incoming, ReceiveError};

use crate::app::App;
use crate::error::{CommandError, Result};
use crate::fault::{self, Point};

/// Which checks a commit has to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Everything, the syntax of new and changed templates included.
    Published,
    /// Everything but the syntax of templates: who tries something out wants to be told by the compiler.
    Tried,
}

/// Checks commits that came in, and takes all that came into the repository when they pass. Nothing refers to them yet.
///
/// # Errors
/// What is wrong, for the user: with the path of the file and what to do; templates with the diagnostics of the parser.
pub async fn accept(
    app: &Arc<App>,
    incoming: Incoming,
    commits: Vec<(CommitId, Check)>,
) -> Result<Vec<Checked>> {
    let known = known(app).await?;
    let app = app.clone();
    fault::pass(Point::PackReceived);
    let work = move || {
        let limits = app.config.git.limits();
        let mut accepted = Vec::with_capacity(commits.len());
        for (commit, check) in commits {
            let checked = incoming.check(commit, &known, &limits).map_err(refused)?;
            if check == Check::Published {
                syntax::check(&incoming, &checked.templates, app.compile_threads)?;
            }
            accepted.push(checked);
        }
        incoming.accept().map_err(refused)?;
        fault::pass(Point::PackAccepted);
        Ok(accepted)
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(CommandError::internal)?
}

/// A refusal for the user; what is the broker's own fault goes to the log.
pub fn refused(error: ReceiveError) -> CommandError {
    if error.is_no_room() {
        return CommandError::no_room(error);
    }
    if error.is_internal() {
        return CommandError::internal(error);
    }
    let text = error.to_string();
    let mut sentence: String = text.chars().take(1).flat_map(char::to_uppercase).collect();
    // Paths keep their case.
    match &error {
        ReceiveError::FileTooLarge { .. } | ReceiveError::Submodule(_) | ReceiveError::TooDeep(_) => {
            sentence = text;
        }
        _ => sentence.extend(text.chars().skip(1)),
    }
    sentence.push('.');
    CommandError::argument(sentence)
}

/// The heads of all branches: what they contain was checked when it came.
async fn known(app: &Arc<App>) -> Result<Vec<CommitId>> {
    let mut tx = app.db.snapshot().await?;
    let heads = aq_db::branch::heads(&mut tx).await?;
    Ok(heads
        .into_iter()
        .filter_map(|(_, commit)| commit.parse().ok())
        .collect())
}
