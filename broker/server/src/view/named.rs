//! Search results: `raw` shows the name alone, the other formats the whole object.

use serde_json::Value;

use crate::format::{Columns, Raw, View};

/// An object of which `raw` prints the name, as searches do without `--fullinfo`.
pub struct Named<V> {
    /// What `raw` prints.
    pub name: String,
    /// What the other formats print.
    pub view: V,
}

impl<V: View> View for Named<V> {
    fn raw(&self, out: &mut Raw) {
        out.line(&self.name);
    }

    fn csv(&self) -> Option<Vec<Columns>> {
        self.view.csv()
    }

    fn json(&self) -> Value {
        self.view.json()
    }
}
