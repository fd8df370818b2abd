//! Brokers on one database share a long compile.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::process::Output;
use std::time::{Duration, Instant};

use aq_test_support::site::{Broker, Site};

/// Every compile is shared, object by object.
const SHARE: &str = "[compile_share]\nfrom = 2\njob = 1";
/// A line of a template that changes all hosts.
const NEW: &str = "'/system/function' = 'new';";
const ALL: &str = "compile --domain prod --cleandeps";

/// A site whose hosts are compiled by one broker, and then a second one that helps.
fn pair() -> (Site, Broker) {
    let mut site = Site::start();
    site.ok("flush --all");
    forget(&site);
    site.ok(ALL);
    let mut second = site.second_broker();
    for broker in [&mut site.broker, &mut second] {
        broker.configure(SHARE).unwrap();
        broker.restart().unwrap();
    }
    helpers(&site, 2);
    (site, second)
}

/// Waits until so many brokers of the site help each other.
fn helpers(site: &Site, count: usize) {
    settled(
        site,
        "select count(*) from pg_locks where locktype = 'advisory' and classid::bigint >> 16 = 10
         and database = (select oid from pg_database where datname = current_database())",
        &count.to_string(),
    );
}

/// Waits until a statement gives this.
fn settled(site: &Site, sql: &str, wanted: &str) {
    let begin = Instant::now();
    loop {
        let found = site.query(sql);
        if found == [wanted] {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "{sql}: {found:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Profiles as they are served, with what they were made from and what they read.
fn profiles(site: &Site) -> Vec<String> {
    site.query(
        "select c.object, h.hardware_entity_id = c.host_id, c.commit_id, c.plenary_hash, p.xml_hash, p.json_hash,
                (select md5(string_agg(s.object || s.json_hash::text, ',' order by s.object))
                 from profile_source s where s.profile_id = p.id),
                (select md5(string_agg(d.kind || d.name, ',' order by d.kind, d.name))
                 from profile_dependency r join dependency d on d.set_id = r.set_id where r.object = c.object)
         from profile_current c join profile p on p.id = c.profile_id
         left join host h on h.hardware_entity_id = c.host_id order by 1",
    )
}

/// The same, without what profiles that are as before looked into when they were first made.
fn without_sources(site: &Site) -> Vec<String> {
    let columns = |row: String| {
        let mut columns: Vec<&str> = row.split('|').collect();
        columns.remove(6);
        columns.join("|")
    };
    profiles(site).into_iter().map(columns).collect()
}

/// Forgets everything that was compiled, so that all of it has to come anew.
fn forget(site: &Site) {
    site.execute(
        "delete from profile_current; delete from profile; delete from profile_blob; delete from plenary_set;
         delete from plenary_text; delete from dependency_set",
    );
}

/// Runs it until the other broker has done a part of it.
fn shared(site: &Site, line: &str) -> Output {
    for _ in 0..20 {
        let output = site.aq(&format!("{line} --debug"));
        if is_shared(&output) {
            return output;
        }
    }
    panic!("the other broker never helps");
}

fn is_shared(output: &Output) -> bool {
    let told = told(output);
    let own = told.lines().find(|line| line.ends_with("jobs compiled here"));
    let own = own.unwrap_or_else(|| panic!("it was not shared: {told}"));
    let words: Vec<&str> = own.split(' ').collect();
    words[0] != words[2]
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_brokers_make_together_is_what_one_makes() {
    let (site, _second) = pair();
    let alone = profiles(&site);
    assert!(alone.len() > 5, "{alone:?}");
    forget(&site);
    let output = shared(&site, ALL);
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(profiles(&site), alone);
    assert_eq!(site.query("select count(*) from compile_run"), ["0"]);
    // It is remembered how: each can be made again.
    for row in site.query("select object, profile_id from profile_current") {
        let (object, version) = row.split_once('|').unwrap();
        site.ok(&format!(
            "rebuild_profile --hostname {object} --version {version}"
        ));
    }
    assert!(site.ok("compile --domain prod").is_empty());
}

#[test]
fn what_is_not_committed_is_compiled_by_others_too() {
    let (mut site, mut second) = pair();
    let list = site.broker.dir().join("hosts");
    let hosts: Vec<String> = (1..=6).map(|n| format!("node{n}.example.org")).collect();
    std::fs::write(&list, hosts.join("\n")).unwrap();
    let to = |personality| {
        format!(
            "reconfigure --list {} --personality {personality} --debug",
            list.display()
        )
    };
    // The second broker sees other templates of these hosts than the command does.
    while !is_shared(&site.aq(&to("web-server"))) {
        site.ok(&to("compute-node"));
    }
    let together = without_sources(&site);
    assert_eq!(site.query("select count(*) from stale_object"), ["0"]);
    second.kill();
    site.broker.restart().unwrap();
    helpers(&site, 1);
    site.ok(&to("compute-node"));
    assert_ne!(without_sources(&site), together);
    site.ok(&to("web-server"));
    assert_eq!(without_sources(&site), together);
}

#[test]
fn failures_are_told_as_by_one() {
    let (mut site, mut second) = pair();
    site.broker
        .import_example("prod", "'/system/odd' = to_long('x' + OBJECT);")
        .unwrap();
    let output = shared(&site, ALL);
    assert!(!output.status.success());
    let of = |output: &Output| {
        let told = told(output);
        let last = told.rfind("Bad Request: ").unwrap_or_else(|| panic!("{told}"));
        told[last..].to_owned()
    };
    let together = of(&output);
    assert!(together.contains("objects with the same problem"), "{together}");
    second.kill();
    site.broker.restart().unwrap();
    helpers(&site, 1);
    assert_eq!(of(&site.aq(ALL)), together);
}

#[test]
fn a_preview_is_shared() {
    let (site, _second) = pair();
    site.broker.import_example("prod", NEW).unwrap();
    let before = profiles(&site);
    let output = shared(&site, "compile --domain prod --preview");
    assert!(output.status.success(), "{}", told(&output));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(shown.matches(r#"+    "function": "new","#).count(), 12, "{shown}");
    assert_eq!(profiles(&site), before);
}

#[test]
fn the_job_of_a_broker_that_dies_is_taken_over() {
    let (site, mut second) = pair();
    let alone = profiles(&site);
    for point in ["job_taken", "job_done"] {
        second.restart_to_die(Some(point)).unwrap();
        let died = (0..20).any(|_| {
            forget(&site);
            site.ok(ALL);
            assert_eq!(profiles(&site), alone, "{point}");
            second.has_died()
        });
        assert!(died, "it never comes to {point}");
    }
    assert_eq!(site.query("select count(*) from compile_job"), ["0"]);
}

#[test]
fn the_jobs_of_a_command_that_dies_are_forgotten() {
    let (mut site, _second) = pair();
    let before = profiles(&site);
    site.broker.restart_to_die(Some("run_opened")).unwrap();
    assert!(!site.aq(ALL).status.success());
    assert!(site.broker.has_died());
    settled(&site, "select count(*) from compile_run", "0");
    site.broker.restart_to_die(None).unwrap();
    assert_eq!(profiles(&site), before);
    site.ok(ALL);
    assert_eq!(profiles(&site), before);
}

#[test]
fn who_lacks_the_templates_leaves_the_job() {
    let (site, mut second) = pair();
    let repository = second.dir().join("template-king");
    second.kill();
    // A copy that is not kept equal.
    std::fs::remove_file(&repository).unwrap();
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .args([site.broker.dir().join("template-king"), repository])
        .status();
    assert!(copied.unwrap().success());
    second.restart().unwrap();
    site.broker.import_example("prod", NEW).unwrap();
    site.ok("compile --domain prod");
    let begin = Instant::now();
    while !second.log().contains("cannot help with a compile") && begin.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(50));
        site.ok(ALL);
    }
    assert!(
        second.log().contains("cannot help with a compile"),
        "{}",
        second.log()
    );
    let without = site.query("select count(*) from profile_current c join branch b on b.name = 'prod' where c.commit_id <> b.commit_id");
    assert_eq!(without, ["0"]);
}

#[test]
fn without_a_connection_for_it_a_command_goes_on_alone() {
    let (mut site, _second) = pair();
    let before = profiles(&site);
    let settings = site.broker.dir().join("aqd.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let text = text.replace("database_connections = 8", "database_connections = 1");
    std::fs::write(&settings, text).unwrap();
    site.broker.restart().unwrap();
    helpers(&site, 2);
    let output = site.aq(&format!("{ALL} --debug"));
    assert!(output.status.success(), "{}", told(&output));
    assert!(!told(&output).contains("jobs compiled here"), "{}", told(&output));
    assert_eq!(profiles(&site), before);
}
