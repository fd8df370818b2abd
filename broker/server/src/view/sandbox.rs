//! Sandboxes.

use aq_db::sandbox::Sandbox;
use serde_json::{Value, json};

use super::truth;
use crate::format::{Columns, Raw, View};

/// What the reference prints where a value is missing.
const NONE: &str = "None";

/// A sandbox, with the place of an author's clone when one was asked for.
pub struct SandboxView {
    /// The sandbox.
    pub sandbox: Sandbox,
    /// Where the reference keeps the clone.
    pub path: Option<String>,
}

impl View for SandboxView {
    fn raw(&self, out: &mut Raw) {
        let s = &self.sandbox;
        let flag = if s.autosync { " [autosync]" } else { "" };
        out.line(format_args!("Sandbox: {}{flag}", s.name)).nested(|out| {
            out.field("Validated", truth(s.is_sync_valid))
                .field("Owner", &s.owner)
                .field("Compiler", s.compiler.as_deref().unwrap_or(NONE))
                .field("Base Commit", &s.base_commit)
                .optional("Profile Formats", s.formats.as_ref())
                .optional("Path", self.path.as_ref())
                .optional("Comments", s.comments.as_ref());
        });
    }

    /// Name, head, owner, base commit, whether validated, autosync, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        let s = &self.sandbox;
        let row = Columns::new()
            .add(&s.name)
            .maybe(s.commit_id.as_ref())
            .add(&s.owner)
            .add(&s.base_commit)
            .add(s.is_sync_valid)
            .add(s.autosync)
            .maybe(s.comments.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let s = &self.sandbox;
        json!({
            "name": s.name,
            "commit": s.commit_id,
            "base_commit": s.base_commit,
            "owner": s.owner,
            "validated": s.is_sync_valid,
            "autosync": s.autosync,
            "compiler": s.compiler,
            "formats": s.formats,
            "path": self.path,
            "comments": s.comments,
        })
    }
}
