//! Events are posted to endpoints: signed, in order, until they are accepted.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use aq_test_support::site::Site;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;

const KEY: &str = "correct horse battery staple";

/// A request that an endpoint got.
struct Post {
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Post {
    fn event(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn is_signed(&self) -> bool {
        let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
        mac.update(&self.body);
        self.headers["x-aquilon-signature"] == format!("sha256={:x}", mac.finalize().into_bytes())
    }
}

/// An endpoint that answers with these statuses one after the other, the last one for good.
fn endpoint(statuses: &'static [u16]) -> (SocketAddr, Receiver<Post>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (send, posts) = mpsc::channel();
    std::thread::spawn(move || {
        let mut answered = 0;
        for connection in listener.incoming() {
            let mut reader = BufReader::new(connection.unwrap());
            // One connection may carry several requests.
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    break;
                }
                assert!(line.starts_with("POST /hook"), "{line}");
                let mut headers = HashMap::new();
                loop {
                    let mut line = String::new();
                    reader.read_line(&mut line).unwrap();
                    let Some((name, value)) = line.trim().split_once(": ") else {
                        break;
                    };
                    headers.insert(name.to_lowercase(), value.to_owned());
                }
                let mut body = vec![0; headers["content-length"].parse().unwrap()];
                reader.read_exact(&mut body).unwrap();
                let status = statuses[answered.min(statuses.len() - 1)];
                answered += 1;
                // A redirection leads to nowhere: whoever follows it fails.
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
                );
                if send.send(Post { headers, body }).is_err() {
                    return;
                }
                let _ = reader.get_mut().write_all(answer.as_bytes());
            }
        }
    });
    (address, posts)
}

/// A section of the configuration.
fn hook(site: &Site, name: &str, address: SocketAddr, more: &str) -> String {
    let key = site.broker.dir().join("hook.key");
    fs::write(&key, format!("{KEY}\n")).unwrap();
    format!(
        "[webhooks.{name}]\nurl = \"http://user:hidden@{address}/hook?a=b\"\nsecret_file = \"hook.key\"\n{more}\n"
    )
}

fn next(posts: &Receiver<Post>) -> Post {
    posts.recv_timeout(Duration::from_secs(30)).expect("a post")
}

/// Waits until the database knows the endpoints: from then on they are told.
fn started(site: &mut Site, hooks: &[String]) {
    site.broker.configure(&hooks.join("")).unwrap();
    site.broker.restart().unwrap();
    let wanted = hooks.len().to_string();
    for _ in 0..200 {
        if site.query("select count(*) from webhook")[0] == wanted {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the webhooks do not begin: {}", site.broker.log());
}

#[test]
fn are_signed_retried_in_order_and_do_not_wait_for_each_other() {
    let mut site = Site::empty();
    site.ok("add_vendor --vendor before");
    let (slow, slow_posts) = endpoint(&[500, 302, 204]);
    let (good, good_posts) = endpoint(&[200]);
    let (deploys, deploy_posts) = endpoint(&[200]);
    // Nobody listens there.
    let down = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let hooks = [
        hook(&site, "down", down, ""),
        hook(&site, "slow", slow, ""),
        hook(&site, "good", good, "kinds = [\"change\"]"),
        hook(&site, "deploys", deploys, "kinds = [\"deploy\"]"),
    ];
    started(&mut site, &hooks);
    for name in ["one", "two", "three"] {
        site.ok(&format!("add_vendor --vendor {name}"));
    }
    let mut deliveries = Vec::new();
    for _ in 0..3 {
        let post = next(&good_posts);
        assert!(post.is_signed());
        assert_eq!(post.headers["x-aquilon-event"], "change");
        assert_eq!(post.headers["content-type"], "application/json");
        let event = post.event();
        assert_eq!(event["command"], "add_vendor");
        assert_eq!(event["cursor"].to_string(), post.headers["x-aquilon-delivery"]);
        deliveries.push(post.headers["x-aquilon-delivery"].parse::<i64>().unwrap());
    }
    assert!(deliveries.is_sorted_by(|a, b| a < b), "{deliveries:?}");
    // The first one three times, then the others, each once.
    let told: Vec<i64> = (0..5)
        .map(|_| {
            let post = next(&slow_posts);
            assert!(post.is_signed());
            post.headers["x-aquilon-delivery"].parse().unwrap()
        })
        .collect();
    let first = deliveries[0];
    assert_eq!(told, [first, first, first, deliveries[1], deliveries[2]]);
    for posts in [&good_posts, &slow_posts, &deploy_posts] {
        let more = posts.recv_timeout(Duration::from_millis(300)).ok();
        assert!(more.is_none(), "{}", more.unwrap().event());
    }
    let down =
        site.query("select attempts > 0, cursor, last_error ~ 'onnect' from webhook where name = 'down'");
    assert_eq!(down, [format!("t|{}|t", first - 1)]);

    // Neither keys nor passwords in log and database.
    let log = site.broker.log();
    assert!(log.contains("500") && log.contains("slow"), "{log}");
    let errors = site
        .query("select coalesce(last_error, '') from webhook")
        .join("\n");
    for secret in [KEY, "hidden"] {
        assert!(!log.contains(secret) && !errors.contains(secret), "{log}{errors}");
    }
}

#[test]
fn go_on_after_a_crash_where_they_were() {
    let mut site = Site::empty();
    let (address, posts) = endpoint(&[200, 503, 200]);
    let section = hook(&site, "ci", address, "");
    started(&mut site, &[section]);
    site.ok("add_vendor --vendor one");
    let first = next(&posts);
    site.ok("add_vendor --vendor two");
    let refused = next(&posts);
    site.ok("add_vendor --vendor three");
    site.broker.kill();
    site.broker.restart().unwrap();
    let id = |post: &Post| post.headers["x-aquilon-delivery"].clone();
    let again = next(&posts);
    assert_eq!(id(&again), id(&refused));
    assert_ne!(id(&again), id(&first));
    assert_eq!(again.body, refused.body);
    let third = next(&posts);
    assert!(id(&third).parse::<i64>().unwrap() > id(&again).parse().unwrap());
    assert!(posts.recv_timeout(Duration::from_millis(500)).is_err());
}

#[test]
fn an_event_that_is_never_accepted_is_left_out_in_the_end() {
    let mut site = Site::empty();
    let (address, posts) = endpoint(&[400, 400, 400, 200]);
    let section = hook(&site, "picky", address, "attempts = 3\nlongest_pause_seconds = 1");
    started(&mut site, &[section]);
    site.ok("add_vendor --vendor one");
    site.ok("add_vendor --vendor two");
    let told: Vec<String> = (0..4)
        .map(|_| next(&posts).headers["x-aquilon-delivery"].clone())
        .collect();
    assert!(
        told[0] == told[1] && told[1] == told[2] && told[2] != told[3],
        "{told:?}"
    );
    assert!(site.broker.log().contains("the event is left out"));
    assert_eq!(site.query("select given_up from webhook"), ["1"]);
}

#[test]
fn settings_that_cannot_be_used_keep_the_broker_from_starting() {
    let mut site = Site::empty();
    site.broker.kill();
    let section = "[webhooks.ci]\nurl = \"https://ci.example.org/\"\nsecret_file = \"no-such-key\"\n";
    site.broker.configure(section).unwrap();
    let error = format!("{:#}", site.broker.restart().unwrap_err());
    assert!(
        error.contains("webhooks.ci.secret_file") && error.contains("no-such-key"),
        "{error}"
    );
}
