//! What became of rebuilding a profile, for `aq rebuild_profile`.

use serde_json::{Value, json};

use super::change::ChangeView;
use crate::compare::Change;
use crate::compile::ENGINE_VERSION;
use crate::format::{Columns, Raw, View};

/// A profile that was made again.
pub struct RebuiltView {
    /// Name of the object.
    pub object: String,
    /// Its version.
    pub version: i64,
    /// The engine that made the record.
    pub recorded_engine: String,
    /// The XML form is the same.
    pub xml: bool,
    /// The JSON form is the same.
    pub json: bool,
    /// What differs in the profile.
    pub changes: Vec<Change>,
}

impl RebuiltView {
    fn result(&self) -> &'static str {
        match (self.xml, self.json) {
            (true, true) => "identical",
            (false, true) => "the same profile, written differently as XML",
            (true, false) => "the same profile, written differently as JSON",
            (false, false) if self.changes.is_empty() => "the same profile, written differently",
            (false, false) => "different",
        }
    }
}

impl View for RebuiltView {
    fn raw(&self, out: &mut Raw) {
        out.line(format_args!(
            "Version {} of {}: {}",
            self.version,
            self.object,
            self.result()
        ));
        if !(self.xml && self.json) {
            out.line(format_args!(
                "Made by {}, rebuilt by {ENGINE_VERSION}.",
                self.recorded_engine
            ));
        }
        self.changes.iter().for_each(|change| {
            out.line(change);
        });
    }

    fn csv(&self) -> Option<Vec<Columns>> {
        let row = Columns::new()
            .add(&self.object)
            .add(self.version)
            .add(self.result());
        Some(vec![row.add(&self.recorded_engine).add(ENGINE_VERSION)])
    }

    fn json(&self) -> Value {
        let changes = self.changes.iter().map(|c| ChangeView(c.clone()).json());
        json!({
            "object": self.object,
            "version": self.version,
            "identical": self.xml && self.json,
            "result": self.result(),
            "recorded_engine": self.recorded_engine,
            "engine": ENGINE_VERSION,
            "changes": changes.collect::<Vec<_>>(),
        })
    }
}
