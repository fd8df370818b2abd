//! Personalities, one stage at a time.

use aq_db::personality::Stage;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A stage of a personality.
pub struct PersonalityView(pub Stage);

impl View for PersonalityView {
    fn raw(&self, out: &mut Raw) {
        let stage = &self.0;
        let p = &stage.personality;
        let of = if p.is_cluster { "Cluster" } else { "Host" };
        out.line(format_args!(
            "{of} Personality: {} Archetype: {}",
            p.name, p.archetype
        ))
        .nested(|out| {
            out.optional("Stage", p.staged.then_some(stage.name))
                .field("Environment", &p.environment)
                .field("Owned by GRN", &p.owner_grn);
            for map in &stage.grns {
                out.line(format_args!("Used by GRN: {} [target: {}]", map.grn, map.target));
            }
            if p.config_override {
                out.field("Config override", "enabled");
            }
            if p.cluster_required {
                out.line("Requires clustered hosts");
            }
            out.optional("Comments", p.comments.as_ref());
        });
    }

    /// Archetype, name, stage.
    fn csv(&self) -> Option<Vec<Columns>> {
        let p = &self.0.personality;
        Some(vec![
            Columns::new().add(&p.archetype).add(&p.name).add(self.0.name),
        ])
    }

    fn json(&self) -> Value {
        let stage = &self.0;
        let p = &stage.personality;
        let grns: Vec<Value> = stage
            .grns
            .iter()
            .map(|map| json!({ "target": map.target, "eon_id": map.eon_id, "grn": map.grn }))
            .collect();
        json!({
            "archetype": p.archetype,
            "name": p.name,
            "staged": p.staged,
            "stage": stage.name.to_string(),
            "cluster": p.is_cluster,
            "host_environment": p.environment,
            "owner": { "eon_id": p.owner_eon_id, "grn": p.owner_grn },
            "grns": grns,
            "config_override": p.config_override,
            "cluster_required": p.cluster_required,
            "comments": p.comments,
        })
    }
}
