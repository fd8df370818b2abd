//! Who is calling: a Kerberos principal, a local user, or nobody in particular.

use axum::extract::connect_info::Connected;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::serve::IncomingStream;
use aq_auth::{AcceptError, Principal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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
        let principal = app.peers.principal(*uid).map_err(|e| CommandError::unauthenticated(e.to_string()))?;
        return Ok(Identity { principal: Some(principal), reply: None });
    }
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Ok(Identity { principal: None, reply: None });
    };
    let token = value.to_str().ok().and_then(|v| v.split_once(' ')).filter(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("negotiate")
    });
    let Some((_, token)) = token else {
        return Err(CommandError::unauthenticated("The broker accepts the Negotiate (Kerberos) scheme only.")
            .hint("Run kinit and use aq, or curl --negotiate -u :"));
    };
    let Some(acceptor) = &app.acceptor else {
        return Err(CommandError::unauthenticated("This broker has no keytab, so it cannot check Kerberos tickets.")
            .hint("Use the local socket (aq --usesock PATH), or set `keytab` in the broker's configuration."));
    };
    let token = STANDARD
        .decode(token.trim())
        .map_err(|_| CommandError::unauthenticated("The Negotiate token is not valid base64."))?;
    let accepted = acceptor.accept(&token).await.map_err(refused)?;
    Ok(Identity {
        principal: Some(accepted.principal),
        reply: accepted.reply.map(|r| format!("Negotiate {}", STANDARD.encode(r))),
    })
}

fn refused(error: AcceptError) -> CommandError {
    let mut refusal = CommandError::unauthenticated(error.to_string());
    refusal.code = error.code();
    if let AcceptError::Internal { detail } = error {
        refusal.internal = Some(detail);
    }
    refusal
}
