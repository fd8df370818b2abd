//! Domains.

use aq_db::domain::Domain;
use serde_json::{Value, json};

use super::truth;
use crate::format::{Columns, Raw, View};

/// What the reference prints where a value is missing.
const NONE: &str = "None";

/// A domain.
pub struct DomainView(pub Domain);

impl View for DomainView {
    fn raw(&self, out: &mut Raw) {
        let d = &self.0;
        let flag = if d.autosync { " [autosync]" } else { "" };
        out.line(format_args!("Domain: {}{flag}", d.name)).nested(|out| {
            if let Some(tracked) = &d.tracked_branch {
                let kind = d.tracked_type.as_deref().unwrap_or("branch");
                out.field("Tracking", format_args!("{kind} {tracked}"))
                    .field("Rollback commit", d.rollback_commit.as_deref().unwrap_or(NONE));
            }
            out.field("Validated", truth(d.is_sync_valid))
                .field("Compiler", d.compiler.as_deref().unwrap_or(NONE))
                .field("Requires Change Manager", truth(d.requires_change_manager))
                .field("May Contain Hosts/Clusters", truth(d.allow_manage))
                .optional("Profile Formats", d.formats.as_ref())
                .field("Archived", truth(d.archived))
                .optional("Comments", d.comments.as_ref())
                .field("Auto Compile", truth(d.auto_compile));
        });
    }

    /// Name, head, branch that is followed, whether validated, autosync, change manager, may contain hosts, archived,
    /// auto compile, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        let d = &self.0;
        let row = Columns::new()
            .add(&d.name)
            .maybe(d.commit_id.as_ref())
            .maybe(d.tracked_branch.as_ref())
            .add(d.is_sync_valid)
            .add(d.autosync)
            .add(d.requires_change_manager)
            .add(d.allow_manage)
            .add(d.archived)
            .add(d.auto_compile)
            .maybe(d.comments.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let d = &self.0;
        json!({
            "name": d.name,
            "commit": d.commit_id,
            "tracked_branch": d.tracked_branch,
            "rollback_commit": d.rollback_commit,
            "validated": d.is_sync_valid,
            "autosync": d.autosync,
            "compiler": d.compiler,
            "formats": d.formats,
            "change_manager": d.requires_change_manager,
            "allow_manage": d.allow_manage,
            "archived": d.archived,
            "auto_compile": d.auto_compile,
            "comments": d.comments,
        })
    }
}
