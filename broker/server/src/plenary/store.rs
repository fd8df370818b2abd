//! Writes the plenaries of the touched subjects and tells what changed.

use aq_db::plenary::{self as table, Stored};
use aq_plenary::Home;

use super::generate::{Generated, generate};
use super::subject::Touched;
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// A plenary that the command added, removed or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Branch of an object template; `None` for a template that all branches share.
    pub branch: Option<String>,
    /// Name under which templates include it.
    pub name: String,
    /// Text before the command; `None` when it did not exist.
    pub before: Option<String>,
    /// Text after the command; `None` when it is removed.
    pub after: Option<String>,
}

impl Change {
    /// Path of the exported file below the export directory.
    pub fn file_name(&self) -> String {
        crate::export::plenary_path(self.branch.as_deref(), &self.name)
    }
}

/// Generates, compares and writes. What is incomplete (a required service without instance...) is removed with a
/// warning, or is an error when the command needs it complete; all such errors are reported together.
pub async fn store(cx: &mut Cx, touched: &Touched) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    for subject in touched.subjects() {
        // Taken in the order of the set, so that two commands cannot wait for each other; whoever comes second
        // generates from the rows that the first one committed.
        table::lock_subject(cx.db(), subject.kind(), subject.id()).await?;
        let wanted = match generate(cx, subject).await? {
            Generated::Complete(plenaries) => plenaries,
            Generated::Incomplete { plenaries, reason } => {
                problems.push(reason);
                plenaries
            }
        };
        let mut stored = table::of_subject(cx.db(), subject.kind(), subject.id()).await?;
        for plenary in wanted {
            let branch = match &plenary.home {
                Home::Shared => None,
                Home::Branch(name) => Some(name.clone()),
            };
            let name = plenary.path();
            let before = take(&mut stored, branch.as_deref(), &name);
            if before.as_ref().is_some_and(|b| b.content == plenary.body) {
                continue;
            }
            table::put(
                cx.db(),
                &table::New {
                    branch: branch.as_deref(),
                    name: &name,
                    kind: plenary.kind.as_str(),
                    object_kind: subject.kind(),
                    object_id: subject.id(),
                    content: &plenary.body,
                },
            )
            .await?;
            changes.push(Change { branch, name, before: before.map(|b| b.content), after: Some(plenary.body) });
        }
        for old in stored {
            table::remove(cx.db(), old.id).await?;
            changes.push(Change { branch: old.branch, name: old.name, before: Some(old.content), after: None });
        }
    }
    if !problems.is_empty() && touched.must_be_complete() {
        return Err(CommandError::incomplete(problems.join("\n")));
    }
    problems.into_iter().for_each(|p| cx.warn(p));
    // Two subjects may own templates in any order; people and tests want one order.
    changes.sort_by(|a, b| (&a.branch, &a.name).cmp(&(&b.branch, &b.name)));
    Ok(changes)
}

fn take(stored: &mut Vec<Stored>, branch: Option<&str>, name: &str) -> Option<Stored> {
    let position = stored.iter().position(|s| s.branch.as_deref() == branch && s.name == name)?;
    Some(stored.swap_remove(position))
}
