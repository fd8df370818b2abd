//! Which role may run which command: rules as data, one decision function.
//!
//! The rules and their order are Aquilon's; `policy.toml` beside the sources is the default and explains them.

mod decision;
mod explain;
mod file;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use percent_encoding::percent_decode_str;

use crate::principal::Principal;
pub use decision::{Decision, Denial, DenialKind};
pub use explain::{CommandForms, Form, UnknownForm};
pub use file::PolicyError;
use file::PolicyFile;

/// The role that may do everything.
pub const ADMIN_ROLE: &str = "aqd_admin";
/// The role of everybody who was given no other; never writes.
pub const NOBODY_ROLE: &str = "nobody";

/// Whether a command changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It only shows.
    Read,
    /// It changes the broker's data or what is made from it.
    Write,
}

/// One command that somebody wants to run.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Who; nothing for somebody who did not authenticate.
    pub principal: Option<&'a Principal>,
    /// The role of the principal's account; nothing counts as [`NOBODY_ROLE`].
    pub role: Option<&'a str>,
    /// Name of the command: `del_interface`.
    pub command: &'a str,
    /// The option that chose the transport, if any: `switch`.
    pub trigger: Option<&'a str>,
    /// Whether it changes anything, as the catalogue says.
    pub access: Access,
    /// Path of the HTTP request as it came, percent-encoded, without the query.
    pub path: &'a str,
    /// Hosts that the arguments name as the ones to act on (`--hostname`).
    pub hosts: &'a [&'a str],
}

/// The rules.
#[derive(Clone, Debug)]
pub struct Policy {
    local_realm: Option<String>,
    self_service: bool,
    host_realms: BTreeSet<String>,
    /// Commands and forms restricted to some roles.
    restricted: BTreeMap<String, BTreeSet<String>>,
    roles: BTreeMap<String, Rights>,
    default_network_roles: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
struct Rights {
    description: Option<String>,
    allow_by_default: bool,
    actions: BTreeSet<String>,
}

impl Policy {
    /// The default rules.
    ///
    /// # Errors
    /// Never with the file that is built in; a test reads it.
    pub fn built_in() -> Result<Self, PolicyError> {
        PolicyFile::parse(include_str!("../policy.toml"), Path::new("policy.toml")).map(Self::from)
    }

    /// Rules of a site's own. Blocks: reads the file.
    ///
    /// # Errors
    /// When the file cannot be read or is no valid policy; the message names file and line.
    pub fn read(path: &Path) -> Result<Self, PolicyError> {
        PolicyFile::read(path).map(Self::from)
    }

    /// Names the broker's own realm: the one whose machines may change themselves.
    #[must_use]
    pub fn with_local_realm(mut self, realm: &str) -> Self {
        self.local_realm = Some(realm.to_owned());
        self
    }

    /// The roles that the rules name, with their descriptions where given, by name: what a new database starts with.
    pub fn roles(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.roles
            .iter()
            .map(|(name, rights)| (name.as_str(), rights.description.as_deref()))
    }

    /// Commands and forms named by the rules that `known` does not contain (`del_interface_switch` style). A
    /// restriction with a misspelt name protects nothing, so a broker should say so when it starts.
    #[must_use]
    pub fn unknown_actions(&self, known: &BTreeSet<String>) -> Vec<String> {
        let named: BTreeSet<&String> = self
            .restricted
            .keys()
            .chain(self.roles.values().flat_map(|rights| &rights.actions))
            .collect();
        named
            .into_iter()
            .filter(|action| !known.contains(*action))
            .cloned()
            .collect()
    }

    /// Decides on a request. The only place that does.
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        if request.access == Access::Read {
            return Decision::Allow;
        }
        let Some(principal) = request.principal else {
            return Decision::Deny(Denial::anonymous(request));
        };
        if let Some(host) = &principal.host {
            // Whatever role machines were given: none speaks for another one.
            if let Some(other) = other_host(host, request) {
                return Decision::Deny(Denial::other_host(principal, host, &other));
            }
            if self.is_own_host(principal, host, request.path) {
                return Decision::Allow;
            }
        }
        let role = request.role.unwrap_or(NOBODY_ROLE);
        match self.role_may(role, &action(request.command, request.trigger)) {
            Verdict::Allowed => Decision::Allow,
            Verdict::Restricted(roles) => {
                Decision::Deny(Denial::restricted(request, principal, role, &roles))
            }
            Verdict::NotListed => Decision::Deny(Denial::not_permitted(request, principal, role)),
        }
    }

    /// Decides whether a role may change networks of a network environment; all but the default one are open to
    /// whoever may run the command.
    pub fn decide_network_environment(&self, role: &str, environment: &str, is_default: bool) -> Decision {
        if !is_default || self.default_network_roles.contains(role) {
            return Decision::Allow;
        }
        Decision::Deny(Denial::network_environment(
            environment,
            role,
            &self.default_network_roles,
        ))
    }

    fn role_may(&self, role: &str, action: &str) -> Verdict {
        if role == NOBODY_ROLE {
            return Verdict::NotListed;
        }
        if role == ADMIN_ROLE {
            return Verdict::Allowed;
        }
        if let Some(roles) = self.restricted.get(action)
            && !roles.contains(role)
        {
            return Verdict::Restricted(roles.clone());
        }
        match self.roles.get(role) {
            Some(rights) if rights.allow_by_default || rights.actions.contains(action) => Verdict::Allowed,
            _ => Verdict::NotListed,
        }
    }

    /// True when a machine acts on itself: the path is below `/host/<its own name>/`. Compared by component after
    /// decoding, so that an encoded slash in a name cannot reach another machine's path.
    fn is_own_host(&self, principal: &Principal, host: &str, path: &str) -> bool {
        let trusted = self.local_realm.as_ref() == Some(&principal.realm)
            || self.host_realms.contains(&principal.realm);
        self.self_service
            && trusted
            && host_in(path).is_some_and(|(name, below)| name.eq_ignore_ascii_case(host) && !below.is_empty())
    }
}

/// The host that a path names, and what follows: of `/host/a.example.org/command/make`.
fn host_in(path: &str) -> Option<(Cow<'_, str>, &str)> {
    let rest = path.strip_prefix("/host/")?;
    let (name, below) = rest.split_once('/').unwrap_or((rest, ""));
    // What is not UTF-8 is the name of no host; the replacement characters make it differ from all.
    (!name.is_empty()).then(|| (percent_decode_str(name).decode_utf8_lossy(), below))
}

/// A host other than the machine's own that its request names, in the path or beside it.
fn other_host(own: &str, request: &Request<'_>) -> Option<String> {
    let in_path = host_in(request.path).map(|(name, _)| name);
    let beside = request.hosts.iter().map(|name| Cow::Borrowed(*name));
    in_path
        .into_iter()
        .chain(beside)
        .find(|name| !name.eq_ignore_ascii_case(own))
        .map(Cow::into_owned)
}

enum Verdict {
    Allowed,
    /// Only these roles may.
    Restricted(BTreeSet<String>),
    NotListed,
}

/// Name of a command or of a form of it in the rules.
fn action(command: &str, trigger: Option<&str>) -> String {
    match trigger {
        Some(trigger) => format!("{command}_{trigger}"),
        None => command.to_owned(),
    }
}
