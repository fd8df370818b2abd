//! A running request, for `aq show_active_commands`.

use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};
use crate::progress::Active;

/// A running request.
pub struct ActiveView(pub Active);

impl View for ActiveView {
    fn raw(&self, out: &mut Raw) {
        let a = &self.0;
        out.line(format_args!(
            "{} [{}] {}: {} ({} s)",
            a.audit_id.map_or_else(|| "-".to_owned(), |n| n.to_string()),
            a.request_id,
            a.user,
            a.description,
            a.age.as_secs()
        ));
        out.nested(|out| {
            for line in &a.lines {
                out.line(line);
            }
        });
    }

    /// Number in the audit, request id, user, command, seconds.
    fn csv(&self) -> Option<Vec<Columns>> {
        let a = &self.0;
        Some(vec![
            Columns::new()
                .maybe(a.audit_id)
                .add(a.request_id)
                .add(&a.user)
                .add(&a.description)
                .add(a.age.as_secs()),
        ])
    }

    fn json(&self) -> Value {
        let a = &self.0;
        json!({
            "auditid": a.audit_id,
            "requestid": a.request_id,
            "user": a.user,
            "command": a.description,
            "seconds": a.age.as_secs(),
            "messages": a.lines,
        })
    }
}
