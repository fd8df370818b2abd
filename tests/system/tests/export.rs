//! The answer of a command waits for the files of that command, whoever writes them.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test has no better answer"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use aq_test_support::site::{Site, program};

const FILE: &str = "cfg/plenary/machine/emea/north/north1/north1n2.pan";

/// An entry for the file of a machine that another worker has in hand.
const TAKEN: &str = r#"
    insert into outbox (kind, ordering_key, payload) select kind, ordering_key, payload from outbox
        where payload->>'name' = 'machine/emea/north/north1/north1n2' limit 1 returning 'inserted';
    begin;
    select 'held' from outbox where done is null and payload->>'name' = 'machine/emea/north/north1/north1n2' for update;
"#;

#[test]
fn an_answer_waits_for_who_is_ahead() {
    let mut site = Site::start();
    site.ok("update_machine --machine north1n2 --serial FIRST");
    site.broker.kill();
    let mut psql = Command::new("psql")
        .args([site.database_url(), "-qAt", "-v", "ON_ERROR_STOP=1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = psql.stdin.take().unwrap();
    writeln!(input, "{TAKEN}").unwrap();
    let mut said = BufReader::new(psql.stdout.take().unwrap()).lines();
    assert_eq!(said.next().unwrap().unwrap(), "inserted");
    assert_eq!(said.next().unwrap().unwrap(), "held");
    site.broker.restart().unwrap();

    let mut command = Command::new(program("aq").unwrap())
        .args([
            "update_machine",
            "--machine",
            "north1n2",
            "--serial",
            "SECOND",
            "--usesock",
        ])
        .arg(site.broker.socket())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(1));
    let file = site.broker.export_dir().join(FILE);
    let before = fs::read_to_string(&file).unwrap();
    assert!(before.contains("FIRST"), "{before}");
    assert!(
        command.try_wait().unwrap().is_none(),
        "it is answered before its file is there"
    );

    // The other worker gives up: what it had in hand is done by the command.
    drop(input);
    psql.wait().unwrap();
    assert!(command.wait().unwrap().success());
    assert!(fs::read_to_string(&file).unwrap().contains("SECOND"));
    assert_eq!(
        site.query("select count(*) from outbox where done is null and kind = 'plenary'"),
        ["0"]
    );
}
