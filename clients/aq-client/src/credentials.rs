//! The token for a request, or why there is none.

use aq_auth::{InitiateError, Initiator, Ticket};

use crate::config::{Auth, Config};
use crate::error::ClientError;

/// What a request has to show for itself.
#[derive(Debug)]
pub(crate) enum Credentials {
    /// A token; the conversation is ended with the broker's reply.
    Token {
        principal: String,
        conversation: Initiator,
        token: Vec<u8>,
    },
    /// None, by the user's choice or because the socket needs none.
    NotWanted,
    /// None, for this reason.
    Missing(InitiateError),
}

impl Credentials {
    /// Gets the token that the configuration asks for. Touches no Kerberos at all for anonymous requests.
    ///
    /// # Errors
    /// When authentication is required and not possible.
    pub(crate) async fn find(config: &Config) -> Result<Self, ClientError> {
        if config.socket.is_some() || config.auth == Auth::Off {
            return Ok(Self::NotWanted);
        }
        let (cache, service) = (config.credential_cache.clone(), config.service_name());
        // The library asks the Kerberos server and waits; meanwhile the progress of a command goes on being shown.
        let made = tokio::task::spawn_blocking(move || {
            let ticket = Ticket::find(cache.as_deref())?;
            let (conversation, token) = Initiator::start(&ticket, &service)?;
            Ok(Self::Token {
                principal: ticket.principal().to_owned(),
                conversation,
                token,
            })
        })
        .await
        .unwrap_or_else(|_| {
            Err(InitiateError::Other {
                detail: "the thread that asked for it ended early".to_owned(),
            })
        });
        match (made, config.auth) {
            (Ok(token), _) => Ok(token),
            (Err(error), Auth::Required) => Err(error.into()),
            (Err(error), _) => Ok(Self::Missing(error)),
        }
    }
}
