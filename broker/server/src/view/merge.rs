//! What a merge brings: commits, files, and what becomes of objects.

use aq_git::Change;
use serde_json::{Value, json};

use crate::effect::{Effect, Merged};
use crate::format::{Columns, Raw, View};

/// Groups and problems that are shown in `raw`; all of them are in the JSON.
const GROUPS: usize = 25;
/// Changes of one group that are shown.
const LINES: usize = 15;
/// Objects that are named for one group.
const NAMED: usize = 3;

/// A merge with its effect; there is none when nothing is merged.
pub struct MergeView {
    /// Commits, files, conflicts.
    pub merged: Merged,
    /// What becomes of objects.
    pub effect: Option<Effect>,
}

impl View for MergeView {
    fn raw(&self, out: &mut Raw) {
        if let Some(effect) = &self.effect {
            draw(effect, out);
        }
        if !self.merged.conflicts.is_empty() {
            out.line("Merge Conflicts:").nested(|out| {
                for path in &self.merged.conflicts {
                    out.line(path);
                }
            });
        }
        out.line(format_args!("Commits: {}", self.merged.commits.len()))
            .nested(|out| {
                for commit in &self.merged.commits {
                    let subject = commit.message.lines().next().unwrap_or_default();
                    let short: String = commit.id.to_string().chars().take(12).collect();
                    out.line(format_args!("{short} {} ({})", subject, commit.author_name));
                }
            });
        out.line(format_args!("Changed Files: {}", self.merged.files.len()))
            .nested(|out| {
                for file in &self.merged.files {
                    out.line(format_args!("{} {}", mark(file.change), file.path));
                }
            });
        let (patch, whole) = &self.merged.patch;
        if !patch.is_empty() {
            out.line("Diff:");
            for line in patch.lines() {
                out.line(line);
            }
            if !whole {
                out.line("... the rest of the diff is left out: it is too large");
            }
        }
    }

    /// Count of objects, change: one line for each change of each group; failures come first.
    fn csv(&self) -> Option<Vec<Columns>> {
        let effect = self.effect.as_ref()?;
        let failures = effect.failures.iter().map(|failure| {
            let problem = failure.problem.lines().next().unwrap_or_default().to_owned();
            Columns::new()
                .add(failure.objects.len())
                .add("fails")
                .add(problem)
        });
        let changes = effect.groups.iter().flat_map(|group| {
            group
                .changes
                .iter()
                .map(|change| Columns::new().add(group.objects.len()).add("changes").add(change))
        });
        Some(failures.chain(changes).collect())
    }

    fn json(&self) -> Value {
        let commits: Vec<Value> = self
            .merged
            .commits
            .iter()
            .map(|commit| {
                json!({
                    "id": commit.id.to_string(),
                    "author": commit.author_name,
                    "email": commit.author_email,
                    "time": commit.time,
                    "message": commit.message,
                })
            })
            .collect();
        let files: Vec<Value> = self
            .merged
            .files
            .iter()
            .map(|file| json!({ "path": file.path, "change": mark(file.change) }))
            .collect();
        json!({
            "effect": self.effect,
            "conflicts": self.merged.conflicts,
            "commits": commits,
            "files": files,
            "diff": self.merged.patch.0,
            "diff_is_whole": self.merged.patch.1,
        })
    }
}

fn mark(change: Change) -> &'static str {
    match change {
        Change::Added => "A",
        Change::Removed => "D",
        Change::Modified => "M",
    }
}

/// Failures first, then what changes for most objects.
fn draw(effect: &Effect, out: &mut Raw) {
    out.line(format_args!(
        "Effect: {} objects touched, {} profiles change",
        effect.objects, effect.changed
    ))
    .nested(|out| {
        for (failures, words) in [
            (&effect.failures, "will not compile"),
            (&effect.failing_before, "do not compile, as before"),
        ] {
            for failure in failures.iter().take(GROUPS) {
                out.line(format_args!(
                    "{} {words}: {}",
                    count(&failure.objects),
                    named(&failure.objects)
                ))
                .nested(|out| {
                    for line in failure.problem.lines() {
                        out.line(line);
                    }
                });
            }
        }
        if !effect.mended.is_empty() {
            out.line(format_args!(
                "{} compile again: {}",
                count(&effect.mended),
                named(&effect.mended)
            ));
        }
        for group in effect.groups.iter().take(GROUPS) {
            out.line(format_args!(
                "{}: {}",
                count(&group.objects),
                named(&group.objects)
            ))
            .nested(|out| {
                for change in group.changes.iter().take(LINES) {
                    out.line(change);
                }
                if group.changes.len() > LINES {
                    out.line(format_args!(
                        "and {} more changes",
                        group.changes.len().saturating_sub(LINES)
                    ));
                }
            });
        }
        if effect.groups.len() > GROUPS {
            out.line(format_args!(
                "and {} more groups of changes (--format json shows all)",
                effect.groups.len().saturating_sub(GROUPS)
            ));
        }
    });
}

fn count(objects: &[String]) -> String {
    match objects.len() {
        1 => "1 object".to_owned(),
        number => format!("{number} objects"),
    }
}

fn named(objects: &[String]) -> String {
    let mut text = objects
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if objects.len() > NAMED {
        text.push_str(", ...");
    }
    text
}
