//! Vendors of hardware.

use aq_db::vendor::Vendor;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A vendor.
pub struct VendorView(pub Vendor);

impl View for VendorView {
    fn raw(&self, out: &mut Raw) {
        out.field("Vendor", &self.0.name).nested(|out| {
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
        json!({"name": self.0.name, "comments": self.0.comments})
    }
}
