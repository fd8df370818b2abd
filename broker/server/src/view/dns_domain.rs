//! DNS domains.

use aq_db::dns_domain::{DnsDomain, KIND};
use serde_json::{Value, json};

use super::truth;
use crate::format::{Columns, Raw, View};

/// A DNS domain.
pub struct DnsDomainView(pub DnsDomain);

impl View for DnsDomainView {
    fn raw(&self, out: &mut Raw) {
        out.field(KIND, &self.0.name).nested(|out| {
            out.field("Restricted", truth(self.0.restricted));
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
        json!({"name": self.0.name, "restricted": self.0.restricted, "comments": self.0.comments})
    }
}
