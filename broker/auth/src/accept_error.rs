//! Why a client's token was refused, in words for the person at the other end.

use std::path::{Path, PathBuf};

use crate::keytab;
use crate::library_text::Cause;
use crate::principal::PrincipalError;
use crate::ticket_label::TicketLabel;

/// Files that a service cannot run with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AcceptorError {
    /// The key tab is missing, unreadable or holds no key.
    #[error("Cannot use the key tab {}: {reason}. Give the broker a readable key tab that holds a key of its HTTP service \
             (kadmin: ktadd -k FILE HTTP/<host name>).", path.display())]
    Keytab {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The replay cache cannot be written.
    #[error("Cannot write the replay cache {}: {reason}. Its directory must exist and belong to the broker's user.",
            path.display())]
    ReplayCache {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Why a token was not accepted. The message is one sentence and what to do; it names nothing secret and goes to the
/// client. Everything but [`AcceptError::Internal`] is answered with 401.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// The same token was seen before.
    #[error(
        "This Kerberos token was used before. Send the request again: a client must make a new token for each \
             request. If it happens often, somebody may be replaying recorded requests."
    )]
    Replayed,
    /// The client's ticket is past its end.
    #[error("The Kerberos ticket has expired. Run kinit to get a new one and try again.")]
    Expired,
    /// The clocks differ by more than Kerberos tolerates (five minutes unless configured).
    #[error(
        "The clocks of this client and the broker differ too much for Kerberos. Set the client's clock (NTP, \
             chrony) and try again; \"aq doctor\" shows the difference."
    )]
    ClockSkew,
    /// The ticket is for a service that this broker is not.
    #[error(
        "The ticket is for {asked}, but this broker is {offered}. Use the host name and service that the broker is \
             known by (aq --aqhost, --aqservice), or have a key for {asked} added to the broker's key tab."
    )]
    WrongService {
        /// Service and realm in the ticket.
        asked: String,
        /// Services and realms in the key tab.
        offered: String,
    },
    /// The ticket is for this service in another realm.
    #[error(
        "The ticket is for {asked}, but this broker belongs to the realm {realm}. Get a ticket of that realm \
             (kinit <user>@{realm}), or map the broker's host to it in the [domain_realm] section of krb5.conf."
    )]
    WrongRealm {
        /// Service and realm in the ticket.
        asked: String,
        /// The broker's realm.
        realm: String,
    },
    /// The ticket is locked with a key of the service that the key tab does not hold.
    #[error(
        "The ticket for {service} is encrypted with key version {ticket}, but the broker's key tab holds {held}. \
             If the key was changed lately, run kdestroy and kinit to get a new ticket; otherwise the broker's \
             administrator must renew the key tab (kadmin: ktadd)."
    )]
    WrongKey {
        /// Service and realm.
        service: String,
        /// Version that the ticket names.
        ticket: String,
        /// What the key tab holds instead.
        held: String,
    },
    /// The token is cut short, altered, or no token at all.
    #[error(
        "The Negotiate token cannot be read. Send the base64 of one SPNEGO or Kerberos token; if this came from \
             aq or curl, something between it and the broker changed the request."
    )]
    Malformed,
    /// The client offers NTLM or another mechanism in place of Kerberos.
    #[error(
        "The client offered a mechanism other than Kerberos (NTLM, for instance). Run kinit to get a ticket; \
             programs fall back to NTLM when they find none."
    )]
    OtherMechanism,
    /// Authenticated, but under a name that the broker does not work with.
    #[error("The ticket is valid, but {0}")]
    UnusablePrincipal(PrincipalError),
    /// The fault is the broker's own; `detail` is for its log, not for the client.
    #[error(
        "The broker could not check the Kerberos ticket. Tell its administrator; the reason is in the broker's log."
    )]
    Internal {
        /// What the library said.
        detail: String,
    },
}

impl AcceptError {
    pub(crate) fn internal(detail: &str) -> Self {
        Self::Internal {
            detail: detail.to_owned(),
        }
    }

    /// Stable code of the kind of error, for logs, metrics and scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Replayed => "auth.replayed",
            Self::Expired => "auth.expired",
            Self::ClockSkew => "auth.clock-skew",
            Self::WrongService { .. } => "auth.wrong-service",
            Self::WrongRealm { .. } => "auth.wrong-realm",
            Self::WrongKey { .. } => "auth.wrong-key",
            Self::Malformed => "auth.malformed-token",
            Self::OtherMechanism => "auth.other-mechanism",
            Self::UnusablePrincipal(_) => "auth.unusable-principal",
            Self::Internal { .. } => "auth.internal",
        }
    }
}

/// Finds the reason for a refusal: from the library's words where they are certain, else by comparing what the token
/// says of itself with the key tab.
pub(crate) fn explain(said: &str, token: &[u8], keytab: &Path) -> AcceptError {
    match Cause::of(said) {
        Cause::Replay => return AcceptError::Replayed,
        Cause::Expired => return AcceptError::Expired,
        Cause::ClockSkew => return AcceptError::ClockSkew,
        _ => {}
    }
    if token.starts_with(b"NTLMSSP\0") {
        return AcceptError::OtherMechanism;
    }
    let Some(label) = TicketLabel::of(token) else {
        return AcceptError::Malformed;
    };
    match Cause::of(said) {
        Cause::Key => {}
        Cause::Altered => return AcceptError::Malformed,
        // Not a word about the client's token: a file that cannot be written, memory, a limit.
        _ => return AcceptError::internal(said),
    }
    match keytab::entries(keytab) {
        Ok(keys) => compare(&label, &keys),
        Err(cause) => {
            AcceptError::internal(&format!("cannot read the key tab {}: {cause}", keytab.display()))
        }
    }
}

/// Compares the label of a ticket that no key opened with the keys at hand.
fn compare(label: &TicketLabel, keys: &[keytab::KeyEntry]) -> AcceptError {
    let asked = format!("{}@{}", label.service, label.realm);
    let same_service: Vec<_> = keys.iter().filter(|key| key.service == label.service).collect();
    let versions: Vec<u32> = same_service
        .iter()
        .filter(|key| key.realm == label.realm)
        .map(|key| key.version)
        .collect();
    if versions.is_empty() {
        if let Some(key) = same_service.first() {
            return AcceptError::WrongRealm {
                asked,
                realm: key.realm.clone(),
            };
        }
        let mut offered: Vec<String> = keys
            .iter()
            .map(|key| format!("{}@{}", key.service, key.realm))
            .collect();
        offered.dedup();
        return AcceptError::WrongService {
            asked,
            offered: offered.join(", "),
        };
    }
    let held = match label.key_version {
        Some(version) if versions.contains(&version) => format!("another key of version {version}"),
        _ => format!(
            "version {}",
            versions.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
        ),
    };
    let ticket = label
        .key_version
        .map_or_else(|| "unknown".to_owned(), |version| version.to_string());
    AcceptError::WrongKey {
        service: asked,
        ticket,
        held,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keytab::KeyEntry;

    fn key(service: &str, realm: &str, version: u32) -> KeyEntry {
        KeyEntry {
            service: service.to_owned(),
            realm: realm.to_owned(),
            version,
        }
    }

    fn label(service: &str, realm: &str, key_version: Option<u32>) -> TicketLabel {
        TicketLabel {
            service: service.to_owned(),
            realm: realm.to_owned(),
            key_version,
        }
    }

    #[test]
    fn another_version_or_another_key_of_the_same_version() {
        let keys = [
            key("HTTP/a", "R", 4),
            key("HTTP/a", "R", 5),
            key("HTTP/a", "S", 9),
        ];
        let said = |version| compare(&label("HTTP/a", "R", version), &keys).to_string();
        assert!(said(Some(3)).contains("key version 3, but the broker's key tab holds version 4, 5."));
        assert!(
            said(Some(5)).contains("key version 5, but the broker's key tab holds another key of version 5.")
        );
        assert!(said(None).contains("key version unknown, but"));
    }

    #[test]
    fn another_realm_before_another_service() {
        let keys = [key("HTTP/a", "R", 1), key("HTTP/b", "R", 1)];
        assert_eq!(
            compare(&label("HTTP/a", "S", Some(1)), &keys).code(),
            "auth.wrong-realm"
        );
        let other = compare(&label("HTTP/c", "R", Some(1)), &keys);
        assert_eq!(other.code(), "auth.wrong-service");
        assert!(
            other
                .to_string()
                .contains("for HTTP/c@R, but this broker is HTTP/a@R, HTTP/b@R."),
            "{other}"
        );
    }

    #[test]
    fn what_is_the_brokers_fault_stays_in_its_log() {
        let error = AcceptError::internal("No space left on device");
        assert!(!error.to_string().contains("space"));
        assert_eq!(error.code(), "auth.internal");
    }
}
