//! Why a client has no token to offer, in words for its user.

use crate::library_text::Cause;

/// Why authentication could not start, or the service could not be believed. The message is a sentence and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InitiateError {
    /// There is no ticket.
    #[error("You have no Kerberos ticket. Run kinit.")]
    NoTicket,
    /// The ticket is past its end.
    #[error("Your Kerberos ticket has expired. Run kinit.")]
    Expired,
    /// The KDC refuses because the clocks differ.
    #[error(
        "The clock of this machine differs too much from that of the Kerberos server. Set it (NTP, chrony)."
    )]
    ClockSkew,
    /// The KDC does not know the service.
    #[error(
        "The Kerberos server does not know the service {principal}. Check the broker's host name and service \
             (--aqhost, --aqservice); if they are right, the principal must be created in the Kerberos database."
    )]
    UnknownService {
        /// The principal that was asked for.
        principal: String,
    },
    /// The user's realm and the service's do not trust each other.
    #[error(
        "The realm {from} gives no tickets for the realm {to}. Get a ticket of the broker's realm (kinit \
             <user>@{to}), or correct [domain_realm] in krb5.conf."
    )]
    NoTrust {
        /// The user's realm.
        from: String,
        /// The realm that the service is taken to be in.
        to: String,
    },
    /// No Kerberos server of the realm can be reached.
    #[error(
        "No Kerberos server of the realm {realm} answers. Check the network, and [realms] in krb5.conf \
             (KRB5_CONFIG)."
    )]
    NoKdc {
        /// The realm.
        realm: String,
    },
    /// The Kerberos configuration names no realm.
    #[error(
        "The Kerberos configuration names no realm for this machine. Set default_realm in krb5.conf (KRB5_CONFIG)."
    )]
    NoRealm,
    /// The service did not prove that it is what it claims.
    #[error(
        "The server at the other end did not prove that it is {service}: it may be an impostor, or something between \
             you and the broker changed the answer. Do not trust the answer; check --aqhost and --aqport."
    )]
    NotMutual {
        /// The service as asked for.
        service: String,
    },
    /// Anything else, in the library's words.
    #[error("Kerberos failed: {detail}. \"aq doctor\" looks for the reason.")]
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
}
