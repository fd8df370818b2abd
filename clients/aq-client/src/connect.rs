//! Connections to the broker, by TCP or unix socket.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::path::Path;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream, lookup_host};
use tokio::time::timeout;

use crate::config::Config;
use crate::error::ClientError;

/// Opens a connection for one request. A command needs one or two in its life; keeping them would save nothing.
pub(crate) async fn connect(config: &Config) -> Result<SendRequest<Full<Bytes>>, ClientError> {
    match &config.socket {
        Some(path) => speak(config, unix(path).await?).await,
        None => speak(config, tcp(config).await?).await,
    }
}

/// The addresses of the broker's host.
pub(crate) async fn addresses(config: &Config) -> Result<Vec<SocketAddr>, ClientError> {
    let unknown = |reason: String| ClientError::UnknownHost {
        host: config.host.clone(),
        reason,
    };
    let host = config.host.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() {
        return Err(unknown("no name was given".to_owned()));
    }
    let found: Vec<SocketAddr> = lookup_host((host, config.port))
        .await
        .map_err(|cause| unknown(plain(&cause)))?
        .collect();
    if found.is_empty() {
        Err(unknown("it has no address".to_owned()))
    } else {
        Ok(found)
    }
}

/// A connection to the first address that takes it.
pub(crate) async fn tcp(config: &Config) -> Result<TcpStream, ClientError> {
    let place = || config.authority();
    let mut last = None;
    for address in addresses(config).await? {
        let failure = match timeout(config.connect_timeout, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // Requests are small and written whole: waiting for more to send would only delay them.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Ok(Err(cause)) if cause.kind() == io::ErrorKind::ConnectionRefused => {
                ClientError::Refused { place: place() }
            }
            Ok(Err(cause)) => ClientError::Unreachable {
                place: place(),
                reason: plain(&cause),
            },
            Err(_) => ClientError::Unreachable {
                place: place(),
                reason: format!("no answer in {} s", config.connect_timeout.as_secs_f32()),
            },
        };
        last = Some(failure);
    }
    Err(last.unwrap_or_else(|| ClientError::UnknownHost {
        host: config.host.clone(),
        reason: "it has no address".to_owned(),
    }))
}

pub(crate) async fn unix(path: &Path) -> Result<UnixStream, ClientError> {
    UnixStream::connect(path)
        .await
        .map_err(|cause| ClientError::Socket {
            path: path.to_owned(),
            reason: plain(&cause),
            denied: cause.kind() == io::ErrorKind::PermissionDenied,
        })
}

async fn speak<S>(config: &Config, stream: S) -> Result<SendRequest<Full<Bytes>>, ClientError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|cause| explain(config, &cause))?;
    // What goes wrong with the connection comes out of the request that is under way.
    tokio::spawn(connection);
    Ok(sender)
}

/// Translates a failure of a connection that was open.
pub(crate) fn explain(config: &Config, cause: &hyper::Error) -> ClientError {
    // A request that was not sent yet is called off; the reason is one level down.
    if let Some(reason) = cause
        .source()
        .and_then(|source| source.downcast_ref::<hyper::Error>())
    {
        return explain(config, reason);
    }
    let lost = cause.is_canceled() || cause.is_closed() || cause.is_incomplete_message() || by_system(cause);
    if lost {
        return ClientError::Broken {
            place: config.place(),
            reason: cause.to_string(),
        };
    }
    // What is left came from the other side's bytes: not HTTP, or a greeting before anything was asked.
    ClientError::NotHttp {
        place: config.place(),
    }
}

/// True when an operation of the system failed below HTTP.
fn by_system(cause: &hyper::Error) -> bool {
    cause.source().is_some_and(|source| source.is::<io::Error>())
}

/// The system's message without the number.
pub(crate) fn plain(cause: &io::Error) -> String {
    let text = cause.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
