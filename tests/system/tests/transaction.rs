//! A command is done wholly or not at all, whatever happens to the broker or the database.

use std::process::{Command, Stdio};
use std::time::Duration;

use aq_test_support::site::{Site, program};

#[test]
fn preview_shows_everything_and_changes_nothing() {
    let site = Site::start();
    let before = site.state();
    let report = site.ok("make --hostname node1.example.org --personality web-server --preview");
    assert!(report.contains("nothing was changed"), "{report}");
    assert!(report.contains("~ host"), "rows: {report}");
    assert!(report.contains("+++ b/cfg/plenary/"), "plenaries: {report}");
    assert!(report.contains("node1.example.org.json"), "profile: {report}");
    assert_eq!(site.state(), before);
    site.ok("make --hostname node1.example.org --personality web-server");
    assert_ne!(site.state(), before);
}

#[test]
fn a_failing_compile_leaves_everything_as_it_was() {
    let site = Site::start();
    let before = site.state();
    // There is no second disk in this machine, which the personality's own rules demand.
    let error = site.fails(4, "make --hostname web1.example.org --personality database");
    assert!(error.contains("validation error") || error.contains("evaluation error"), "{error}");
    assert!(error.contains(".pan") || error.contains("line"), "template and line: {error}");
    assert_eq!(site.state(), before);
}

#[test]
fn the_same_request_is_done_once() {
    let site = Site::empty();
    let id = "0f0e0d0c-0b0a-4908-8706-050403020100";
    let socket = site.broker.socket().display().to_string();
    let send = || {
        let output = Command::new("curl")
            .args(["-sS", "--unix-socket", &socket, "-X", "PUT", "-w", " %{http_code}"])
            .args(["--data", &format!("vendor=acme&requestid={id}"), "http://localhost/vendor/acme"])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(send().trim(), "200");
    // Without the id this would be "already exists".
    assert_eq!(send().trim(), "200");
    assert_eq!(site.query("select count(*) from vendor where name = 'acme'"), ["1"]);
}

#[test]
fn a_killed_broker_leaves_before_or_after_but_nothing_between() {
    let mut site = Site::start();
    for round in 0..6_u64 {
        let mut clients = Vec::new();
        for client in 0..2 {
            let socket = site.broker.socket().display().to_string();
            let aq = program("aq").unwrap();
            clients.push(std::thread::spawn(move || {
                for number in 0..40 {
                    let label = format!("k{round}x{client}n{number}");
                    let status = Command::new(&aq)
                        .args(["add_machine", "--machine", &label, "--model", "r120", "--vendor", "acme", "--rack", "north1"])
                        .args(["--usesock", &socket])
                        .stdout(Stdio::null())
                        .stderr(Stdio::null())
                        .status()
                        .unwrap();
                    if !status.success() {
                        return;
                    }
                }
            }));
        }
        std::thread::sleep(Duration::from_millis(150 + 90 * round));
        site.broker.kill();
        clients.into_iter().for_each(|c| c.join().unwrap());
        site.broker.restart().unwrap();

        // Rows, disks, plenaries and audit records of the machines agree.
        let machines = "select count(*) from hardware_entity where label like 'k%n%'";
        let plenaries = "select count(*) from plenary p join hardware_entity h on p.object_kind = 'machine' and p.object_id = h.id where h.label like 'k%n%'";
        let audited = "select count(*) from xtn x join xtn_end e on e.xtn_id = x.id join xtn_detail d on d.xtn_id = x.id
            where x.command = 'add_machine' and d.name = 'machine' and d.value like 'k%n%' and e.return_code = 200";
        let count = site.query(machines);
        assert_eq!(site.query(plenaries), count, "plenaries after round {round}");
        assert_eq!(site.query(audited), count, "audit after round {round}");
        assert_eq!(site.query("select count(*) from xtn x left join xtn_end e on e.xtn_id = x.id where e.xtn_id is null"), ["0"]);
    }
    // What a killed broker had not exported is exported by the next one.
    let expected: usize = site.query("select count(*) from plenary where object_kind = 'machine' and name like '%/k%'")[0].parse().unwrap();
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    loop {
        let output = Command::new("find").arg(site.broker.export_dir()).args(["-name", "k*n*.pan"]).output().unwrap();
        let files = String::from_utf8(output.stdout).unwrap().lines().count();
        if files == expected {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "{files} files of {expected} plenaries");
        std::thread::sleep(Duration::from_millis(200));
    }
}
