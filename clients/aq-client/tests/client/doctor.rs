//! The doctor, in each broken situation.

use std::path::PathBuf;
use std::time::Duration;

use crate::broker::{Faults, start, start_local};
use aq_client::doctor::{Level, Report, examine};
use aq_client::{Auth, Config};
use aq_test_support::kdc::{HTTP_SERVICE, Kdc};
use aq_test_support::realm_test::{in_realm, in_realm_with};
use axum::http::StatusCode;
use tokio::net::TcpListener;

/// Who asks, of what.
struct Case {
    keytab: Option<PathBuf>,
    cache: Option<PathBuf>,
    faults: Faults,
}

impl Case {
    fn good(kdc: &Kdc) -> Self {
        Self {
            keytab: Some(kdc.http_keytab()),
            cache: Some(kdc.kinit("alice").unwrap()),
            faults: Faults::default(),
        }
    }

    /// Examines a broker; `change` spoils the client's configuration.
    fn report(self, change: impl FnOnce(Config) -> Config) -> Report {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let config = start(self.keytab, self.faults).await;
            examine(&change(Config {
                credential_cache: self.cache,
                ..config
            }))
            .await
        })
    }
}

fn same(config: Config) -> Config {
    config
}

/// The checks in order, as `ok dns`.
fn outline(report: &Report) -> Vec<String> {
    report
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.level, finding.what))
        .collect()
}

/// The one check that failed, as it is shown.
fn failure(report: &Report) -> String {
    let failed: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Fail)
        .map(ToString::to_string)
        .collect();
    assert_eq!(failed.len(), 1, "{report}");
    assert_eq!(report.exit_status(), 1);
    let said = failed.concat();
    assert!(said.contains(" -> "), "{report}");
    said
}

#[test]
fn all_well() {
    in_realm("doctor::all_well", |kdc| {
        let report = Case::good(kdc).report(same);
        assert_eq!(
            outline(&report),
            [
                "ok configuration",
                "ok dns",
                "ok network",
                "ok broker",
                "ok clock",
                "ok kerberos configuration",
                "ok ticket",
                "ok service ticket",
                "ok identity"
            ],
            "{report}"
        );
        let text = report.to_string();
        assert!(text.contains("default realm EXAMPLE.COM"), "{text}");
        assert!(
            text.contains("ticket: alice@EXAMPLE.COM, 9 h 59 min left") || text.contains("10 h 0 min left"),
            "{text}"
        );
        assert!(
            text.contains("service ticket: HTTP/localhost@EXAMPLE.COM, key version 1"),
            "{text}"
        );
        assert!(
            text.contains("identity: alice@EXAMPLE.COM [operations]"),
            "{text}"
        );
        assert_eq!(report.exit_status(), 0);
    });
}

#[test]
fn no_role() {
    in_realm("doctor::no_role", |kdc| {
        let report = Case {
            faults: Faults {
                role: Some("nobody"),
                ..Faults::default()
            },
            ..Case::good(kdc)
        }
        .report(same);
        let last = report.findings.last().unwrap();
        assert_eq!((last.level, report.exit_status()), (Level::Warn, 0));
        assert!(
            last.to_string()
                .contains("aq permission --principal alice@EXAMPLE.COM"),
            "{last}"
        );
    });
}

#[test]
fn no_ticket() {
    in_realm("doctor::no_ticket", |kdc| {
        let cache = Some(kdc.dir().join("ccaches/none"));
        let report = Case {
            cache,
            ..Case::good(kdc)
        }
        .report(same);
        assert_eq!(
            failure(&report),
            "FAIL ticket: You have no Kerberos ticket. -> Run kinit."
        );
    });
}

#[test]
fn expired_ticket_and_one_that_soon_will_be() {
    in_realm("doctor::expired_ticket_and_one_that_soon_will_be", |kdc| {
        let soon = Some(kdc.kinit_short("alice", Duration::from_secs(60)).unwrap());
        let report = Case {
            cache: soon,
            ..Case::good(kdc)
        }
        .report(same);
        assert!(outline(&report).contains(&"warn ticket".to_owned()), "{report}");
        let cache = kdc.kinit_short("alice", Duration::from_secs(1)).unwrap();
        std::thread::sleep(Duration::from_millis(2100));
        let report = Case {
            cache: Some(cache),
            ..Case::good(kdc)
        }
        .report(same);
        assert_eq!(
            failure(&report),
            "FAIL ticket: Your Kerberos ticket has expired. -> Run kinit."
        );
    });
}

#[test]
fn service_not_registered() {
    in_realm("doctor::service_not_registered", |kdc| {
        let report = Case::good(kdc).report(|config| Config {
            service: "cdb".to_owned(),
            ..config
        });
        assert!(
            failure(&report)
                .contains("service ticket: The Kerberos server does not know the service cdb/localhost@")
        );
    });
}

#[test]
fn broker_with_another_key() {
    in_realm("doctor::broker_with_another_key", |kdc| {
        let report = Case {
            keytab: Some(kdc.wrong_keytab()),
            ..Case::good(kdc)
        }
        .report(same);
        assert!(
            failure(&report).contains("identity: refused: Unauthorized: The ticket is for HTTP/localhost@")
        );
    });
}

#[test]
fn broker_without_a_key() {
    in_realm("doctor::broker_without_a_key", |kdc| {
        let faults = Faults {
            ignorant: true,
            ..Faults::default()
        };
        let report = Case {
            keytab: None,
            faults,
            ..Case::good(kdc)
        }
        .report(same);
        assert!(
            failure(&report)
                .contains("identity: The server at the other end did not prove that it is HTTP@localhost")
        );
    });
}

#[test]
fn clocks_that_differ() {
    in_realm("doctor::clocks_that_differ", |kdc| {
        let faults = Faults {
            date: Some("Sun, 06 Nov 1994 08:49:37 GMT"),
            ..Faults::default()
        };
        let report = Case {
            faults,
            ..Case::good(kdc)
        }
        .report(same);
        let said = failure(&report);
        assert!(
            said.starts_with("FAIL clock: ") && said.contains("ahead of the broker's"),
            "{said}"
        );
        let cache = kdc.kinit("alice").unwrap();
        kdc.fetch_service_ticket(&cache, HTTP_SERVICE).unwrap();
        kdc.shift_clock(&cache, 3600).unwrap();
        let report = Case {
            cache: Some(cache),
            ..Case::good(kdc)
        }
        .report(same);
        assert!(
            failure(&report).contains("The clocks of this client and the broker differ too much"),
            "{report}"
        );
    });
}

#[test]
fn kerberos_server_away() {
    let away = |kdc: &Kdc| {
        let dir = kdc.dir().join("doctor-away");
        let cache = Kdc::start(&dir).unwrap().kinit("alice").unwrap();
        let conf = dir.join("krb5.conf").display().to_string();
        vec![
            ("KRB5_CONFIG".to_owned(), conf),
            ("KRB5CCNAME".to_owned(), cache.display().to_string()),
        ]
    };
    in_realm_with("doctor::kerberos_server_away", away, |kdc| {
        let report = Case {
            cache: None,
            ..Case::good(kdc)
        }
        .report(same);
        assert!(
            failure(&report).contains("service ticket: No Kerberos server of the realm EXAMPLE.COM answers.")
        );
    });
}

#[test]
fn no_kerberos_configuration() {
    let env = |kdc: &Kdc| {
        let cache = kdc.kinit("alice").unwrap().display().to_string();
        vec![
            ("KRB5_CONFIG".to_owned(), "/nonexistent/krb5.conf".to_owned()),
            ("KRB5CCNAME".to_owned(), cache),
        ]
    };
    in_realm_with("doctor::no_kerberos_configuration", env, |_| {
        let report = Case {
            keytab: None,
            cache: None,
            faults: Faults::default(),
        }
        .report(same);
        let text = report.to_string();
        assert!(
            text.contains("FAIL kerberos configuration: not readable: /nonexistent/krb5.conf (KRB5_CONFIG)"),
            "{text}"
        );
        assert_eq!(report.exit_status(), 1);
    });
}

#[test]
fn nobody_listens_and_no_ticket_either() {
    in_realm("doctor::nobody_listens_and_no_ticket_either", |kdc| {
        let free = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let cache = Some(kdc.dir().join("ccaches/none"));
        let report = Case {
            cache,
            ..Case::good(kdc)
        }
        .report(|config| Config { port: free, ..config });
        assert_eq!(
            outline(&report),
            [
                "ok configuration",
                "ok dns",
                "FAIL network",
                "ok kerberos configuration",
                "FAIL ticket"
            ],
            "{report}"
        );
    });
}

#[tokio::test]
async fn no_such_host() {
    let config = Config {
        host: "no-such-host.invalid".to_owned(),
        auth: Auth::Off,
        ..Config::default()
    };
    let report = examine(&config).await;
    assert_eq!(
        outline(&report),
        ["ok configuration", "FAIL dns", "warn authentication"],
        "{report}"
    );
}

#[tokio::test]
async fn an_address_in_place_of_a_name() {
    let config = Config {
        host: "127.0.0.1".to_owned(),
        ..start(None, Faults::default()).await
    };
    let report = examine(&config).await;
    assert_eq!(outline(&report)[0], "warn configuration", "{report}");
}

#[tokio::test]
async fn something_else_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.writable().await;
            let _ = stream.try_write(b"220 mail.example.org ESMTP\r\n");
            let _ = tokio::time::timeout(Duration::from_millis(50), stream.readable()).await;
            let _ = stream.try_read(&mut [0; 4096]);
        }
    });
    let report = examine(&Config {
        port,
        auth: Auth::Off,
        ..Config::default()
    })
    .await;
    let said = failure(&report);
    assert!(said.contains("does not speak HTTP"), "{said}");
}

#[tokio::test]
async fn a_broker_that_fails() {
    let faults = Faults {
        status: Some(StatusCode::SERVICE_UNAVAILABLE),
        ..Faults::default()
    };
    let report = examine(&Config {
        auth: Auth::Off,
        ..start(None, faults).await
    })
    .await;
    assert!(failure(&report).contains("status 503 Service Unavailable: pong"));
}

#[tokio::test]
async fn by_unix_socket() {
    let dir = tempfile::tempdir().unwrap();
    let report = examine(&start_local(&dir.path().join("socket")).await).await;
    assert_eq!(
        outline(&report),
        ["ok configuration", "ok socket", "ok broker", "ok identity"],
        "{report}"
    );
    let missing = Config {
        socket: Some(dir.path().join("missing")),
        ..Config::default()
    };
    assert!(failure(&examine(&missing).await).contains("socket: The broker's socket"));
}
