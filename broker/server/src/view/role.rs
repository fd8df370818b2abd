//! Roles.

use aq_db::role::Role;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A role.
pub struct RoleView(pub Role);

impl View for RoleView {
    fn raw(&self, out: &mut Raw) {
        out.field("Role", &self.0.name);
    }

    /// Name, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        Some(vec![
            Columns::new().add(&self.0.name).maybe(self.0.comments.as_ref()),
        ])
    }

    fn json(&self) -> Value {
        json!({ "name": self.0.name, "comments": self.0.comments })
    }
}
