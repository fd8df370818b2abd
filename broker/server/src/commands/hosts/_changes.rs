//! What `make` and `reconfigure` change of hosts.

use aq_db::host::{self, Host, Role};
use aq_db::{archetype, os, personality};

use super::{_archetype, _owner, _status};
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// The options that the commands share; what is not given stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct Changes<'a> {
    /// Archetype.
    pub archetype: Option<&'a str>,
    /// Personality.
    pub personality: Option<&'a str>,
    /// Stage of the personality.
    pub personality_stage: Option<&'a str>,
    /// Operating system.
    pub osname: Option<&'a str>,
    /// Version of the operating system.
    pub osversion: Option<&'a str>,
    /// Build status.
    pub buildstatus: Option<&'a str>,
    /// Owner, by GRN.
    pub grn: Option<&'a str>,
    /// Owner, by number.
    pub eon_id: Option<i64>,
    /// The owner is that of the personality.
    pub cleargrn: bool,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// Changes the hosts and has them compiled together. Everything that is in the way of any of them is reported at once.
pub async fn apply(cx: &mut Cx, ids: &[i64], changes: &Changes<'_>) -> Result<()> {
    if let Some(name) = changes.archetype {
        _archetype::of_hosts(cx, name).await?;
    }
    let owner = _owner::given(cx, changes.grn, changes.eon_id).await?;
    let hosts = host::lock_many(cx.db(), ids).await?;
    let roles = host::roles(cx.db(), ids).await?;
    let mut problems = Vec::new();
    for mut host in hosts {
        let Some(role) = roles
            .iter()
            .find(|role| role.hardware_entity_id == host.hardware_entity_id)
        else {
            continue;
        };
        match change(cx, &mut host, role, changes, owner).await {
            Ok(()) => {
                host::update(cx.db(), &host).await?;
                cx.compile_host(host.hardware_entity_id);
            }
            // A missing object or an impossible step belongs to this host; anything else ends the command.
            Err(error) if matches!(error.status, 400 | 404) => problems.push((host.fqdn, error)),
            Err(error) => return Err(error),
        }
    }
    match (problems.pop(), ids.len()) {
        (None, _) => Ok(()),
        (Some((_, error)), 1) => Err(error),
        (Some(last), _) => {
            problems.push(last);
            let lines: Vec<String> = problems
                .into_iter()
                .map(|(name, error)| format!("{name}: {}", error.message))
                .collect();
            Err(CommandError::argument(format!(
                "Cannot modify the following hosts:\n{}",
                lines.join("\n")
            )))
        }
    }
}

async fn change(
    cx: &mut Cx,
    host: &mut Host,
    role: &Role,
    changes: &Changes<'_>,
    owner: Option<i64>,
) -> Result<()> {
    let old = &role.archetype.name;
    let archetype = changes
        .archetype
        .map_or_else(|| old.clone(), |name| name.trim().to_lowercase());
    let moves = archetype != *old;
    if changes.personality.is_some() || changes.personality_stage.is_some() || moves {
        let name = changes.personality.unwrap_or(&role.personality.name);
        let personality = personality::require(cx.db(), Some(&archetype), name).await?;
        host.personality_stage_id =
            personality::require_stage(cx.db(), &personality, changes.personality_stage).await?;
    }
    if changes.osname.is_some() || changes.osversion.is_some() || moves {
        let archetype = archetype::require(cx.db(), &archetype).await?;
        let name = changes.osname.unwrap_or(&role.os.name);
        let version = changes.osversion.unwrap_or(&role.os.version);
        host.operating_system_id = os::require(cx.db(), &archetype, name, version).await?.id;
    }
    if let Some(status) = changes.buildstatus {
        _status::transition(cx, host, status).await?;
    }
    if changes.cleargrn {
        host.owner_eon_id = None;
    }
    host.owner_eon_id = owner.or(host.owner_eon_id);
    if let Some(comments) = changes.comments {
        host.comments = Some(comments.trim().to_owned()).filter(|text| !text.is_empty());
    }
    Ok(())
}
