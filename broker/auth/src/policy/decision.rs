//! Admitted or refused, and the words for a refusal.

use std::collections::BTreeSet;
use std::fmt;

use super::{ADMIN_ROLE, NOBODY_ROLE, Request};
use crate::principal::Principal;

/// Outcome of [`super::Policy::decide`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// Go ahead.
    Allow,
    /// Refused, and why.
    Deny(Denial),
}

/// Why a request was refused. Displayed as a sentence and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// What kind of refusal it is.
    pub kind: DenialKind,
    /// What was refused, to whom.
    pub reason: String,
    /// What the person can do.
    pub advice: String,
}

/// Kinds of refusals, as far as they are answered differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenialKind {
    /// Nobody has authenticated; a ticket may help. To be answered with an offer of Negotiate.
    Unauthenticated,
    /// Known, but not permitted.
    Forbidden,
}

impl Decision {
    /// True for [`Decision::Allow`].
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allow)
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.reason, self.advice)
    }
}

impl DenialKind {
    /// Stable code, for logs, metrics and scripts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unauthenticated => "auth.anonymous",
            Self::Forbidden => "auth.forbidden",
        }
    }
}

impl Denial {
    pub(super) fn anonymous(request: &Request<'_>) -> Self {
        Self {
            kind: DenialKind::Unauthenticated,
            reason: format!(
                "Without authentication you may read, but not run {}.",
                spelled(request)
            ),
            advice: "Run kinit, and leave out --noauth.".to_owned(),
        }
    }

    pub(super) fn restricted(
        request: &Request<'_>,
        principal: &Principal,
        role: &str,
        roles: &BTreeSet<String>,
    ) -> Self {
        let mut able = roles.clone();
        able.insert(ADMIN_ROLE.to_owned());
        Self::forbidden(
            format!(
                "{principal} with the role {role} may not run {}.",
                spelled(request)
            ),
            format!("It is open to the role {} only.", list(&able)),
        )
    }

    pub(super) fn not_permitted(request: &Request<'_>, principal: &Principal, role: &str) -> Self {
        let reason = format!(
            "{principal} with the role {role} may not run {}.",
            spelled(request)
        );
        let advice = match &principal.host {
            Some(host) => format!("A machine may change only what is below /host/{host}/."),
            None if role == NOBODY_ROLE => format!(
                "Ask an administrator to give you a role: aq permission --principal {principal} --role <role>."
            ),
            None => format!(
                "\"aq show_permission --command {}\" shows the roles that may; an administrator can give you another \
                 (aq permission).",
                request.command
            ),
        };
        Self::forbidden(reason, advice)
    }

    pub(super) fn other_host(principal: &Principal, host: &str, other: &str) -> Self {
        Self::forbidden(
            format!("{principal} may not act for {}.", other.escape_debug()),
            format!("A machine may change only what is below /host/{host}/."),
        )
    }

    pub(super) fn network_environment(environment: &str, role: &str, roles: &BTreeSet<String>) -> Self {
        Self::forbidden(
            format!(
                "The role {role} may not change networks of the network environment {environment}, the default one."
            ),
            format!("That is open to the role {} only.", list(roles)),
        )
    }

    fn forbidden(reason: String, advice: String) -> Self {
        Self {
            kind: DenialKind::Forbidden,
            reason,
            advice,
        }
    }
}

/// A command as it was typed: with the option that chose its form.
fn spelled(request: &Request<'_>) -> String {
    match request.trigger {
        Some(trigger) => format!("{} --{trigger}", request.command),
        None => request.command.to_owned(),
    }
}

fn list(roles: &BTreeSet<String>) -> String {
    roles.iter().map(String::as_str).collect::<Vec<_>>().join(" or ")
}
