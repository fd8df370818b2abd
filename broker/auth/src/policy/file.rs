//! The policy file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{NOBODY_ROLE, Policy, Rights};

/// Why a policy file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("The policy file {} cannot be used: {reason}", path.display())]
pub struct PolicyError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, with the line where there is one.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyFile {
    #[serde(default)]
    default_network_environment_roles: BTreeSet<String>,
    #[serde(default)]
    hosts: Hosts,
    #[serde(default)]
    commands: BTreeMap<String, Restriction>,
    roles: BTreeMap<String, Role>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hosts {
    #[serde(default)]
    self_service: bool,
    #[serde(default)]
    realms: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Restriction {
    roles: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    description: Option<String>,
    #[serde(default)]
    allow_by_default: bool,
    #[serde(default)]
    actions: BTreeSet<String>,
}

impl PolicyFile {
    pub(super) fn read(path: &Path) -> Result<Self, PolicyError> {
        let text = fs::read_to_string(path).map_err(|cause| PolicyError {
            path: path.to_owned(),
            reason: cause.to_string(),
        })?;
        Self::parse(&text, path)
    }

    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, PolicyError> {
        let error = |reason: String| PolicyError {
            path: path.to_owned(),
            reason,
        };
        let file: Self = toml::from_str(text).map_err(|cause| error(cause.to_string()))?;
        // Such lines would have no effect; whoever wrote them believes that they have.
        if let Some(nobody) = file.roles.get(NOBODY_ROLE)
            && (nobody.allow_by_default || !nobody.actions.is_empty())
        {
            return Err(error(format!(
                "the role {NOBODY_ROLE} can never be given a command that writes"
            )));
        }
        if let Some((command, _)) = file
            .commands
            .iter()
            .find(|(_, only)| only.roles.contains(NOBODY_ROLE))
        {
            return Err(error(format!(
                "{command} cannot be open to the role {NOBODY_ROLE}, which never writes"
            )));
        }
        Ok(file)
    }
}

impl From<PolicyFile> for Policy {
    fn from(file: PolicyFile) -> Self {
        let rights = |role: Role| Rights {
            description: role.description,
            allow_by_default: role.allow_by_default,
            actions: role.actions,
        };
        Self {
            local_realm: None,
            self_service: file.hosts.self_service,
            host_realms: file.hosts.realms,
            restricted: file
                .commands
                .into_iter()
                .map(|(command, only)| (command, only.roles))
                .collect(),
            roles: file
                .roles
                .into_iter()
                .map(|(name, role)| (name, rights(role)))
                .collect(),
            default_network_roles: file.default_network_environment_roles,
        }
    }
}
