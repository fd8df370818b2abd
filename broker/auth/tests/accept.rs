//! Accepting clients, against a real Kerberos server.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use aq_auth::{AcceptError, Acceptor, InitiateError, Initiator, Ticket};
use aq_test_support::kdc::{HTTP_SERVICE, Kdc, OTHER_REALM};
use aq_test_support::realm_test::{in_realm, in_realm_with};

const SERVICE: &str = "HTTP@localhost";

/// An acceptor with a replay cache of its own.
fn acceptor(keytab: &Path) -> (Acceptor, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (
        Acceptor::new(keytab, Some(&dir.path().join("replays"))).unwrap(),
        dir,
    )
}

fn start(cache: &Path) -> (Initiator, Vec<u8>) {
    Initiator::start(&Ticket::find(Some(cache)).unwrap(), SERVICE).unwrap()
}

fn token(kdc: &Kdc, user: &str) -> Vec<u8> {
    start(&kdc.kinit(user).unwrap()).1
}

fn refusal(keytab: &Path, token: &[u8]) -> AcceptError {
    acceptor(keytab).0.accept_blocking(token).unwrap_err()
}

#[test]
fn both_sides_are_proved() {
    in_realm("both_sides_are_proved", |kdc| {
        let (conversation, token) = start(&kdc.kinit("alice").unwrap());
        let label = conversation.label().unwrap().clone();
        assert_eq!(
            (label.service.as_str(), label.realm.as_str()),
            (HTTP_SERVICE, "EXAMPLE.COM")
        );
        let accepted = acceptor(&kdc.http_keytab()).0.accept_blocking(&token).unwrap();
        assert_eq!(accepted.principal, "alice@EXAMPLE.COM");
        let hours = accepted.lifetime.as_secs() / 3600;
        assert!((9..=10).contains(&hours), "{:?}", accepted.lifetime);
        conversation.finish(&accepted.reply.unwrap()).unwrap();
    });
}

#[test]
fn machines_and_services_have_principals_too() {
    in_realm("machines_and_services_have_principals_too", |kdc| {
        let cache = kdc
            .kinit_with("host/host1.example.com", &kdc.host_keytab(), None)
            .unwrap();
        let accepted = acceptor(&kdc.http_keytab())
            .0
            .accept_blocking(&start(&cache).1)
            .unwrap();
        assert_eq!(accepted.principal, "host/host1.example.com@EXAMPLE.COM");
    });
}

#[test]
fn many_at_once() {
    in_realm("many_at_once", |kdc| {
        let cache = kdc.kinit("bob").unwrap();
        let tokens: Vec<Vec<u8>> = (0..64).map(|_| start(&cache).1).collect();
        let (acceptor, _dir) = acceptor(&kdc.http_keytab());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(4)
            .build()
            .unwrap();
        let accepted = runtime.block_on(async {
            let tasks: Vec<_> = tokens
                .into_iter()
                .map(|token| {
                    let acceptor = acceptor.clone();
                    tokio::spawn(async move { acceptor.accept(&token).await })
                })
                .collect();
            let mut accepted = 0;
            for task in tasks {
                assert_eq!(task.await.unwrap().unwrap().principal, "bob@EXAMPLE.COM");
                accepted += 1;
            }
            accepted
        });
        assert_eq!(accepted, 64);
    });
}

#[test]
fn a_token_counts_once_even_after_a_restart() {
    in_realm("a_token_counts_once_even_after_a_restart", |kdc| {
        let dir = tempfile::tempdir().unwrap();
        let replays = dir.path().join("replays");
        let acceptor = || Acceptor::new(&kdc.http_keytab(), Some(&replays)).unwrap();
        let token = token(kdc, "alice");
        let running = acceptor();
        running.accept_blocking(&token).unwrap();
        assert_eq!(running.accept_blocking(&token), Err(AcceptError::Replayed));
        assert_eq!(acceptor().accept_blocking(&token), Err(AcceptError::Replayed));
    });
}

#[test]
fn a_token_counts_once_with_the_default_cache() {
    in_realm("a_token_counts_once_with_the_default_cache", |kdc| {
        let acceptor = Acceptor::new(&kdc.http_keytab(), None).unwrap();
        let token = token(kdc, "alice");
        acceptor.accept_blocking(&token).unwrap();
        assert_eq!(acceptor.accept_blocking(&token), Err(AcceptError::Replayed));
    });
}

#[test]
fn expired_at_the_service() {
    // Kerberos tolerates five minutes; with one second the test need not wait so long.
    let strict = |kdc: &Kdc| {
        let conf = kdc
            .variant_conf("strict", |text| {
                text.replace("[realms]", " clockskew = 1\n[realms]")
            })
            .unwrap();
        vec![("KRB5_CONFIG".to_owned(), conf.display().to_string())]
    };
    in_realm_with("expired_at_the_service", strict, |kdc| {
        let token = start(&kdc.kinit_short("alice", Duration::from_secs(1)).unwrap()).1;
        thread::sleep(Duration::from_millis(3100));
        let error = refusal(&kdc.http_keytab(), &token);
        assert_eq!(error, AcceptError::Expired);
        assert!(error.to_string().contains("kinit"), "{error}");
    });
}

#[test]
fn clocks_that_differ() {
    in_realm("clocks_that_differ", |kdc| {
        let cache = kdc.kinit("alice").unwrap();
        kdc.fetch_service_ticket(&cache, HTTP_SERVICE).unwrap();
        kdc.shift_clock(&cache, 3600).unwrap();
        let error = refusal(&kdc.http_keytab(), &start(&cache).1);
        assert_eq!(error, AcceptError::ClockSkew);
        assert!(error.to_string().contains("clock"), "{error}");
    });
}

#[test]
fn key_of_another_service() {
    in_realm("key_of_another_service", |kdc| {
        let error = refusal(&kdc.wrong_keytab(), &token(kdc, "alice"));
        assert_eq!(error.code(), "auth.wrong-service");
        let text = error.to_string();
        assert!(text.contains(
            "for HTTP/localhost@EXAMPLE.COM, but this broker is HTTP/elsewhere.example.com@EXAMPLE.COM"
        ));
    });
}

#[test]
fn ticket_of_another_realm() {
    // The client's configuration takes localhost to be in the other realm, and has a ticket of that realm.
    // The second server runs until this value goes.
    let mut running = None;
    let both = |kdc: &Kdc| {
        let there = Kdc::start_realm(&kdc.dir().join("foreign-service"), OTHER_REALM).unwrap();
        let conf = there.krb5_conf();
        running = Some(there);
        vec![("KRB5_CONFIG".to_owned(), conf.display().to_string())]
    };
    in_realm_with("ticket_of_another_realm", both, |kdc| {
        let there = Kdc::attach(&kdc.dir().join("foreign-service")).unwrap();
        let error = refusal(&kdc.http_keytab(), &token(&there, "bob"));
        let (asked, realm) = ("HTTP/localhost@OTHER.ORG".to_owned(), "EXAMPLE.COM".to_owned());
        assert_eq!(error, AcceptError::WrongRealm { asked, realm });
        assert!(error.to_string().contains("kinit <user>@EXAMPLE.COM"), "{error}");
    });
    drop(running);
}

#[test]
fn key_changed_since_the_ticket() {
    in_realm("key_changed_since_the_ticket", |kdc| {
        let service = "HTTP/renewed.example.com";
        let old = kdc.new_key(service).unwrap();
        let ticket = Ticket::find(Some(&kdc.kinit("alice").unwrap())).unwrap();
        let (_, token) = Initiator::start(&ticket, "HTTP@renewed.example.com").unwrap();
        let new = kdc.new_key(service).unwrap();
        acceptor(&old).0.accept_blocking(&token).unwrap();
        let error = refusal(&new, &token);
        assert_eq!(error.code(), "auth.wrong-key");
        let text = error.to_string();
        assert!(text.contains("kdestroy and kinit"), "{text}");
        // What matters is that ticket and key tab are told apart, whatever the first number was.
        let numbers: Vec<u32> = text
            .split("version ")
            .skip(1)
            .map(|rest| {
                rest.split(|c: char| !c.is_ascii_digit())
                    .next()
                    .unwrap()
                    .parse()
                    .unwrap()
            })
            .collect();
        assert_eq!(numbers.len(), 2, "{text}");
        assert_eq!(numbers[0] + 1, numbers[1], "{text}");
    });
}

#[test]
fn same_version_but_another_key() {
    in_realm("same_version_but_another_key", |kdc| {
        // A realm made anew has the same names and versions, and other keys.
        let dir = tempfile::tempdir().unwrap();
        let again = Kdc::start(dir.path()).unwrap();
        let error = refusal(&again.http_keytab(), &token(kdc, "alice"));
        assert!(
            error
                .to_string()
                .contains("version 1, but the broker's key tab holds another key of version 1"),
            "{error}"
        );
    });
}

#[test]
fn keys_added_later_are_found() {
    in_realm("keys_added_later_are_found", |kdc| {
        let service = "HTTP/growing.example.com";
        let dir = tempfile::tempdir().unwrap();
        let keytab = dir.path().join("keytab");
        fs::copy(kdc.new_key(service).unwrap(), &keytab).unwrap();
        let (acceptor, _replays) = acceptor(&keytab);
        // A key tab is its two bytes of version and then the entries.
        let added = fs::read(kdc.new_key(service).unwrap()).unwrap();
        fs::write(&keytab, [&fs::read(&keytab).unwrap()[..], &added[2..]].concat()).unwrap();
        assert_eq!(acceptor.keys().unwrap().len(), 2);
        let ticket = Ticket::find(Some(&kdc.kinit("alice").unwrap())).unwrap();
        let (conversation, token) = Initiator::start(&ticket, "HTTP@growing.example.com").unwrap();
        assert_eq!(
            conversation.label().unwrap().key_version,
            acceptor.keys().unwrap().last().map(|key| key.version)
        );
        acceptor.accept_blocking(&token).unwrap();
    });
}

#[test]
fn what_is_no_token() {
    in_realm("what_is_no_token", |kdc| {
        let keytab = kdc.http_keytab();
        let long = vec![0x60; aq_auth::LONGEST_TOKEN + 1];
        for garbage in [
            &b""[..],
            b"garbage",
            &[0x60],
            &[0x60, 0x84, 255, 255, 255, 255],
            &[0; 4096],
            &long,
        ] {
            assert_eq!(
                refusal(&keytab, garbage),
                AcceptError::Malformed,
                "{:?}",
                garbage.get(..8)
            );
        }
        assert_eq!(
            refusal(&keytab, b"NTLMSSP\0\x01\0\0\0"),
            AcceptError::OtherMechanism
        );
    });
}

#[test]
fn damaged_tokens_admit_nobody_else() {
    in_realm("damaged_tokens_admit_nobody_else", |kdc| {
        let whole = token(kdc, "alice");
        let (acceptor, _dir) = acceptor(&kdc.http_keytab());
        for end in 0..whole.len() {
            assert!(acceptor.accept_blocking(&whole[..end]).is_err(), "cut at {end}");
        }
        for at in 0..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 0x11;
            // Some bytes around the ticket are not protected; whatever passes is still the ticket's owner.
            if let Ok(accepted) = acceptor.accept_blocking(&altered) {
                assert_eq!(accepted.principal, "alice@EXAMPLE.COM", "byte {at}");
            }
        }
        let mut altered = whole.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(acceptor.accept_blocking(&altered), Err(AcceptError::Malformed));
    });
}

#[test]
fn faults_of_the_broker_are_not_blamed_on_the_client() {
    in_realm("faults_of_the_broker_are_not_blamed_on_the_client", |kdc| {
        let dir = tempfile::tempdir().unwrap();
        let keytab = dir.path().join("keytab");
        fs::copy(kdc.http_keytab(), &keytab).unwrap();
        let full = Acceptor::new(&keytab, Some(Path::new("/dev/full"))).unwrap();
        let AcceptError::Internal { detail } = full.accept_blocking(&token(kdc, "alice")).unwrap_err() else {
            unreachable!("a full disk is the broker's fault");
        };
        assert!(detail.contains("No space left"), "{detail}");
        fs::remove_file(&keytab).unwrap();
        assert_eq!(
            full.accept_blocking(&token(kdc, "alice")).unwrap_err().code(),
            "auth.internal"
        );
    });
}

#[test]
fn files_that_do_not_serve() {
    in_realm("files_that_do_not_serve", |kdc| {
        let dir = tempfile::tempdir().unwrap();
        let (empty, text) = (dir.path().join("empty"), dir.path().join("text"));
        fs::write(&empty, [5, 2]).unwrap();
        fs::write(&text, "hello").unwrap();
        let said =
            |keytab: &Path, replays: Option<&Path>| Acceptor::new(keytab, replays).unwrap_err().to_string();
        assert!(said(&dir.path().join("missing"), None).contains("No such file"));
        assert!(said(&empty, None).contains("holds no key"));
        assert!(said(&text, None).contains("not a Kerberos key tab"));
        let nowhere = dir.path().join("missing/replays");
        assert!(said(&kdc.http_keytab(), Some(&nowhere)).contains("Cannot write the replay cache"));
    });
}

#[test]
fn a_reply_that_proves_nothing() {
    in_realm("a_reply_that_proves_nothing", |kdc| {
        let cache = kdc.kinit("alice").unwrap();
        let (acceptor, _dir) = acceptor(&kdc.http_keytab());
        let not_mutual = Err(InitiateError::NotMutual {
            service: SERVICE.to_owned(),
        });
        let (first, first_token) = start(&cache);
        let (second, _) = start(&cache);
        let reply = acceptor.accept_blocking(&first_token).unwrap().reply.unwrap();
        assert_eq!(
            second.finish(&reply),
            not_mutual,
            "the reply to somebody else's token"
        );
        let mut altered = reply.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(first.finish(&altered), not_mutual);
        assert_eq!(start(&cache).0.finish(b""), not_mutual);
        // "Accepted", with nothing from the mechanism: what an impostor could say.
        assert_eq!(
            start(&cache).0.finish(&[0xa1, 7, 0x30, 5, 0xa0, 3, 0x0a, 1, 0]),
            not_mutual
        );
    });
}
