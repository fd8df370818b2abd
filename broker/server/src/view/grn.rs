//! Owners.

use aq_db::grn::Grn;
use serde_json::{Value, json};

use super::truth;
use crate::format::{Columns, Raw, View};

/// An owner.
pub struct GrnView(pub Grn);

impl View for GrnView {
    fn raw(&self, out: &mut Raw) {
        let grn = &self.0;
        out.field("GRN", &grn.grn).nested(|out| {
            out.field("EON ID", grn.eon_id)
                .field("Disabled", truth(grn.disabled));
        });
    }

    /// GRN, number, whether disabled.
    fn csv(&self) -> Option<Vec<Columns>> {
        let grn = &self.0;
        Some(vec![
            Columns::new().add(&grn.grn).add(grn.eon_id).add(grn.disabled),
        ])
    }

    fn json(&self) -> Value {
        let grn = &self.0;
        json!({ "grn": grn.grn, "eon_id": grn.eon_id, "disabled": grn.disabled })
    }
}
