//! Why a client gets no token, against a real Kerberos server.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::thread;
use std::time::Duration;

use aq_auth::{InitiateError, Initiator, Ticket};
use aq_test_support::kdc::{HTTP_SERVICE, Kdc, OTHER_REALM};
use aq_test_support::realm_test::{in_realm, in_realm_with};

fn ticket(cache: &Path) -> Ticket {
    Ticket::find(Some(cache)).unwrap()
}

fn refusal(ticket: &Ticket, service: &str) -> InitiateError {
    Initiator::start(ticket, service).unwrap_err()
}

/// The environment with another client configuration.
fn conf(path: &Path) -> Vec<(String, String)> {
    vec![("KRB5_CONFIG".to_owned(), path.display().to_string())]
}

#[test]
fn no_ticket() {
    in_realm("no_ticket", |kdc| {
        let nowhere = kdc.dir().join("ccaches/none");
        assert_eq!(Ticket::find(Some(&nowhere)).unwrap_err(), InitiateError::NoTicket);
        assert_eq!(Ticket::find(None).unwrap_err(), InitiateError::NoTicket);
        assert_eq!(
            InitiateError::NoTicket.to_string(),
            "You have no Kerberos ticket. Run kinit."
        );
    });
}

#[test]
fn the_users_own_ticket_is_found() {
    let own = |kdc: &Kdc| {
        vec![(
            "KRB5CCNAME".to_owned(),
            kdc.kinit("carol").unwrap().display().to_string(),
        )]
    };
    in_realm_with("the_users_own_ticket_is_found", own, |_| {
        let ticket = Ticket::find(None).unwrap();
        assert_eq!(ticket.principal(), "carol@EXAMPLE.COM");
        assert!(ticket.remaining() > Duration::from_secs(9 * 3600), "{ticket:?}");
    });
}

#[test]
fn expired() {
    in_realm("expired", |kdc| {
        let cache = kdc.kinit_short("alice", Duration::from_secs(1)).unwrap();
        let while_valid = ticket(&cache);
        thread::sleep(Duration::from_millis(2100));
        assert_eq!(Ticket::find(Some(&cache)).unwrap_err(), InitiateError::Expired);
        assert_eq!(refusal(&while_valid, "HTTP@localhost"), InitiateError::Expired);
    });
}

#[test]
fn a_service_that_is_not_registered() {
    in_realm("a_service_that_is_not_registered", |kdc| {
        let error = refusal(&ticket(&kdc.kinit("alice").unwrap()), "HTTP@nosuch.example.com");
        let principal = "HTTP/nosuch.example.com@EXAMPLE.COM".to_owned();
        assert_eq!(error, InitiateError::UnknownService { principal });
    });
}

#[test]
fn a_realm_that_is_not_trusted() {
    // A ticket of one realm, and a configuration that takes localhost to be in another.
    // The second server runs until this value goes.
    let mut running = None;
    let other = |kdc: &Kdc| {
        let there = Kdc::start_realm(&kdc.dir().join("no-trust"), OTHER_REALM).unwrap();
        let here = kdc.variant_conf("both", |text| {
            let realms = format!(
                "[realms]\n {OTHER_REALM} = {{\n  kdc = 127.0.0.1:{}\n }}",
                there.port()
            );
            text.replace("[realms]", &realms)
                .replace("localhost = EXAMPLE.COM", "localhost = OTHER.ORG")
        });
        running = Some(there);
        conf(&here.unwrap())
    };
    in_realm_with("a_realm_that_is_not_trusted", other, |kdc| {
        let error = refusal(&ticket(&kdc.kinit("alice").unwrap()), "HTTP@localhost");
        let (from, to) = ("EXAMPLE.COM".to_owned(), OTHER_REALM.to_owned());
        assert_eq!(error, InitiateError::NoTrust { from, to });
    });
    drop(running);
}

#[test]
fn a_kerberos_server_that_is_away() {
    // A ticket from a server that ends before the inner process starts.
    let away = |kdc: &Kdc| {
        let dir = kdc.dir().join("away");
        let cache = Kdc::start(&dir).unwrap().kinit("alice").unwrap();
        let mut env = conf(&dir.join("krb5.conf"));
        env.push(("KRB5CCNAME".to_owned(), cache.display().to_string()));
        env
    };
    in_realm_with("a_kerberos_server_that_is_away", away, |_| {
        let error = refusal(&Ticket::find(None).unwrap(), "HTTP@localhost");
        assert_eq!(
            error,
            InitiateError::NoKdc {
                realm: "EXAMPLE.COM".to_owned()
            }
        );
    });
}

#[test]
fn clocks_that_differ() {
    in_realm("clocks_that_differ", |kdc| {
        let cache = kdc.kinit("alice").unwrap();
        kdc.shift_clock(&cache, 3600).unwrap();
        assert_eq!(
            refusal(&ticket(&cache), "HTTP@localhost"),
            InitiateError::ClockSkew
        );
        let behind = kdc.kinit("alice").unwrap();
        kdc.fetch_service_ticket(&behind, HTTP_SERVICE).unwrap();
        kdc.shift_clock(&behind, -3600).unwrap();
        assert_eq!(
            refusal(&ticket(&behind), "HTTP@localhost"),
            InitiateError::ClockSkew
        );
    });
}

#[test]
fn a_configuration_without_a_realm() {
    let bare = |kdc: &Kdc| {
        let cache = kdc.kinit("alice").unwrap();
        let mut env = conf(
            &kdc.variant_conf("bare", |_| "[libdefaults]\n dns_lookup_kdc = false\n".to_owned())
                .unwrap(),
        );
        env.push(("KRB5CCNAME".to_owned(), cache.display().to_string()));
        env
    };
    in_realm_with("a_configuration_without_a_realm", bare, |_| {
        let error = refusal(&Ticket::find(None).unwrap(), "HTTP@localhost");
        assert_eq!(
            error,
            InitiateError::NoKdc {
                realm: "EXAMPLE.COM".to_owned()
            }
        );
    });
}
