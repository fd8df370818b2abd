//! What makes hardware a host, as it is shown with the hardware.

use aq_db::host::Role;
use serde_json::{Value, json};

use crate::format::Raw;

/// Lines of the host, below those of its hardware.
pub fn raw(out: &mut Raw, role: &Role) {
    let personality = &role.personality;
    out.line(format_args!(
        "Host Personality: {} Archetype: {}",
        personality.name, role.archetype.name
    ))
    .nested(|out| {
        if personality.staged {
            out.field("Stage", &personality.stage);
        }
        out.field("Environment", &personality.environment);
        out.field("Owned by GRN", &personality.owner);
        for used in &personality.grns {
            out.field(
                "Used by GRN",
                format_args!("{} [target: {}]", used.grn, used.target),
            );
        }
        if personality.config_override {
            out.field("Config override", "enabled");
        }
        if personality.cluster_required {
            out.line("Requires clustered hosts");
        }
        out.optional("Comments", personality.comments.as_ref());
    });
    let compilable = if role.archetype.compilable {
        " [compilable]"
    } else {
        ""
    };
    out.field(
        "Host Archetype",
        format_args!("{}{compilable}", role.archetype.name),
    )
    .nested(|out| {
        out.optional("Comments", role.archetype.comments.as_ref());
    });
    out.field("Operating System", &role.os.name).nested(|out| {
        out.field("Version", &role.os.version);
        out.field("Lifecycle", &role.os.lifecycle);
        out.optional("Comments", role.os.comments.as_ref());
    });
    match role.branch_type.as_str() {
        "sandbox" => {
            let author = role.sandbox_author.as_deref().unwrap_or("[orphaned]");
            out.field("Sandbox", format_args!("{author}/{}", role.branch))
        }
        _ => out.field("Domain", &role.branch),
    };
    out.field("Build Status", &role.status);
    out.field(
        "Advertise Status",
        if role.advertise_status { "True" } else { "False" },
    );
    out.optional("Owned by GRN", role.owner.as_ref());
    for used in &role.grns {
        out.field(
            "Used by GRN",
            format_args!("{} [target: {}]", used.grn, used.target),
        );
    }
    out.optional("Host Comments", role.comments.as_ref());
}

/// All of the host.
pub fn json(role: &Role) -> Value {
    json!({
        "personality": role.personality,
        "archetype": role.archetype,
        "operating_system": role.os,
        "branch_type": role.branch_type,
        "branch": role.branch,
        "sandbox_author": role.sandbox_author,
        "build_status": role.status,
        "advertise_status": role.advertise_status,
        "owner": role.owner,
        "grns": role.grns,
        "comments": role.comments,
    })
}
