//! What `--preview` prints: the rows, the plenaries, the objects compiled and the difference in their profiles.

use std::fmt::Write as _;

use aq_db::capture::Change as RowChange;
use serde_json::Value;
use similar::TextDiff;

use crate::compile::Compiled;
use crate::plenary::Change;

/// Lines of context in the unified differences.
const CONTEXT: usize = 2;

/// The report. A command that changes nothing says so.
pub fn render(rows: &[RowChange], plenaries: &[Change], profiles: &[Compiled], failed: &[String]) -> String {
    let mut out = String::from("Preview: nothing was changed.\n");
    if !failed.is_empty() {
        section(&mut out, "Objects that fail", failed.len());
        failed.iter().for_each(|line| {
            let _ = writeln!(out, "{line}");
        });
    }
    if rows.is_empty() && plenaries.is_empty() && profiles.is_empty() {
        out.push_str("The command would change nothing.\n");
        return out;
    }
    section(&mut out, "Rows", rows.len());
    for row in rows {
        row_lines(&mut out, row);
    }
    section(&mut out, "Plenaries", plenaries.len());
    for change in plenaries {
        let (before, after) = (
            change.before.as_deref().unwrap_or(""),
            change.after.as_deref().unwrap_or(""),
        );
        difference(&mut out, &change.file_name(), before, after);
    }
    section(&mut out, "Objects to compile", profiles.len());
    for compiled in profiles {
        let _ = writeln!(out, "{}", compiled.object);
    }
    let changed: Vec<&Compiled> = profiles.iter().filter(|p| p.changed()).collect();
    section(&mut out, "Profiles that differ", changed.len());
    for compiled in changed {
        difference(
            &mut out,
            &format!("{}.json", compiled.object),
            &compiled.before,
            &compiled.after,
        );
    }
    out
}

fn section(out: &mut String, title: &str, count: usize) {
    // Writing to a String does not fail, here and below.
    let _ = writeln!(out, "\n== {title}: {count}");
}

fn difference(out: &mut String, name: &str, before: &str, after: &str) {
    let diff = TextDiff::from_lines(before, after);
    let old = if before.is_empty() {
        "/dev/null".to_owned()
    } else {
        format!("a/{name}")
    };
    let new = if after.is_empty() {
        "/dev/null".to_owned()
    } else {
        format!("b/{name}")
    };
    let _ = write!(
        out,
        "{}",
        diff.unified_diff().context_radius(CONTEXT).header(&old, &new)
    );
}

/// `+ table: column=value ...` for a new row, `-` for a removed one, `~` with the columns that differ for a changed one.
fn row_lines(out: &mut String, row: &RowChange) {
    let table = &row.table;
    let _ = match (&row.old, &row.new) {
        (None, Some(new)) => writeln!(out, "+ {table}: {}", columns(new)),
        (Some(old), None) => writeln!(out, "- {table}: {}", columns(old)),
        (Some(old), Some(new)) => writeln!(out, "~ {table} {}: {}", key(new), differing(old, new)),
        (None, None) => Ok(()),
    };
}

fn columns(row: &Value) -> String {
    let fields = row.as_object().into_iter().flatten();
    fields
        .filter(|(_, v)| !v.is_null())
        .map(|(k, v)| format!("{k}={v}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn key(row: &Value) -> String {
    ["id", "name", "label"]
        .iter()
        .filter_map(|k| row.get(k).filter(|v| !v.is_null()).map(|v| format!("{k}={v}")))
        .collect::<Vec<_>>()
        .join(" ")
}

fn differing(old: &Value, new: &Value) -> String {
    let fields = new.as_object().into_iter().flatten();
    fields
        .filter_map(|(k, v)| {
            let before = old.get(k).unwrap_or(&Value::Null);
            (before != v).then(|| format!("{k}: {before} -> {v}"))
        })
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_changed_row_shows_only_what_differs() {
        let row = RowChange {
            table: "vendor".into(),
            operation: aq_db::capture::Operation::Update,
            old: Some(json!({"id": 1, "name": "acme", "comments": null})),
            new: Some(json!({"id": 1, "name": "acme", "comments": "x"})),
        };
        let text = render(&[row], &[], &[], &[]);
        assert!(
            text.contains("~ vendor id=1 name=\"acme\": comments: null -> \"x\"\n"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_said_plainly() {
        assert!(render(&[], &[], &[], &[]).contains("would change nothing"));
    }
}
