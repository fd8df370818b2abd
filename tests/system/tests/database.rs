//! The database goes away under a running broker and comes back.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::process::Command;
use std::time::{Duration, Instant};

use aq_db::private::{Cluster, DATABASE, Settings};
use aq_test_support::environment;
use aq_test_support::site::broker::{self, Broker};
use aq_test_support::site::program;

/// Status, headers and body of a request over the local socket.
fn curl(broker: &Broker, arguments: &[&str]) -> String {
    let output = Command::new("curl")
        .args(["-sS", "-i", "--unix-socket"])
        .arg(broker.socket())
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_restarted_database_is_found_again() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let directory = environment::scratch("database").unwrap();
    let cluster = runtime
        .block_on(Cluster::start(Settings::throwaway(directory.join("postgres"))))
        .unwrap();
    runtime.block_on(cluster.create_database(DATABASE)).unwrap();
    let dir = directory.join("data");
    std::fs::create_dir(&dir).unwrap();
    broker::init(&dir, &cluster.url(DATABASE)).unwrap();
    let broker = Broker::start(&dir, &cluster.url(DATABASE)).unwrap();
    let pid = broker.pid();
    let add = |name: &str| {
        curl(
            &broker,
            &[
                "-X",
                "PUT",
                "--data",
                &format!("vendor={name}"),
                &format!("http://localhost/vendor/{name}"),
            ],
        )
    };
    assert!(add("before").starts_with("HTTP/1.1 200"));

    runtime.block_on(cluster.stop()).unwrap();
    let begin = Instant::now();
    let away = add("during");
    assert!(away.starts_with("HTTP/1.1 503"), "{away}");
    assert!(away.to_lowercase().contains("retry-after: "), "{away}");
    assert!(away.contains("Nothing was changed"), "{away}");
    assert!(begin.elapsed() < Duration::from_secs(30), "an answer in time");
    let aq = Command::new(program("aq").unwrap())
        .args(["show_vendor", "--all", "--usesock"])
        .arg(broker.socket())
        .output()
        .unwrap();
    assert_eq!(aq.status.code(), Some(5), "a fault of the server");

    runtime.block_on(cluster.ensure_running()).unwrap();
    let back = add("after");
    assert!(back.starts_with("HTTP/1.1 200"), "{back}");
    let shown = curl(&broker, &["http://localhost/vendor?all=True"]);
    assert!(shown.contains("before") && shown.contains("after"), "{shown}");
    assert!(!shown.contains("during"), "{shown}");
    assert_eq!(broker.pid(), pid);
    drop(broker);
    runtime.block_on(cluster.stop()).unwrap();
}
