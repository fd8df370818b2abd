//! What was forgotten, for `aq trim_history`.

use aq_db::profile::Trimmed;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// What was forgotten, or would be.
pub struct TrimmedView {
    /// What.
    pub trimmed: Trimmed,
    /// It is still there.
    pub dryrun: bool,
}

impl View for TrimmedView {
    fn raw(&self, out: &mut Raw) {
        let t = &self.trimmed;
        if self.dryrun {
            out.line("Dry run: nothing was removed.");
        }
        out.field(
            "Versions",
            format_args!("{} of {} objects", t.versions, t.objects),
        )
        .field(
            "Profile contents",
            format_args!("{} ({} bytes)", t.contents, t.content_bytes),
        )
        .field(
            "Generated templates",
            format_args!("{} ({} bytes), {} sets", t.texts, t.text_bytes, t.plenary_sets),
        )
        .field("Dependency sets", t.dependency_sets);
    }

    fn csv(&self) -> Option<Vec<Columns>> {
        let t = &self.trimmed;
        let counts = [
            t.versions,
            t.objects,
            t.contents,
            t.content_bytes,
            t.texts,
            t.text_bytes,
            t.plenary_sets,
            t.dependency_sets,
        ];
        Some(vec![counts.into_iter().fold(Columns::new(), Columns::add)])
    }

    fn json(&self) -> Value {
        let t = &self.trimmed;
        json!({
            "dryrun": self.dryrun,
            "versions": t.versions,
            "objects": t.objects,
            "contents": t.contents,
            "content_bytes": t.content_bytes,
            "templates": t.texts,
            "template_bytes": t.text_bytes,
            "plenary_sets": t.plenary_sets,
            "dependency_sets": t.dependency_sets,
        })
    }
}
