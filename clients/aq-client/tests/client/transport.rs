//! Requests and answers, without Kerberos.

use std::time::Duration;

use crate::broker::{Faults, start, start_local};
use aq_client::{Auth, Client, ClientError, Config, Identity, Method, Request};
use axum::http::StatusCode;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

async fn anonymous() -> Client {
    Client::new(Config {
        auth: Auth::Off,
        ..start(None, Faults::default()).await
    })
}

/// A listener that says `answer` to whoever connects, and hangs up.
async fn saying(answer: &'static [u8]) -> Config {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(answer).await;
            // Read what the client says, lest the system reset the connection before it has read the answer.
            let _ = tokio::time::timeout(Duration::from_millis(50), stream.readable()).await;
            let _ = stream.try_read(&mut [0; 4096]);
        }
    });
    Config {
        port,
        auth: Auth::Off,
        ..Config::default()
    }
}

#[tokio::test]
async fn queries_and_forms_arrive() {
    let client = anonymous().await;
    let query = vec![pair("comments", "a b&c=é")];
    let request = Request {
        method: Method::DELETE,
        query,
        ..Request::get("/echo")
    };
    assert_eq!(
        client.send(request).await.unwrap().text(),
        "DELETE|comments=a%20b%26c%3D%C3%A9|||"
    );
    let form = vec![pair("x", "1 2"), pair("y", "")];
    let request = Request {
        method: Method::PUT,
        form,
        ..Request::get("/echo")
    };
    let text = client.send(request).await.unwrap().text();
    assert_eq!(text, "PUT||application/x-www-form-urlencoded|10|x=1%202&y=");
    let request = Request {
        method: Method::POST,
        ..Request::get("/echo")
    };
    let text = client.send(request).await.unwrap().text();
    assert_eq!(text, "POST||application/x-www-form-urlencoded|0|");
}

#[tokio::test]
async fn the_answer_in_parts() {
    let response = anonymous()
        .await
        .send(Request::get("/status/ping"))
        .await
        .unwrap();
    assert_eq!(
        (
            response.status,
            response.reason.as_str(),
            response.text().as_str()
        ),
        (200, "OK", "pong")
    );
    assert_eq!(
        response.content_type.as_deref(),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(response.identity, Identity::Anonymous);
    assert!(response.date.is_some());
}

#[tokio::test]
async fn partly_done_is_an_answer_too() {
    let faults = Faults {
        status: Some(StatusCode::MULTI_STATUS),
        ..Faults::default()
    };
    let client = Client::new(Config {
        auth: Auth::Off,
        ..start(None, faults).await
    });
    let response = client.send(Request::get("/status/ping")).await.unwrap();
    assert_eq!(response.failure(), "Multi-Status: pong");
    assert!(response.is_success());
}

#[tokio::test]
async fn compressed_answers_are_unpacked() {
    let response = anonymous().await.send(Request::get("/large")).await.unwrap();
    assert_eq!(response.body.len(), 800_000);
}

#[tokio::test]
async fn progress_line_by_line() {
    let mut client = anonymous().await;
    let mut lines = Vec::new();
    client
        .watch("4711", |line| lines.push(line.to_owned()))
        .await
        .unwrap();
    assert_eq!(lines, ["watching 4711", "second", "third"]);
    client = Client::new(Config {
        debug: true,
        ..client.config().clone()
    });
    lines.clear();
    client
        .watch("4711", |line| lines.push(line.to_owned()))
        .await
        .unwrap();
    assert_eq!(lines.last().unwrap(), "debug=True");
}

#[tokio::test]
async fn progress_of_a_request_that_is_not_there() {
    let error = anonymous().await.watch("unknown", |_| ()).await.unwrap_err();
    assert_eq!(
        error,
        ClientError::NotWatchable {
            status: 404,
            reason: "Not Found".to_owned(),
            text: "Request unknown not found.".to_owned()
        }
    );
}

#[tokio::test]
async fn over_the_unix_socket() {
    let dir = tempfile::tempdir().unwrap();
    let client = Client::new(start_local(&dir.path().join("socket")).await);
    let response = client.send(Request::get("/status/server")).await.unwrap();
    assert_eq!(response.identity, Identity::Local);
    assert!(response.text().contains("Connected as: admin@EXAMPLE.COM"));
}

#[tokio::test]
async fn sockets_that_are_not_there_or_not_ours() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let config = Config {
        socket: Some(path.clone()),
        ..Config::default()
    };
    let error = Client::new(config.clone())
        .send(Request::get("/x"))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("No such file or directory. Check that the broker runs"),
        "{error}"
    );
    std::fs::write(&path, "").unwrap();
    let error = Client::new(config).send(Request::get("/x")).await.unwrap_err();
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let config = Config {
        host: "127.0.0.1".to_owned(),
        port,
        auth: Auth::Off,
        ..Config::default()
    };
    let error = Client::new(config).send(Request::get("/x")).await.unwrap_err();
    assert_eq!(
        error,
        ClientError::Refused {
            place: format!("127.0.0.1:{port}")
        }
    );
    assert!(error.to_string().contains("--aqport"), "{error}");
}

#[tokio::test]
async fn a_host_that_does_not_exist() {
    let host = "no-such-host.invalid".to_owned();
    let config = Config {
        host: host.clone(),
        auth: Auth::Off,
        ..Config::default()
    };
    let error = Client::new(config).send(Request::get("/x")).await.unwrap_err();
    assert!(
        matches!(&error, ClientError::UnknownHost { host: named, .. } if *named == host),
        "{error:?}"
    );
    assert!(error.to_string().contains("--aqhost"), "{error}");
}

#[tokio::test]
async fn another_protocol() {
    let config = saying(b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n").await;
    let error = Client::new(config.clone())
        .send(Request::get("/x"))
        .await
        .unwrap_err();
    assert_eq!(
        error,
        ClientError::NotHttp {
            place: format!("localhost:{}", config.port)
        }
    );
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    let config = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").await;
    let error = Client::new(config).send(Request::get("/x")).await.unwrap_err();
    assert!(matches!(error, ClientError::Broken { .. }), "{error:?}");
    assert!(error.to_string().contains("search_audit"), "{error}");
    let error = Client::new(saying(b"").await)
        .send(Request::get("/x"))
        .await
        .unwrap_err();
    assert!(matches!(error, ClientError::Broken { .. }), "{error:?}");
}

#[tokio::test]
async fn paths_that_cannot_be_sent() {
    let error = anonymous().await.send(Request::get("/a b\n")).await.unwrap_err();
    assert_eq!(error.problem(), "The request \"/a b\\n\" cannot be sent.");
}
