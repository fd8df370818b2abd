//! Kerberos principals with their roles.

use aq_db::principal::Principal;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A principal.
pub struct PrincipalView(pub Principal);

impl View for PrincipalView {
    fn raw(&self, out: &mut Raw) {
        let p = &self.0;
        out.line(format_args!(
            "User Principal: {} [role: {}]",
            p.qualified(),
            p.role
        ))
        .nested(|out| {
            out.optional("Comments", p.comments.as_ref());
        });
    }

    /// Principal, role.
    fn csv(&self) -> Option<Vec<Columns>> {
        Some(vec![Columns::new().add(self.0.qualified()).add(&self.0.role)])
    }

    fn json(&self) -> Value {
        let p = &self.0;
        json!({
            "principal": p.qualified(),
            "name": p.name,
            "realm": p.realm,
            "role": p.role,
            "comments": p.comments,
        })
    }
}
