//! Accepting clients: SPNEGO and Kerberos tokens against a key tab.

use std::fmt;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use libgssapi::context::{SecurityContext, ServerCtx};
use libgssapi::credential::Cred;

use crate::accept_error::{AcceptError, AcceptorError};
use crate::gss_store::{Usage, acquire};
use crate::principal::Principal;
use crate::{accept_error, keytab};

/// Longest token that is looked at, in bytes. Tickets of users in very many groups reach some 48 KiB.
pub const LONGEST_TOKEN: usize = 64 * 1024;

/// The service side of Negotiate. Cheap to clone; all clones share one credential.
#[derive(Clone)]
pub struct Acceptor {
    inner: Arc<Inner>,
}

struct Inner {
    cred: Cred,
    keytab: PathBuf,
}

/// A client that has proved who it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Who it is, `user@REALM`.
    pub principal: String,
    /// The proof of the service's own identity, to be sent back (`WWW-Authenticate: Negotiate <base64>`).
    pub reply: Option<Vec<u8>>,
    /// How long the client's ticket is valid still. The library adds the clock difference that it tolerates (five
    /// minutes unless configured), and accepts a ticket that long after its end.
    pub lifetime: Duration,
}

impl fmt::Debug for Accepted {
    /// Without the reply: tokens do not belong into logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted")
            .field("principal", &self.principal)
            .field("lifetime", &self.lifetime)
            .finish()
    }
}

impl fmt::Debug for Acceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acceptor")
            .field("keytab", &self.inner.keytab)
            .finish()
    }
}

impl Acceptor {
    /// A service whose keys are in `keytab`; tickets for any of them are accepted. Keys added to the file later are
    /// found without a restart. `replay_cache` is the file that remembers the tokens seen, made when missing; without
    /// it the library's default is used (`KRB5RCACHENAME`, else a file per user in `/var/tmp`). There is no way to
    /// switch it off, because without it a token that was overheard is as good as a password. Blocks: reads the file.
    ///
    /// # Errors
    /// When the key tab is missing, unreadable, empty or something else, or the replay cache cannot be written.
    pub fn new(keytab: &Path, replay_cache: Option<&Path>) -> Result<Self, AcceptorError> {
        let error = |reason: String| AcceptorError::Keytab {
            path: keytab.to_owned(),
            reason,
        };
        if keytab::entries(keytab)
            .map_err(|cause| error(cause.to_string()))?
            .is_empty()
        {
            return Err(error("it holds no key".to_owned()));
        }
        let mut places = vec![("keytab", format!("FILE:{}", keytab.display()))];
        if let Some(path) = replay_cache {
            // The library opens it at the first token only; better to fail at start-up than at every client.
            OpenOptions::new()
                .append(true)
                .create(true)
                .mode(0o600)
                .open(path)
                .map_err(|cause| AcceptorError::ReplayCache {
                    path: path.to_owned(),
                    reason: cause.to_string(),
                })?;
            places.push(("rcache", format!("file2:{}", path.display())));
        }
        let places: Vec<(&str, &str)> = places.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let cred = acquire(&places, Usage::Accept).map_err(|cause| error(cause.to_string()))?;
        Ok(Self {
            inner: Arc::new(Inner {
                cred,
                keytab: keytab.to_owned(),
            }),
        })
    }

    /// Checks a client's token on a thread for blocking work.
    ///
    /// # Errors
    /// Why the client is not believed; see [`AcceptError`].
    pub async fn accept(&self, token: &[u8]) -> Result<Accepted, AcceptError> {
        let (acceptor, token) = (self.clone(), token.to_vec());
        tokio::task::spawn_blocking(move || acceptor.accept_blocking(&token))
            .await
            .unwrap_or_else(|_| {
                Err(AcceptError::internal(
                    "the thread that checked the token ended early",
                ))
            })
    }

    /// As [`Acceptor::accept`], on the calling thread: decrypts the ticket, reads the key tab and writes to the replay
    /// cache, some 0.3 ms.
    ///
    /// # Errors
    /// As [`Acceptor::accept`].
    pub fn accept_blocking(&self, token: &[u8]) -> Result<Accepted, AcceptError> {
        if token.is_empty() || token.len() > LONGEST_TOKEN {
            return Err(AcceptError::Malformed);
        }
        let mut context = ServerCtx::new(Some(self.inner.cred.clone()));
        let reply = context
            .step(token, None)
            // The library keeps its explanation per thread: it must be read here.
            .map_err(|cause| accept_error::explain(&cause.to_string(), token, &self.inner.keytab))?
            .map(|reply| reply.to_vec());
        if !context.is_complete() {
            return Err(AcceptError::OtherMechanism);
        }
        let name = context
            .source_name()
            .and_then(|name| name.display_name())
            .map_err(|cause| AcceptError::internal(&cause.to_string()))?;
        let principal: Principal = String::from_utf8_lossy(&name)
            .parse()
            .map_err(AcceptError::UnusablePrincipal)?;
        // An error here is "expired": the ticket's end lies in the tolerated difference between the clocks.
        let lifetime = context.lifetime().unwrap_or_default();
        Ok(Accepted {
            principal: principal.to_string(),
            reply,
            lifetime,
        })
    }

    /// The services that the key tab holds keys for at this moment, for start-up messages. Blocks.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn keys(&self) -> std::io::Result<Vec<keytab::KeyEntry>> {
        keytab::entries(&self.inner.keytab)
    }
}
