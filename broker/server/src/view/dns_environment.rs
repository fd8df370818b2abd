//! DNS environments.

use aq_db::dns_environment::{DnsEnvironment, KIND};
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A DNS environment.
pub struct DnsEnvironmentView(pub DnsEnvironment);

impl View for DnsEnvironmentView {
    fn raw(&self, out: &mut Raw) {
        out.field(KIND, &self.0.name).nested(|out| {
            out.optional("Comments", self.0.comments.as_ref());
        });
    }

    /// Name, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        Some(vec![
            Columns::new().add(&self.0.name).maybe(self.0.comments.as_ref()),
        ])
    }

    fn json(&self) -> Value {
        json!({"name": self.0.name, "is_default": self.0.is_default, "comments": self.0.comments})
    }
}
