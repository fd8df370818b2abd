//! Wherever the broker dies in a command that moves templates or hosts: after it has come up again everything is as before
//! the command, or as after it.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use aq_test_support::site::developer::Developer;
use aq_test_support::site::{Site, program};
use aqd::fault::Point;
use sha2::{Digest, Sha256};

const BASE: &str = "aquilon/archetype/base.pan";

/// What can be seen of branches, hosts and profiles: rows, refs and files. No ids, times and commits that each run makes anew.
fn state(site: &Site) -> String {
    let mut text = site
        .query(
            "select 'branch', name, is_sync_valid, (select count(*) from branch_move m where m.branch_id = b.id) from branch b
             union all select 'host', f.name, r.is_sync_valid, null from host x join hardware_entity h on h.id = x.hardware_entity_id
                 join dns_record d on d.id = h.primary_name_id join fqdn f on f.id = d.fqdn_id join branch r on r.id = x.branch_id
             order by 1, 2",
        )
        .join("\n");
    text += &site
        .query("select c.object, p.branch, encode(p.json_hash, 'hex') from profile_current c join profile p on p.id = c.profile_id order by 1")
        .join("\n");
    text += &site
        .query("select b.name, p.name, encode(p.content_hash, 'hex') from plenary p left join branch b on b.id = p.branch_id order by 1, 2")
        .join("\n");
    text
}

/// Rows, refs and files say the same.
fn is_consistent(site: &Site) -> Result<(), String> {
    let waiting = site.query("select kind, last_error from outbox where done is null");
    if !waiting.is_empty() {
        return Err(format!("waiting: {waiting:?}"));
    }
    let rows: BTreeMap<String, String> = site
        .query("select 'refs/heads/' || name, commit_id from branch union all select 'refs/heads/trash', commit_id from trash")
        .iter()
        .filter_map(|row| row.split_once('|'))
        .map(|(name, commit)| (name.to_owned(), commit.to_owned()))
        .collect();
    let output = Command::new("git")
        .args(["for-each-ref", "--format=%(refname)|%(objectname)", "refs/heads"])
        .env("GIT_DIR", site.broker.dir().join("template-king"))
        .output()
        .unwrap();
    let refs: BTreeMap<String, String> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|row| row.split_once('|'))
        .map(|(name, commit)| (name.to_owned(), commit.to_owned()))
        .collect();
    if rows != refs {
        return Err(format!("rows {rows:?}\nrefs {refs:?}"));
    }
    let export = site.broker.export_dir();
    for row in site.query(
        "select coalesce(b.name, ''), p.name, encode(p.content_hash, 'hex') from plenary p
         left join branch b on b.id = p.branch_id where p.object_kind = 'host'",
    ) {
        let fields: Vec<&str> = row.split('|').collect();
        let path = match fields[0] {
            "" => format!("cfg/plenary/{}.pan", fields[1]),
            branch => format!("cfg/domains/{branch}/profiles/{}.pan", fields[1]),
        };
        let Ok(text) = std::fs::read(export.join(&path)) else {
            return Err(format!("{path} is missing"));
        };
        let hash: String = Sha256::digest(&text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if hash != fields[2] {
            return Err(format!("{path} is not what the row says"));
        }
    }
    let odd = Command::new("find")
        .arg(&export)
        .args(["-name", "*.new"])
        .output()
        .unwrap();
    match odd.stdout.is_empty() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&odd.stdout).into_owned()),
    }
}

/// A command whose broker dies.
struct Scenario {
    name: &'static str,
    /// Brings about that there is something to do; called before each round.
    prepare: fn(&Site, &Developer<'_>, usize),
    command: fn(&Developer<'_>) -> bool,
}

/// Goes through all places. Gives those at which the broker died.
fn die_everywhere(scenario: &Scenario) -> Vec<&'static str> {
    let mut died = Vec::new();
    let mut site = Site::start();
    site.ok("flush --all");
    let dir = site.developer("alice", "operations").dir().to_owned();
    for (round, point) in Point::ALL.iter().enumerate() {
        (scenario.prepare)(&site, &site.developer_in("alice", &dir), round);
        let before = state(&site);
        site.broker.restart_to_die(Some(point.name())).unwrap();
        if (scenario.command)(&site.developer_in("alice", &dir)) {
            // It does not come by this place.
            site.broker.restart_to_die(None).unwrap();
            continue;
        }
        if !site.broker.has_died() {
            panic!("{} fails at {} and the broker lives", scenario.name, point.name());
        }
        died.push(point.name());
        site.broker.restart_to_die(None).unwrap();
        settle(&site, scenario.name, point.name());
        let after_death = state(&site);
        // Whoever is not answered asks again: in the end it is done, once.
        let again = (scenario.command)(&site.developer_in("alice", &dir));
        settle(&site, scenario.name, point.name());
        let done = state(&site);
        if after_death != before {
            assert_eq!(
                after_death,
                done,
                "{} at {}: half done",
                scenario.name,
                point.name()
            );
        } else {
            assert!(
                again,
                "{} at {}: cannot be done again",
                scenario.name,
                point.name()
            );
            assert_ne!(done, before, "{} at {}", scenario.name, point.name());
        }
    }
    died
}

fn settle(site: &Site, name: &str, point: &str) {
    let begin = Instant::now();
    loop {
        match is_consistent(site) {
            Ok(()) => return,
            Err(_) if begin.elapsed() < Duration::from_secs(15) => {
                std::thread::sleep(Duration::from_millis(50))
            }
            Err(problem) => panic!("{name} at {point}: {problem}\n{}", site.broker.log()),
        }
    }
}

fn aq(alice: &Developer<'_>, line: &str) -> bool {
    alice.aq(line).status.success()
}

/// Something new in a clone of a sandbox, which is made in the first round.
fn change(alice: &Developer<'_>, round: usize) {
    let clone = match round {
        0 => alice.sandbox("ntp"),
        _ => alice.clone_of("ntp"),
    };
    let port = 9000 + round;
    clone.append(
        BASE,
        &format!("'/system/listeners/new{round}' = dict('port', {port}, 'sources', SITE_NETWORKS);\n"),
    );
    clone.commit("One more");
}

fn published(alice: &Developer<'_>, round: usize) {
    change(alice, round);
    alice.clone_of("ntp").ok("publish");
}

const DEPLOY: Scenario = Scenario {
    name: "deploy",
    prepare: |_, alice, round| published(alice, round),
    command: |alice| aq(alice, "deploy --source ntp --target prod"),
};

const PUBLISH: Scenario = Scenario {
    name: "publish",
    prepare: |_, alice, round| change(alice, round),
    command: |alice| alice.clone_of("ntp").aq("publish").status.success(),
};

const PUSH: Scenario = Scenario {
    name: "push",
    prepare: PUBLISH.prepare,
    command: |alice| {
        let clone = alice.clone_of("ntp");
        clone.try_git("push --quiet origin ntp").status.success()
    },
};

const MANAGE: Scenario = Scenario {
    name: "manage",
    prepare: |site, _, round| {
        if round == 0 {
            site.ok("add domain --domain test");
        } else {
            site.ok("manage --hostname web1.example.org --domain prod");
        }
    },
    command: |alice| aq(alice, "manage --hostname web1.example.org --domain test"),
};

const ROLLBACK: Scenario = Scenario {
    name: "rollback",
    prepare: |site, alice, round| {
        if round == 0 {
            site.ok("add domain --domain follower --track prod");
            site.ok("manage --hostname web1.example.org --domain follower");
        } else {
            site.ok("validate --branch prod");
        }
        published(alice, round);
        alice.ok("deploy --source ntp --target prod");
    },
    command: |alice| aq(alice, "rollback --domain follower --lastsync"),
};

/// Places that are passed only where several brokers share a compile: `jobs.rs`.
const SHARED: &[&str] = &["run_opened", "job_taken", "job_done"];

/// Places that a command does not come by.
fn passes_all_but(scenario: &Scenario, not: &[&str]) {
    let died = die_everywhere(scenario);
    let expected: Vec<&str> = Point::ALL
        .iter()
        .map(|point| point.name())
        .filter(|name| !not.contains(name) && !SHARED.contains(name))
        .collect();
    assert_eq!(died, expected, "{}", scenario.name);
}

#[test]
fn deploy() {
    passes_all_but(&DEPLOY, &["pack_received", "pack_accepted"]);
}

#[test]
fn publish() {
    passes_all_but(
        &PUBLISH,
        &[
            "merge_written",
            "plenaries_stored",
            "profiles_stored",
            "file_written",
            "file_renamed",
        ],
    );
}

#[test]
fn push() {
    passes_all_but(
        &PUSH,
        &[
            "merge_written",
            "plenaries_stored",
            "profiles_stored",
            "file_written",
            "file_renamed",
        ],
    );
}

#[test]
fn manage() {
    passes_all_but(
        &MANAGE,
        &["pack_received", "pack_accepted", "merge_written", "ref_moved"],
    );
}

#[test]
fn rollback() {
    passes_all_but(&ROLLBACK, &["pack_received", "pack_accepted", "merge_written"]);
}

/// The programs that the scenarios run are there: otherwise every place would seem to be passed.
#[test]
fn programs_are_built() {
    assert!(program("aq").is_ok() && program("aqd").is_ok());
}
