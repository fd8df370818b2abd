//! A server that behaves as a broker does where identity is concerned, with faults to order.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aq_auth::{Acceptor, negotiate};
use aq_client::{Auth, Config};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path as Part, RawQuery, Request, State};
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, DATE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::net::{TcpListener, UnixListener};
use tokio_stream::StreamExt;

/// What is wrong with the server.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// It sends no proof of itself.
    pub unproved: bool,
    /// It sends a proof that is altered.
    pub forged: bool,
    /// It takes everybody for anonymous.
    pub ignorant: bool,
    /// Its clock says this.
    pub date: Option<&'static str>,
    /// Status of every answer.
    pub status: Option<StatusCode>,
    /// Role of everybody.
    pub role: Option<&'static str>,
}

#[derive(Clone)]
struct Broker {
    acceptor: Option<Acceptor>,
    faults: Faults,
}

/// Principal of the request, put there by [`identify`].
#[derive(Clone)]
struct Caller(Option<String>);

/// Starts the server on a free port of localhost and gives the configuration of a client for it.
pub async fn start(keytab: Option<PathBuf>, faults: Faults) -> Config {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = keytab.map(|keytab| Acceptor::new(&keytab, None).unwrap());
    let app = app(Broker { acceptor, faults });
    tokio::spawn(async move { axum::serve(listener, app).await });
    Config {
        port,
        auth: Auth::Auto,
        connect_timeout: Duration::from_secs(3),
        ..Config::default()
    }
}

/// The same on a unix socket, where everybody is root.
pub async fn start_local(path: &Path) -> Config {
    let listener = UnixListener::bind(path).unwrap();
    let app = app(Broker {
        acceptor: None,
        faults: Faults::default(),
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    Config {
        socket: Some(path.to_owned()),
        ..Config::default()
    }
}

fn app(broker: Broker) -> Router {
    Router::new()
        .route("/status/ping", get(|| async { "pong" }))
        .route("/status/server", get(status))
        .route("/status/requestid/{id}", get(progress))
        .route("/echo", any(echo))
        .route("/large", get(large))
        .route("/write", any(write))
        .layer(middleware::from_fn_with_state(broker.clone(), identify))
        .with_state(broker)
}

async fn identify(State(broker): State<Broker>, mut request: Request, next: Next) -> Response {
    let faults = &broker.faults;
    let given = request
        .headers()
        .get(AUTHORIZATION)
        .map(|value| value.to_str().unwrap().to_owned());
    let token = given
        .and_then(|value| negotiate::token(&value).unwrap())
        .filter(|_| !faults.ignorant);
    let (mut caller, mut reply) = (None, None);
    if let (Some(token), Some(acceptor)) = (token, &broker.acceptor) {
        match acceptor.accept(&token).await {
            Ok(accepted) => (caller, reply) = (Some(accepted.principal), accepted.reply),
            Err(error) => return (StatusCode::UNAUTHORIZED, error.to_string()).into_response(),
        }
    }
    request.extensions_mut().insert(Caller(caller));
    let mut response = next.run(request).await;
    if let Some(mut reply) = reply.filter(|_| !faults.unproved) {
        if faults.forged {
            *reply.last_mut().unwrap() ^= 1;
        }
        response
            .headers_mut()
            .insert(WWW_AUTHENTICATE, negotiate::header(&reply).parse().unwrap());
    }
    if let Some(date) = faults.date {
        response
            .headers_mut()
            .insert(DATE, HeaderValue::from_static(date));
    }
    if let Some(status) = faults.status {
        *response.status_mut() = status;
    }
    response
}

async fn status(State(broker): State<Broker>, axum::Extension(caller): axum::Extension<Caller>) -> String {
    let who = caller.0.map(|who| {
        format!(
            "Connected as: {who} [{}]\n",
            broker.faults.role.unwrap_or("operations")
        )
    });
    let local = broker.acceptor.is_none() && !broker.faults.ignorant;
    let who = who.or_else(|| local.then(|| "Connected as: admin@EXAMPLE.COM [aqd_admin]\n".to_owned()));
    format!("Aquilon Broker 0\n{}", who.unwrap_or_default())
}

/// Three lines in pieces that end in the middle of them, then whether debugging was asked for.
async fn progress(Part(id): Part<String>, RawQuery(query): RawQuery) -> Response {
    if id == "unknown" {
        return (StatusCode::NOT_FOUND, "Request unknown not found.").into_response();
    }
    let pieces = [
        format!("watching {id}\nsec"),
        "ond\nthird".to_owned(),
        format!("\n{}", query.unwrap_or_default()),
    ];
    let stream = tokio_stream::iter(pieces)
        .throttle(Duration::from_millis(20))
        .map(Ok::<_, std::io::Error>);
    Body::from_stream(stream).into_response()
}

/// The request as it arrived.
async fn echo(method: Method, RawQuery(query): RawQuery, headers: HeaderMap, body: Bytes) -> String {
    let header = |name: &str| {
        headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
            .to_owned()
    };
    format!(
        "{method}|{}|{}|{}|{}",
        query.unwrap_or_default(),
        header("content-type"),
        header("content-length"),
        String::from_utf8_lossy(&body)
    )
}

async fn large(headers: HeaderMap) -> Response {
    let text = "profile ".repeat(100_000);
    if headers.get(ACCEPT_ENCODING).is_none_or(|value| value != "gzip") {
        return text.into_response();
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    ([(CONTENT_ENCODING, "gzip")], encoder.finish().unwrap()).into_response()
}

/// Something that needs an identity.
async fn write(axum::Extension(caller): axum::Extension<Caller>) -> Response {
    match caller.0 {
        Some(who) => format!("written by {who}").into_response(),
        None => {
            let offer = [(WWW_AUTHENTICATE, negotiate::OFFER)];
            (
                StatusCode::UNAUTHORIZED,
                offer,
                "Without authentication you may read.",
            )
                .into_response()
        }
    }
}
