//! Why a client has no token to offer, in words for its user.

use std::error::Error;
use std::fmt;

use crate::library_text::Cause;

/// Why authentication could not start, or the service could not be believed. Displayed as the problem and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InitiateError {
    /// There is no ticket.
    NoTicket,
    /// The ticket is past its end.
    Expired,
    /// The KDC refuses because the clocks differ, or the ticket is from the future.
    ClockSkew,
    /// The KDC does not know the service.
    UnknownService {
        /// The principal that was asked for.
        principal: String,
    },
    /// The user's realm and the service's do not trust each other.
    NoTrust {
        /// The user's realm.
        from: String,
        /// The realm that the service is taken to be in.
        to: String,
    },
    /// No Kerberos server of the realm can be reached.
    NoKdc {
        /// The realm.
        realm: String,
    },
    /// The Kerberos configuration names no realm.
    NoRealm,
    /// The service did not prove that it is what it claims.
    NotMutual {
        /// The service as asked for.
        service: String,
    },
    /// Anything else, in the library's words.
    Other {
        /// What the library said.
        detail: String,
    },
}

impl InitiateError {
    /// Translates a message of the library.
    pub(crate) fn explain(said: &str) -> Self {
        match Cause::of(said) {
            Cause::NoTicket => Self::NoTicket,
            Cause::Expired => Self::Expired,
            Cause::ClockSkew => Self::ClockSkew,
            Cause::UnknownService(principal) => Self::unknown(principal),
            Cause::NoKdc(realm) => Self::NoKdc { realm },
            Cause::NoRealm => Self::NoRealm,
            Cause::Replay | Cause::Key | Cause::Altered | Cause::Other => Self::Other {
                detail: said.trim().to_owned(),
            },
        }
    }

    fn unknown(principal: String) -> Self {
        // A ticket for another realm's ticket service is a matter of trust between the two.
        if let Some((to, from)) = principal
            .strip_prefix("krbtgt/")
            .and_then(|realms| realms.split_once('@'))
        {
            return Self::NoTrust {
                from: from.to_owned(),
                to: to.to_owned(),
            };
        }
        Self::UnknownService { principal }
    }

    /// What is wrong, as a sentence.
    #[must_use]
    pub fn problem(&self) -> String {
        match self {
            Self::NoTicket => "You have no Kerberos ticket.".to_owned(),
            Self::Expired => "Your Kerberos ticket has expired.".to_owned(),
            Self::ClockSkew => {
                "The clock of this machine differs too much from that of the Kerberos server.".to_owned()
            }
            Self::UnknownService { principal } => {
                format!("The Kerberos server does not know the service {principal}.")
            }
            Self::NoTrust { from, to } => {
                format!("The Kerberos realm {from} gives no tickets for the realm {to}.")
            }
            Self::NoKdc { realm } => format!("No Kerberos server of the realm {realm} answers."),
            Self::NoRealm => "The Kerberos configuration names no realm for this machine.".to_owned(),
            Self::NotMutual { service } => format!(
                "The server at the other end did not prove that it is {service}: it may be an impostor, or something in \
                 between changed its answer."
            ),
            Self::Other { detail } => format!("Kerberos failed: {detail}."),
        }
    }

    /// What the user can do about it, as a sentence.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::NoTicket | Self::Expired => "Run kinit.".to_owned(),
            Self::ClockSkew => "Set the clock (NTP, chrony), then run kinit.".to_owned(),
            Self::UnknownService { .. } => "Check the broker's host name and service (--aqhost, --aqservice); if they \
                                            are right, the principal must be created in the Kerberos database."
                .to_owned(),
            Self::NoTrust { to, .. } => format!(
                "Get a ticket of the broker's realm (kinit <user>@{to}), or correct [domain_realm] in krb5.conf."
            ),
            Self::NoKdc { .. } => "Check the network, and [realms] in krb5.conf (KRB5_CONFIG).".to_owned(),
            Self::NoRealm => "Set default_realm in krb5.conf (KRB5_CONFIG).".to_owned(),
            Self::NotMutual { .. } => {
                "Do not trust the answer; check the broker's host and port (--aqhost, --aqport).".to_owned()
            }
            Self::Other { .. } => "Run \"aq doctor\", which looks for the reason.".to_owned(),
        }
    }
}

impl fmt::Display for InitiateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.problem(), self.advice())
    }
}

impl Error for InitiateError {}
