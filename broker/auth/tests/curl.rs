//! Negotiate as ordinary programs speak it: curl against a small server that uses the acceptor.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::process::Command;

use aq_auth::{Acceptor, negotiate};
use aq_test_support::kdc::Kdc;
use aq_test_support::realm_test::in_realm;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

async fn whoami(State(acceptor): State<Acceptor>, headers: HeaderMap) -> Response {
    let given = headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap());
    let Some(token) = given.and_then(|value| negotiate::token(value).unwrap()) else {
        return (
            StatusCode::UNAUTHORIZED,
            [(WWW_AUTHENTICATE, negotiate::OFFER)],
            "who are you?",
        )
            .into_response();
    };
    match acceptor.accept(&token).await {
        Ok(accepted) => {
            let reply = negotiate::header(&accepted.reply.unwrap());
            ([(WWW_AUTHENTICATE, reply)], accepted.principal).into_response()
        }
        Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()).into_response(),
    }
}

/// What curl says to a server with this key tab: the body and the status.
fn curl(kdc: &Kdc, keytab: &Path, cache: Option<&Path>) -> String {
    let acceptor = Acceptor::new(keytab, None).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
        .unwrap();
    let port = listener.local_addr().unwrap().port();
    let app = axum::Router::new().route("/", get(whoami)).with_state(acceptor);
    runtime.spawn(async move { axum::serve(listener, app).await });
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--negotiate", "-u", ":", "-w", " %{http_code}"])
        .envs(kdc.env());
    if let Some(cache) = cache {
        curl.env("KRB5CCNAME", cache);
    }
    let output = curl.arg(format!("http://localhost:{port}/")).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn with_a_ticket() {
    in_realm("with_a_ticket", |kdc| {
        let said = curl(kdc, &kdc.http_keytab(), Some(&kdc.kinit("alice").unwrap()));
        assert_eq!(said, "alice@EXAMPLE.COM 200");
    });
}

#[test]
fn without_one() {
    in_realm("without_one", |kdc| {
        assert_eq!(curl(kdc, &kdc.http_keytab(), None), "who are you? 401");
    });
}

#[test]
fn at_a_server_with_the_wrong_key() {
    in_realm("at_a_server_with_the_wrong_key", |kdc| {
        let said = curl(kdc, &kdc.wrong_keytab(), Some(&kdc.kinit("alice").unwrap()));
        assert!(
            said.starts_with("The ticket is for HTTP/localhost@EXAMPLE.COM, but this broker is"),
            "{said}"
        );
        assert!(said.ends_with(" 401"), "{said}");
    });
}
