//! The owners of a host, its own and those of its personality.

use aq_db::host::UsedBy;
use aq_db::machine::Detail;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A host of which only the owners are shown.
pub struct HostGrnsView(pub Detail);

impl HostGrnsView {
    /// Every GRN that uses the host, by target, and whether it comes from the personality alone.
    fn used_by(&self) -> Vec<(&UsedBy, bool)> {
        let Some(role) = &self.0.host else {
            return Vec::new();
        };
        let inherited = role
            .personality
            .grns
            .iter()
            .filter(|used| !role.grns.contains(used));
        let mut all: Vec<(&UsedBy, bool)> = role
            .grns
            .iter()
            .map(|used| (used, false))
            .chain(inherited.map(|used| (used, true)))
            .collect();
        all.sort_by(|a, b| a.0.target.cmp(&b.0.target));
        all
    }
}

impl View for HostGrnsView {
    fn raw(&self, out: &mut Raw) {
        let machine = &self.0.machine;
        if let Some(name) = &machine.primary_name {
            match machine.primary_ip {
                Some(ip) => out.field("Primary Name", format_args!("{name} [{}]", ip.ip())),
                None => out.field("Primary Name", name),
            };
        }
        let Some(role) = &self.0.host else { return };
        out.nested(|out| {
            match &role.owner {
                Some(owner) => out.field("Owned by GRN", owner),
                None => out.field(
                    "Owned by GRN",
                    format_args!("{} [inherited]", role.personality.owner),
                ),
            };
            for (used, inherited) in self.used_by() {
                let inherited = if inherited { ", inherited" } else { "" };
                out.field(
                    "Used by GRN",
                    format_args!("{} [target: {}{inherited}]", used.grn, used.target),
                );
            }
        });
    }

    /// Name of the host, owner or target, GRN, whether it is inherited: one row per GRN.
    fn csv(&self) -> Option<Vec<Columns>> {
        let role = self.0.host.as_ref()?;
        let name = self.0.machine.display_name();
        let row = |what: &str, grn: &str, inherited: bool| {
            Columns::new()
                .add(name)
                .add(what)
                .add(grn)
                .add(if inherited { "True" } else { "False" })
        };
        let owner = role.owner.as_ref().unwrap_or(&role.personality.owner);
        let mut rows = vec![row("owner", owner, role.owner.is_none())];
        rows.extend(
            self.used_by()
                .into_iter()
                .map(|(used, inherited)| row(&used.target, &used.grn, inherited)),
        );
        Some(rows)
    }

    fn json(&self) -> Value {
        let role = self.0.host.as_ref();
        let used: Vec<Value> = self
            .used_by()
            .into_iter()
            .map(|(used, inherited)| json!({"target": used.target, "grn": used.grn, "inherited": inherited}))
            .collect();
        json!({
            "hostname": self.0.machine.primary_name,
            "owner": role.map(|role| role.owner.as_ref().unwrap_or(&role.personality.owner)),
            "owner_inherited": role.map(|role| role.owner.is_none()),
            "used_by": used,
        })
    }
}
