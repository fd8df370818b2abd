//! Requests with tickets: who is believed, and what is said when nobody is.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use crate::broker::{Faults, start};
use aq_auth::InitiateError;
use aq_client::{Auth, Client, ClientError, Config, Identity, Method, Request, Response};
use aq_test_support::kdc::Kdc;
use aq_test_support::realm_test::in_realm;
use axum::http::StatusCode;

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

/// A writing request to a broker with the right key, with what is in `cache`.
fn write(kdc: &Kdc, cache: &Path, auth: Auth, faults: Faults) -> Result<Response, ClientError> {
    run(async {
        let config = start(Some(kdc.http_keytab()), faults).await;
        let config = Config {
            auth,
            credential_cache: Some(cache.to_owned()),
            ..config
        };
        Client::new(config)
            .send(Request {
                method: Method::PUT,
                ..Request::get("/write")
            })
            .await
    })
}

fn not_mutual() -> ClientError {
    ClientError::Kerberos(InitiateError::NotMutual {
        service: "HTTP@localhost".to_owned(),
    })
}

#[test]
fn both_sides_proved() {
    in_realm("kerberos::both_sides_proved", |kdc| {
        for auth in [Auth::Auto, Auth::Required] {
            let response = write(kdc, &kdc.kinit("alice").unwrap(), auth, Faults::default()).unwrap();
            assert_eq!(
                (response.status, response.text().as_str()),
                (200, "written by alice@EXAMPLE.COM")
            );
            assert_eq!(
                response.identity,
                Identity::Kerberos {
                    principal: "alice@EXAMPLE.COM".to_owned()
                }
            );
        }
    });
}

#[test]
fn without_a_ticket() {
    in_realm("kerberos::without_a_ticket", |kdc| {
        let nowhere = kdc.dir().join("ccaches/none");
        let response = write(kdc, &nowhere, Auth::Auto, Faults::default()).unwrap();
        assert_eq!(
            response.failure(),
            "Unauthorized: Without authentication you may read.\nYou have no Kerberos ticket. Run kinit."
        );
        let error = write(kdc, &nowhere, Auth::Required, Faults::default()).unwrap_err();
        assert_eq!(error.to_string(), "You have no Kerberos ticket. Run kinit.");
    });
}

#[test]
fn with_a_ticket_that_has_expired() {
    in_realm("kerberos::with_a_ticket_that_has_expired", |kdc| {
        let cache = kdc.kinit_short("alice", Duration::from_secs(1)).unwrap();
        std::thread::sleep(Duration::from_millis(2100));
        let response = write(kdc, &cache, Auth::Auto, Faults::default()).unwrap();
        assert_eq!(
            response.advice.as_deref(),
            Some("Your Kerberos ticket has expired. Run kinit.")
        );
    });
}

#[test]
fn switched_off() {
    in_realm("kerberos::switched_off", |kdc| {
        let response = write(kdc, &kdc.kinit("alice").unwrap(), Auth::Off, Faults::default()).unwrap();
        assert_eq!((response.status, &response.identity), (401, &Identity::Anonymous));
        assert!(
            response.failure().ends_with("leave that out."),
            "{}",
            response.failure()
        );
    });
}

#[test]
fn a_broker_that_does_not_prove_itself() {
    in_realm("kerberos::a_broker_that_does_not_prove_itself", |kdc| {
        let cache = kdc.kinit("alice").unwrap();
        let with = |faults| write(kdc, &cache, Auth::Auto, faults).unwrap_err();
        assert_eq!(
            with(Faults {
                unproved: true,
                ..Faults::default()
            }),
            not_mutual()
        );
        assert_eq!(
            with(Faults {
                forged: true,
                ..Faults::default()
            }),
            not_mutual()
        );
        let partly = Some(StatusCode::MULTI_STATUS);
        assert_eq!(
            with(Faults {
                unproved: true,
                status: partly,
                ..Faults::default()
            }),
            not_mutual()
        );
        let missing = Some(StatusCode::NOT_FOUND);
        assert_eq!(
            with(Faults {
                forged: true,
                status: missing,
                ..Faults::default()
            }),
            not_mutual()
        );
    });
}

#[test]
fn errors_from_something_in_between_need_no_proof() {
    in_realm(
        "kerberos::errors_from_something_in_between_need_no_proof",
        |kdc| {
            let faults = Faults {
                unproved: true,
                status: Some(StatusCode::BAD_GATEWAY),
                ..Faults::default()
            };
            let response = write(kdc, &kdc.kinit("alice").unwrap(), Auth::Auto, faults).unwrap();
            assert_eq!(response.status, 502);
        },
    );
}

#[test]
fn a_service_that_is_not_registered() {
    in_realm("kerberos::a_service_that_is_not_registered", |kdc| {
        let (reading, writing) = run(async {
            let config = start(Some(kdc.http_keytab()), Faults::default()).await;
            let cache = Some(kdc.kinit("alice").unwrap());
            let client = Client::new(Config {
                service: "cdb".to_owned(),
                credential_cache: cache,
                ..config
            });
            let write = Request {
                method: Method::PUT,
                ..Request::get("/write")
            };
            (
                client.send(Request::get("/status/ping")).await.unwrap(),
                client.send(write).await.unwrap(),
            )
        });
        // Reading goes on; writing says which principal was asked for.
        assert_eq!(reading.status, 200);
        assert_eq!(writing.status, 401);
        assert!(
            writing
                .failure()
                .contains("does not know the service cdb/localhost@EXAMPLE.COM"),
            "{writing:?}"
        );
    });
}

#[test]
fn a_broker_with_another_key() {
    in_realm("kerberos::a_broker_with_another_key", |kdc| {
        let response = run(async {
            let config = start(Some(kdc.wrong_keytab()), Faults::default()).await;
            let cache = Some(kdc.kinit("alice").unwrap());
            Client::new(Config {
                credential_cache: cache,
                ..config
            })
            .send(Request::get("/status/ping"))
            .await
            .unwrap()
        });
        assert_eq!(response.status, 401);
        assert!(
            response
                .failure()
                .contains("this broker is HTTP/elsewhere.example.com@EXAMPLE.COM"),
            "{response:?}"
        );
    });
}

#[test]
fn many_requests_of_one_client() {
    in_realm("kerberos::many_requests_of_one_client", |kdc| {
        run(async {
            let config = start(Some(kdc.http_keytab()), Faults::default()).await;
            let cache = Some(kdc.kinit("bob").unwrap());
            let client = Client::new(Config {
                auth: Auth::Required,
                credential_cache: cache,
                ..config
            });
            let tasks: Vec<_> = (0..32)
                .map(|_| {
                    let client = client.clone();
                    tokio::spawn(async move { client.send(Request::get("/write")).await })
                })
                .collect();
            for task in tasks {
                assert_eq!(task.await.unwrap().unwrap().text(), "written by bob@EXAMPLE.COM");
            }
        });
    });
}
