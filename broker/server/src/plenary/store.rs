//! Writes the plenaries of the touched subjects and tells what changed.

use std::collections::HashMap;

use aq_db::locks::{self, Lock};
use aq_db::plenary::{self as table, NewPlenary, PlenaryKind};
use aq_db::{branch, flush, savepoint, stale};
use aq_plenary::{Home, Kind, Plenary};

use super::generate::{Generated, generate};
use super::subject::{Subject, Touched};
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
    // All at once and sorted, so that two commands cannot wait for each other; whoever comes second generates from
    // the rows that the first one committed.
    let locks = touched
        .subjects()
        .map(|s| Lock::Subject(s.kind(), s.id()))
        .collect();
    locks::acquire_subjects(cx.db(), locks).await?;
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    for subject in touched.subjects() {
        let written = if cx.is_per_item() {
            apart(cx, subject).await?
        } else {
            bring_up_to_date(cx, subject).await?
        };
        changes.extend(written.changes);
        problems.extend(written.problem);
    }
    if !problems.is_empty() && touched.must_be_complete() {
        return Err(CommandError::incomplete(problems.join("\n")));
    }
    problems.into_iter().for_each(|p| cx.warn(p));
    // Two subjects may own templates in any order; people and tests want one order.
    changes.sort_by(|a, b| (&a.branch, &a.name).cmp(&(&b.branch, &b.name)));
    if !changes.is_empty() {
        let names: Vec<String> = changes.iter().map(|change| change.name.clone()).collect();
        stale::mark_readers_of_plenaries(cx.db(), &names).await?;
    }
    Ok(changes)
}

#[derive(Default)]
struct Written {
    changes: Vec<Change>,
    problem: Option<String>,
}

async fn bring_up_to_date(cx: &mut Cx, subject: Subject) -> Result<Written> {
    let (wanted, problem) = match generate(cx, subject).await? {
        Generated::Complete(plenaries) => (plenaries, None),
        Generated::Incomplete { plenaries, reason } => (plenaries, Some(reason)),
    };
    Ok(Written {
        changes: write(cx, subject, &wanted).await?,
        problem,
    })
}

/// As [`bring_up_to_date`]; what fails leaves this subject as it was and the others alone. What concerns all of them (the
/// database away, a conflict with another command) is the command's own failure.
async fn apart(cx: &mut Cx, subject: Subject) -> Result<Written> {
    savepoint::begin(cx.db()).await?;
    let error = match bring_up_to_date(cx, subject).await {
        Ok(written) => {
            savepoint::keep(cx.db()).await?;
            return Ok(written);
        }
        Err(error) if error.retry || error.status == 503 => return Err(error),
        Err(error) => error,
    };
    savepoint::undo(cx.db()).await?;
    let name = flush::name(cx.db(), subject.group(), subject.id()).await?;
    let item = format!(
        "{} {}",
        subject.title(),
        name.unwrap_or_else(|| subject.id().to_string())
    );
    cx.fail_item(&item, &error);
    Ok(Written::default())
}

async fn write(cx: &mut Cx, subject: Subject, wanted: &[Plenary]) -> Result<Vec<Change>> {
    let mut ids: HashMap<String, i64> = HashMap::new();
    for plenary in wanted {
        if let Home::Branch(name) = &plenary.home
            && !ids.contains_key(name)
        {
            ids.insert(name.clone(), branch::id(cx.db(), name).await?);
        }
    }
    let branch_id = |p: &Plenary| match &p.home {
        Home::Branch(name) => ids.get(name).copied(),
        Home::Shared => None,
    };
    let paths: Vec<String> = wanted.iter().map(Plenary::path).collect();
    let rows: Vec<NewPlenary<'_>> = wanted
        .iter()
        .zip(&paths)
        .map(|(p, name)| NewPlenary {
            branch_id: branch_id(p),
            name,
            kind: kind(p.kind),
            object_kind: subject.kind(),
            object_id: subject.id(),
            content: &p.body,
        })
        .collect();
    // What the subject still has from before under other names or in another branch goes.
    let stored = table::of_object(cx.db(), subject.kind(), subject.id()).await?;
    let mut differences = Vec::new();
    for old in stored {
        if !rows
            .iter()
            .any(|n| n.branch_id == old.branch_id && n.name == old.name)
        {
            differences.extend(table::delete(cx.db(), old.branch_id, &[old.name]).await?);
        }
    }
    differences.extend(table::upsert(cx.db(), &rows).await?);

    let branches: Vec<i64> = differences.iter().filter_map(|d| d.branch_id).collect();
    let names: HashMap<i64, String> = branch::names(cx.db(), &branches).await?.into_iter().collect();
    Ok(differences
        .into_iter()
        .map(|d| Change {
            branch: d.branch_id.and_then(|id| names.get(&id).cloned()),
            name: d.name,
            before: d.old,
            after: d.new,
        })
        .collect())
}

fn kind(kind: Kind) -> PlenaryKind {
    match kind {
        Kind::Object => PlenaryKind::Object,
        Kind::Structure => PlenaryKind::Structure,
        Kind::Unique => PlenaryKind::Unique,
    }
}
