//! Operating systems.

use aq_db::os::OperatingSystem;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A version of an operating system.
pub struct OsView(pub OperatingSystem);

impl View for OsView {
    fn raw(&self, out: &mut Raw) {
        let os = &self.0;
        out.field("Operating System", &os.name).nested(|out| {
            out.field("Version", &os.version)
                .field("Archetype", &os.archetype)
                .field("Lifecycle", &os.lifecycle)
                .optional("Comments", os.comments.as_ref());
        });
    }

    /// Archetype, name, version, life cycle, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        let os = &self.0;
        let row = Columns::new()
            .add(&os.archetype)
            .add(&os.name)
            .add(&os.version)
            .add(&os.lifecycle)
            .maybe(os.comments.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let os = &self.0;
        json!({
            "archetype": os.archetype,
            "name": os.name,
            "version": os.version,
            "lifecycle": os.lifecycle,
            "comments": os.comments,
        })
    }
}
