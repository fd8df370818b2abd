//! A difference of two profiles, for `aq diff`.

use pan_value::Value as PanValue;
use serde_json::{Value, json};

use crate::compare::{Change, Json};
use crate::format::{Columns, Raw, View};

/// A difference of two profiles.
pub struct ChangeView(pub Change);

impl View for ChangeView {
    fn raw(&self, out: &mut Raw) {
        out.line(&self.0);
    }

    fn csv(&self) -> Option<Vec<Columns>> {
        let change = &self.0;
        let row = Columns::new().add(change.kind.name()).add(&change.path);
        let row = row.maybe(change.before.as_ref().map(Json));
        Some(vec![row.maybe(change.after.as_ref().map(Json))])
    }

    /// Without `before` it was added, without `after` removed.
    fn json(&self) -> Value {
        let change = &self.0;
        let mut object = json!({ "change": change.kind.name(), "path": change.path });
        if let Some(fields) = object.as_object_mut() {
            for (name, value) in [("before", &change.before), ("after", &change.after)] {
                if let Some(value) = value {
                    fields.insert(name.to_owned(), plain(value));
                }
            }
        }
        object
    }
}

fn plain(value: &PanValue) -> Value {
    let text = Json(value).to_string();
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
