//! What happens can be followed as a stream, from any event on, at any broker.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use aq_test_support::site::Site;
use serde_json::Value;

/// An open stream; what it says comes through a channel.
struct Stream {
    curl: Child,
    events: Receiver<(i64, String, Value)>,
}

impl Stream {
    fn open(address: SocketAddr, query: &str, last: Option<i64>) -> Stream {
        let mut command = Command::new("curl");
        command.args(["-sSN", &format!("http://{address}/events?{query}")]);
        if let Some(last) = last {
            command.args(["-H", &format!("Last-Event-ID: {last}")]);
        }
        let mut curl = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(curl.stdout.take().unwrap()).lines();
        let (send, events) = mpsc::channel();
        std::thread::spawn(move || {
            let (mut id, mut kind) = (0, String::new());
            for line in lines.map_while(Result::ok) {
                if let Some(text) = line.strip_prefix("id: ") {
                    id = text.parse().unwrap();
                } else if let Some(text) = line.strip_prefix("event: ") {
                    kind = text.to_owned();
                } else if let Some(text) = line.strip_prefix("data: ") {
                    let data = serde_json::from_str(text).unwrap();
                    if send.send((id, kind.clone(), data)).is_err() {
                        return;
                    }
                }
            }
        });
        Stream { curl, events }
    }

    fn next(&self) -> (i64, String, Value) {
        self.events
            .recv_timeout(Duration::from_secs(20))
            .expect("an event")
    }

    fn silent(&self) {
        let more = self.events.recv_timeout(Duration::from_millis(700));
        assert!(more.is_err(), "{more:?}");
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let _ = self.curl.kill();
        let _ = self.curl.wait();
    }
}

fn answer(address: SocketAddr, query: &str) -> (String, String) {
    let output = Command::new("curl")
        .args(["-sS", "--max-time", "2", "-w", "\n%{http_code}"])
        .arg(format!("http://{address}/events?{query}"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (body, status) = text.rsplit_once('\n').unwrap();
    (status.to_owned(), body.to_owned())
}

/// Cursor of the newest event.
fn newest(site: &Site) -> i64 {
    site.query("select coalesce(max(cursor), 0) from event where not exists (select from event where cursor is null)")[0]
        .parse()
        .unwrap()
}

#[test]
fn a_change_and_its_compile_are_told_at_every_broker() {
    let site = Site::start();
    let second = site.second_broker();
    let here = Stream::open(site.broker.address, "", None);
    let deploys = Stream::open(second.address, "since=0&kind=deploy", None);
    let there = Stream::open(
        second.address,
        &format!("since={}&kind=change,compile", newest(&site)),
        None,
    );
    std::thread::sleep(Duration::from_millis(300));

    site.fails(4, "add_vendor --vendor acme");
    site.ok("add_vendor --vendor hermes --preview");
    site.ok("add_vendor --vendor hermes");
    site.ok("update_machine --machine north1n2 --serial NEW1");
    site.ok("make --hostname web1.example.org");
    for stream in [&here, &there] {
        let (first, kind, event) = stream.next();
        assert_eq!(
            (kind.as_str(), &event["command"]),
            ("change", &"add_vendor".into())
        );
        assert_eq!(event["user"], "admin@EXAMPLE.COM");
        assert_eq!(event["cursor"], first);
        let id = event["request"].as_str().unwrap();
        let command = site.query(&format!("select command from xtn where id = '{id}'"));
        assert_eq!(command, ["add_vendor"]);

        let (second, _, event) = stream.next();
        assert!(second > first);
        let names = event["payload"]["plenaries"].to_string();
        assert!(
            names.contains("\"machine/") && names.contains("north1n2"),
            "{event}"
        );

        assert_eq!(stream.next().2["command"], "make");
        let (_, kind, event) = stream.next();
        assert_eq!(kind, "compile");
        assert_eq!(event["payload"]["compiled"], 1);
        assert_eq!(event["payload"]["objects"][0], "web1.example.org");
        stream.silent();
    }
    deploys.silent();
}

/// Whoever goes by cursor sees everything once, also what was written early and committed late, however often it connects
/// again, while commands run at two brokers.
#[test]
fn nothing_is_missed_and_nothing_comes_twice() {
    const THREADS: usize = 4;
    const EACH: usize = 12;
    let site = Site::start();
    let second = site.second_broker();
    let start = newest(&site);

    // Drew its number before all others, and commits in the middle of them.
    let mut late = Command::new("psql")
        .args([site.database_url(), "-qAt"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = late.stdin.take().unwrap();
    writeln!(
        input,
        "begin; insert into event (kind, request_id, username, command, payload)
         values ('change', gen_random_uuid(), 'late', 'late', '{{}}'); select 'held';"
    )
    .unwrap();
    let mut held = String::new();
    BufReader::new(late.stdout.take().unwrap())
        .read_line(&mut held)
        .unwrap();
    assert_eq!(held, "held\n");

    let done = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen: Vec<(i64, String)> = Vec::new();
            let mut rounds = 0;
            let mut last = None;
            // Ends when all commands are done and a fresh connection has nothing more to say.
            loop {
                let over = done.load(Ordering::SeqCst);
                let address = if rounds % 2 == 0 {
                    site.broker.address
                } else {
                    second.address
                };
                let stream = Stream::open(address, &format!("since={start}&kind=change"), last);
                let wait = Duration::from_millis(if over { 3000 } else { 300 });
                let mut new = 0;
                while new < 7 || over {
                    let Ok((id, _, event)) = stream.events.recv_timeout(wait) else {
                        break;
                    };
                    seen.push((id, event["request"].as_str().unwrap().to_owned()));
                    last = Some(id);
                    new += 1;
                }
                rounds += 1;
                if over {
                    assert!(rounds > 3, "{rounds}");
                    return seen;
                }
            }
        });
        let workers: Vec<_> = (0..THREADS)
            .map(|worker| {
                let socket = if worker % 2 == 0 {
                    site.broker.socket()
                } else {
                    second.socket()
                };
                scope.spawn(move || {
                    for number in 0..EACH {
                        let status = Command::new(aq_test_support::site::program("aq").unwrap())
                            .args([
                                "add_vendor",
                                "--vendor",
                                &format!("v{worker}x{number}"),
                                "--usesock",
                            ])
                            .arg(&socket)
                            .status()
                            .unwrap();
                        assert!(status.success());
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(700));
        writeln!(input, "commit; notify aq_event;").unwrap();
        for worker in workers {
            worker.join().unwrap();
        }
        drop(input);
        late.wait().unwrap();
        done.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });

    let ids: Vec<i64> = seen.iter().map(|(id, _)| *id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    let requests: BTreeSet<String> = seen.into_iter().map(|(_, request)| request).collect();
    let all: BTreeSet<String> = site
        .query(&format!(
            "select request_id from event where kind = 'change' and cursor > {start}"
        ))
        .into_iter()
        .collect();
    assert_eq!(requests.len(), THREADS * EACH + 1);
    assert_eq!(requests, all);
    // It was not simply the first one.
    let late: i64 = site.query("select cursor from event where username = 'late'")[0]
        .parse()
        .unwrap();
    assert!(late > ids[0], "{late} {ids:?}");
}

#[test]
fn old_events_go_and_readers_of_them_are_told_where_to_go_on() {
    let mut site = Site::empty();
    for name in ["one", "two", "three"] {
        site.ok(&format!("add_vendor --vendor {name}"));
    }
    let newest = newest(&site);
    site.execute(&format!(
        "update event set created = created - interval '31 days' where cursor < {newest}"
    ));
    site.broker.restart().unwrap();
    let waited = Instant::now();
    while site.query("select count(*) from event") != ["1"] {
        assert!(waited.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(50));
    }
    let oldest = newest - 1;
    let (status, body) = answer(site.broker.address, "since=0");
    assert_eq!(status, "410");
    assert!(
        body.contains(&format!("the oldest cursor to read on from is {oldest}.")),
        "{body}"
    );
    let stream = Stream::open(site.broker.address, &format!("since={oldest}"), None);
    assert_eq!(stream.next().0, newest);

    let (status, body) = answer(site.broker.address, &format!("since={}", newest + 1));
    assert_eq!(status, "400", "{body}");
    assert!(body.contains(&format!("the newest is {newest}")), "{body}");
    assert_eq!(answer(site.broker.address, "since=last").0, "400");

    // An open stream does not keep the broker from stopping.
    let begun = Instant::now();
    site.broker.stop();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(stream.events.recv_timeout(Duration::from_secs(5)).is_err());

    // Cursors are not given twice, even with all events gone.
    site.execute("update event set created = created - interval '31 days'");
    site.broker.restart().unwrap();
    site.ok("add_vendor --vendor four");
    let stream = Stream::open(site.broker.address, &format!("since={newest}"), None);
    assert!(stream.next().0 > newest);
}

#[test]
fn what_tests_changes_learns_of_reviews() {
    let site = Site::start();
    let reviews = Stream::open(site.broker.address, "since=0&kind=review", None);
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let commit = clone.publish(
        "aquilon/archetype/base.pan",
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    alice.ok("request_review --source ntp --target prod");
    let (_, kind, event) = reviews.next();
    assert_eq!(kind, "review");
    assert_eq!(event["user"], "alice@EXAMPLE.COM");
    let asked = serde_json::json!({
        "source": "ntp", "target": "prod", "commit": commit, "tested": null, "approved": null,
    });
    assert_eq!(event["payload"], asked);

    // It says what came of it, for that commit and no other.
    let done = "update_review --source ntp --target prod --testing_succeeded";
    site.fails(4, &format!("{done} --commit_id {}", "0".repeat(40)));
    site.ok(&format!("{done} --commit_id {commit}"));
    let (_, _, event) = reviews.next();
    assert_eq!(
        (&event["command"], &event["payload"]["tested"]),
        (&"update_review".into(), &true.into())
    );
    site.ok(&format!(
        "update_review --source ntp --target prod --commit_id {commit} --denied --preview"
    ));
    reviews.silent();

    // Another commit is another request, and not tested.
    let later = clone.publish(
        "aquilon/archetype/base.pan",
        "'/system/listeners/newer' = dict('port', 98, 'sources', SITE_NETWORKS);\n",
    );
    let (_, _, event) = reviews.next();
    assert_eq!(
        (&event["command"], &event["payload"]["commit"]),
        (&"publish".into(), &later.into())
    );
    assert!(event["payload"]["tested"].is_null(), "{event}");
    reviews.silent();

    // Published with a review, it begins once, whether there was one or not.
    let mut wanted = Vec::new();
    for again in [false, true] {
        if again {
            site.ok("del_review --source ntp --target prod");
        }
        clone.append("aquilon/archetype/base.pan", "# nothing\n");
        wanted.push(clone.commit("Once more"));
        clone.ok("publish --review");
    }
    for commit in wanted {
        assert_eq!(reviews.next().2["payload"]["commit"], commit);
    }
    reviews.silent();
}
