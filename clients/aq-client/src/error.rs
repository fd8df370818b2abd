//! Why there is no answer, in words for the user.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use aq_auth::InitiateError;

/// Why a request got no answer that could be used. Displayed as the problem and what to do. Answers with an error
/// status are no such errors: see [`crate::Response`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientError {
    /// The host name has no address.
    UnknownHost {
        /// The name.
        host: String,
        /// What the resolver said.
        reason: String,
    },
    /// Nothing listens at the port.
    Refused {
        /// `host:port`.
        place: String,
    },
    /// No connection for another reason.
    Unreachable {
        /// `host:port`.
        place: String,
        /// What the system said.
        reason: String,
    },
    /// The unix socket cannot be used.
    Socket {
        /// The socket.
        path: PathBuf,
        /// What the system said.
        reason: String,
        /// True when permission is what is lacking.
        denied: bool,
    },
    /// Authentication was asked for and failed on this side, or the broker did not prove itself.
    Kerberos(InitiateError),
    /// The connection ended before the answer was complete.
    Broken {
        /// Where the broker was thought to be.
        place: String,
        /// What the connection said.
        reason: String,
    },
    /// What came back is not HTTP.
    NotHttp {
        /// Where the broker was thought to be.
        place: String,
    },
    /// The request cannot be sent: the path or a header has characters that HTTP does not allow.
    Unsendable {
        /// The path and query.
        target: String,
    },
    /// The broker does not let the request be watched.
    NotWatchable {
        /// HTTP status.
        status: u16,
        /// The status in words, `Not Found`.
        reason: String,
        /// The answer.
        text: String,
    },
}

impl ClientError {
    /// What is wrong, as a sentence.
    #[must_use]
    pub fn problem(&self) -> String {
        match self {
            Self::UnknownHost { host, reason } => format!("The broker's host {host} is not known: {reason}."),
            Self::Refused { place } => format!("Nothing answers at {place}: the connection was refused."),
            Self::Unreachable { place, reason } => {
                format!("The broker at {place} cannot be reached: {reason}.")
            }
            Self::Socket { path, reason, .. } => {
                format!("The broker's socket {} cannot be used: {reason}.", path.display())
            }
            Self::Kerberos(error) => error.problem(),
            Self::Broken { place, reason } => {
                format!(
                    "The connection to the broker at {place} ended before the answer was complete: {reason}."
                )
            }
            Self::NotHttp { place } => format!("What answers at {place} does not speak HTTP."),
            Self::Unsendable { target } => {
                format!("The request \"{}\" cannot be sent.", target.escape_default())
            }
            Self::NotWatchable { status, text, .. } => {
                format!(
                    "The broker does not let this request be watched (status {status}): {}",
                    text.trim()
                )
            }
        }
    }

    /// What the user can do about it, as a sentence.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::UnknownHost { .. } => {
                "Check the name (--aqhost, AQHOST) and this machine's DNS.".to_owned()
            }
            Self::Refused { .. } => {
                "Check that the broker runs, and its host and port (--aqhost, --aqport, AQHOST, AQPORT)."
                    .to_owned()
            }
            Self::Unreachable { .. } => {
                "Check the network and firewalls between here and there, and --aqhost and --aqport."
                    .to_owned()
            }
            Self::Socket { denied: true, .. } => {
                "Ask the broker's administrator for access to the socket, or connect by --aqhost.".to_owned()
            }
            Self::Socket { denied: false, .. } => {
                "Check that the broker runs on this machine, and the path (--usesock).".to_owned()
            }
            Self::Kerberos(error) => error.advice(),
            Self::Broken { .. } => "Whether the command was carried out is open: look at the object, or at \
                                    \"aq search_audit\", before trying again."
                .to_owned(),
            Self::NotHttp { .. } => {
                "Check the port (--aqport, AQPORT): it belongs to another program, or to a \
                                     broker that wants connections wrapped by knc or TLS."
                    .to_owned()
            }
            Self::Unsendable { .. } => "Leave out spaces and control characters.".to_owned(),
            Self::NotWatchable { .. } => "The command itself is not affected.".to_owned(),
        }
    }

    /// Exit status of `aq`: 1, as for everything that fails on this side.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        1
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.problem(), self.advice())
    }
}

impl Error for ClientError {}

impl From<InitiateError> for ClientError {
    fn from(error: InitiateError) -> Self {
        Self::Kerberos(error)
    }
}
