//! Who is calling: a Kerberos principal, a local user, or nobody in particular.

use aq_auth::peer::PeerError;
use aq_auth::{AcceptError, Principal, negotiate};
use axum::extract::connect_info::Connected;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::serve::IncomingStream;
use tokio::net::{TcpListener, UnixListener};

use crate::app::App;
use crate::error::{CommandError, Result};

/// Where a connection comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// The command port.
    Tcp,
    /// The local socket, with the user id that the kernel vouches for.
    Local(u32),
}

impl Connected<IncomingStream<'_, TcpListener>> for Origin {
    fn connect_info(_: IncomingStream<'_, TcpListener>) -> Origin {
        Origin::Tcp
    }
}

impl Connected<IncomingStream<'_, UnixListener>> for Origin {
    fn connect_info(stream: IncomingStream<'_, UnixListener>) -> Origin {
        // Without credentials the overflow user: nobody, as the kernel does for unmapped ids.
        Origin::Local(stream.io().peer_cred().map_or(65534, |c| c.uid()))
    }
}

/// The result of looking at a request's credentials.
pub struct Identity {
    /// The authenticated principal; `None` for an anonymous caller.
    pub principal: Option<Principal>,
    /// Value of the answer's WWW-Authenticate header that proves the broker's identity to the client.
    pub reply: Option<String>,
}

/// Reads the credentials of a request. Credentials that are wrong are an error, absent ones are not.
pub async fn identify(app: &App, origin: &Origin, headers: &HeaderMap) -> Result<Identity> {
    if let Origin::Local(uid) = origin {
        let principal = app.peers.principal(*uid).map_err(unknown_peer)?;
        return Ok(Identity {
            principal: Some(principal),
            reply: None,
        });
    }
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Ok(Identity {
            principal: None,
            reply: None,
        });
    };
    let text = value.to_str().map_err(|_| refused(AcceptError::Malformed))?;
    let Some(token) = negotiate::token(text).map_err(refused)? else {
        return Err(CommandError::unauthenticated(
            "The broker accepts the Negotiate (Kerberos) scheme only.",
        )
        .hint("Run kinit and use aq, or curl --negotiate -u :"));
    };
    let Some(acceptor) = &app.acceptor else {
        return Err(CommandError::unauthenticated(
            "This broker has no keytab, so it cannot check Kerberos tickets.",
        )
        .hint("Use the local socket (aq --usesock PATH), or set `keytab` in the broker's configuration."));
    };
    let accepted = acceptor.accept(&token).await.map_err(refused)?;
    let principal = accepted
        .principal
        .parse()
        .map_err(|e| refused(AcceptError::UnusablePrincipal(e)))?;
    Ok(Identity {
        principal: Some(principal),
        reply: accepted.reply.map(|r| negotiate::header(&r)),
    })
}

/// A fault of the broker's own is no fault of the ticket: with 401 a client would ask for another one, in vain.
fn refused(error: AcceptError) -> CommandError {
    let (code, message) = (error.code(), error.to_string());
    match error {
        AcceptError::Internal { detail } => CommandError::broken(code, message, detail),
        _ => {
            let mut refusal = CommandError::unauthenticated(message);
            refusal.code = code;
            refusal
        }
    }
}

fn unknown_peer(error: PeerError) -> CommandError {
    match error {
        PeerError::Lookup { uid, reason } => CommandError::broken(
            "auth.internal",
            "The broker could not look up the local user. Tell its administrator; the reason is in the broker's log.",
            format!("user id {uid}: {reason}"),
        ),
        PeerError::NoName(_) | PeerError::Unusable(_) => CommandError::unauthenticated(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_the_broker_are_not_the_clients() {
        let lookup = PeerError::Lookup {
            uid: 7,
            reason: "secret".into(),
        };
        let token = AcceptError::Internal {
            detail: "secret".into(),
        };
        for error in [unknown_peer(lookup), refused(token)] {
            assert_eq!((error.status, error.code), (500, "auth.internal"));
            assert!(!error.body().contains("secret"), "{}", error.body());
            assert!(error.internal.is_some_and(|cause| cause.contains("secret")));
        }
    }

    #[test]
    fn faults_of_the_ticket_are() {
        let errors = [
            refused(AcceptError::Expired),
            refused(AcceptError::Malformed),
            unknown_peer(PeerError::NoName(7)),
        ];
        assert_eq!(errors.map(|e| e.status), [401; 3]);
    }
}
