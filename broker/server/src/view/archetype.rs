//! Archetypes.

use aq_db::archetype::Archetype;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// An archetype.
pub struct ArchetypeView(pub Archetype);

impl View for ArchetypeView {
    fn raw(&self, out: &mut Raw) {
        let a = &self.0;
        let of = if a.cluster_type.is_some() {
            "Cluster"
        } else {
            "Host"
        };
        let flag = if a.is_compileable { " [compilable]" } else { "" };
        out.line(format_args!("{of} Archetype: {}{flag}", a.name))
            .nested(|out| {
                out.optional("Comments", a.comments.as_ref());
            });
    }

    /// Name, whether compilable, cluster type, description, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        let a = &self.0;
        let row = Columns::new()
            .add(&a.name)
            .add(a.is_compileable)
            .maybe(a.cluster_type.as_ref())
            .maybe(a.outputdesc.as_ref())
            .maybe(a.comments.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let a = &self.0;
        json!({
            "name": a.name,
            "compilable": a.is_compileable,
            "cluster_type": a.cluster_type,
            "description": a.outputdesc,
            "comments": a.comments,
        })
    }
}
