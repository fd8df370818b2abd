//! The client's side: the user's ticket, and a token that proves it to a service.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use libgssapi::context::{ClientCtx, CtxFlags, SecurityContext};
use libgssapi::credential::{Cred, CredUsage};
use libgssapi::name::Name;
use libgssapi::oid::{GSS_MECH_SPNEGO, GSS_NT_HOSTBASED_SERVICE};

use crate::gss_store::{Usage, acquire};
use crate::initiate_error::InitiateError;
use crate::ticket_label::TicketLabel;

/// The ticket that a user got from `kinit`.
#[derive(Clone)]
pub struct Ticket {
    cred: Cred,
    principal: String,
    remaining: Duration,
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket")
            .field("principal", &self.principal)
            .field("remaining", &self.remaining)
            .finish()
    }
}

impl Ticket {
    /// Finds the user's ticket: in `cache` (the path of a credential cache file), else where the library looks
    /// (`KRB5CCNAME`, then the configured default). Talks to nobody. Blocks: reads files.
    ///
    /// # Errors
    /// [`InitiateError::NoTicket`], [`InitiateError::Expired`], or what else keeps the library from reading it.
    pub fn find(cache: Option<&Path>) -> Result<Self, InitiateError> {
        let cred = match cache {
            Some(path) => acquire(
                &[("ccache", &format!("FILE:{}", path.display()))],
                Usage::Initiate,
            ),
            None => Cred::acquire(None, None, CredUsage::Initiate, None),
        }
        .map_err(|cause| InitiateError::explain(&cause.to_string()))?;
        let name = cred.name().and_then(|name| name.display_name());
        let name = name.map_err(|cause| InitiateError::explain(&cause.to_string()))?;
        let principal = String::from_utf8_lossy(&name).into_owned();
        let remaining = cred
            .lifetime()
            .map_err(|cause| InitiateError::explain(&cause.to_string()))?;
        if remaining.is_zero() {
            return Err(InitiateError::Expired);
        }
        Ok(Self {
            cred,
            principal,
            remaining,
        })
    }

    /// Whose ticket it is, `user@REALM`.
    #[must_use]
    pub fn principal(&self) -> &str {
        &self.principal
    }

    /// How long it is valid still.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.remaining
    }
}

/// A conversation with a service of which the first half is done.
pub struct Initiator {
    context: ClientCtx,
    service: String,
    label: Option<TicketLabel>,
}

impl fmt::Debug for Initiator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Initiator")
            .field("service", &self.service)
            .field("label", &self.label)
            .finish()
    }
}

impl Initiator {
    /// Makes the token that proves `ticket` to `service`, written `HTTP@host`. Asks for mutual authentication and does
    /// not hand the ticket on. Blocks: asks the KDC unless the service's ticket is in the cache already.
    ///
    /// # Errors
    /// Why there is no token; see [`InitiateError`].
    pub fn start(ticket: &Ticket, service: &str) -> Result<(Self, Vec<u8>), InitiateError> {
        let failed = |cause: libgssapi::error::Error| InitiateError::explain(&cause.to_string());
        let target = Name::new(service.as_bytes(), Some(GSS_NT_HOSTBASED_SERVICE)).map_err(failed)?;
        let flags = CtxFlags::GSS_C_MUTUAL_FLAG | CtxFlags::GSS_C_REPLAY_FLAG | CtxFlags::GSS_C_INTEG_FLAG;
        let mut context = ClientCtx::new(Some(ticket.cred.clone()), target, flags, Some(GSS_MECH_SPNEGO));
        let token = context
            .step(None, None)
            .map_err(failed)?
            .ok_or_else(|| InitiateError::Other {
                detail: "the library made no token".to_owned(),
            })?;
        let token = token.to_vec();
        let label = TicketLabel::of(&token);
        Ok((
            Self {
                context,
                service: service.to_owned(),
                label,
            },
            token,
        ))
    }

    /// The service's ticket as the token shows it: the principal and the version of its key.
    #[must_use]
    pub fn label(&self) -> Option<&TicketLabel> {
        self.label.as_ref()
    }

    /// Checks the service's reply: only a service that holds the key for the ticket can have made it.
    ///
    /// # Errors
    /// [`InitiateError::NotMutual`] when the reply proves nothing.
    pub fn finish(mut self, reply: &[u8]) -> Result<(), InitiateError> {
        let unproved = || InitiateError::NotMutual {
            service: self.service.clone(),
        };
        self.context.step(Some(reply), None).map_err(|_| unproved())?;
        // `flags` of this type starts from what was asked for; `info` tells what was reached.
        let reached = self.context.info().map_err(|_| unproved())?.flags;
        if !self.context.is_complete() || !reached.contains(CtxFlags::GSS_C_MUTUAL_FLAG) {
            return Err(unproved());
        }
        Ok(())
    }
}
