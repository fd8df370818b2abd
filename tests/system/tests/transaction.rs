//! A command is done wholly or not at all, whatever happens to the broker or the database.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::process::{Command, Stdio};
use std::time::Duration;

use aq_test_support::site::{Site, program};

/// What machines need: a rack, a model and its parts.
fn hardware(site: &Site) {
    for line in [
        "add_organization --organization example",
        "add_hub --hub emea --fullname EMEA --organization example",
        "add_continent --continent eu --hub emea",
        "add_country --country ch --continent eu",
        "add_city --city gva --country ch --timezone Europe/Zurich",
        "add_building --building north --city gva --address '1 Lake Road'",
        "add_rack --building north --row a --column 1 --force_rackid north1",
        "add_vendor --vendor acme",
        "add_vendor --vendor intel",
        "add_model --model xeon --vendor intel --type cpu",
        "add_model --model r120 --vendor acme --type rackmount --cpuname xeon --cpuvendor intel --cpunum 2 --memory 4096 --disktype local --diskcontroller sas --disksize 100",
    ] {
        site.ok(line);
    }
}

#[test]
fn preview_shows_everything_and_changes_nothing() {
    let site = Site::empty();
    hardware(&site);
    let before = site.state();
    let command = "add_machine --machine north1n1 --model r120 --vendor acme --rack north1";
    let report = site.ok(&format!("{command} --preview"));
    assert!(report.contains("nothing was changed"), "{report}");
    assert!(report.contains("+ hardware_entity: "), "rows: {report}");
    assert!(
        report.contains("+++ b/cfg/plenary/machine/emea/north/north1/north1n1.pan"),
        "plenaries: {report}"
    );
    assert_eq!(site.state(), before);
    site.ok(command);
    assert_ne!(site.state(), before);
    assert!(
        site.broker
            .export_dir()
            .join("cfg/plenary/machine/emea/north/north1/north1n1.pan")
            .is_file()
    );
}

#[test]
fn a_lost_export_comes_back_by_flush() {
    let site = Site::empty();
    hardware(&site);
    site.ok("add_machine --machine north1n1 --model r120 --vendor acme --rack north1");
    let file = site
        .broker
        .export_dir()
        .join("cfg/plenary/machine/emea/north/north1/north1n1.pan");
    let text = std::fs::read(&file).unwrap();
    std::fs::remove_dir_all(site.broker.export_dir()).unwrap();
    site.ok("flush --all");
    assert_eq!(std::fs::read(&file).unwrap(), text);
    let before = std::fs::metadata(&file).unwrap().modified().unwrap();
    site.ok("flush --all");
    assert_eq!(std::fs::metadata(&file).unwrap().modified().unwrap(), before);
}

#[test]
fn the_same_request_is_done_once() {
    let site = Site::empty();
    let id = "0f0e0d0c-0b0a-4908-8706-050403020100";
    let socket = site.broker.socket().display().to_string();
    let send = || {
        let output = Command::new("curl")
            .args([
                "-sS",
                "--unix-socket",
                &socket,
                "-X",
                "PUT",
                "-w",
                " %{http_code}",
            ])
            .args([
                "--data",
                &format!("vendor=acme&requestid={id}"),
                "http://localhost/vendor/acme",
            ])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(send().trim(), "200");
    // Without the id this would be "already exists".
    assert_eq!(send().trim(), "200");
    assert_eq!(
        site.query("select count(*) from vendor where name = 'acme'"),
        ["1"]
    );
}

#[test]
fn a_killed_broker_leaves_before_or_after_but_nothing_between() {
    let mut site = Site::empty();
    hardware(&site);
    for round in 0..6_u64 {
        let mut clients = Vec::new();
        for client in 0..2 {
            let socket = site.broker.socket().display().to_string();
            let aq = program("aq").unwrap();
            clients.push(std::thread::spawn(move || {
                for number in 0..40 {
                    let label = format!("k{round}x{client}n{number}");
                    let status = Command::new(&aq)
                        .args([
                            "add_machine",
                            "--machine",
                            &label,
                            "--model",
                            "r120",
                            "--vendor",
                            "acme",
                            "--rack",
                            "north1",
                        ])
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
        assert_eq!(
            site.query(
                "select count(*) from xtn x left join xtn_end e on e.xtn_id = x.id where e.xtn_id is null"
            ),
            ["0"]
        );
    }
    // What a killed broker had not exported is exported by the next one.
    let expected: usize = site
        .query("select count(*) from plenary where object_kind = 'machine' and name like '%/k%'")[0]
        .parse()
        .unwrap();
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    loop {
        let output = Command::new("find")
            .arg(site.broker.export_dir())
            .args(["-name", "k*n*.pan"])
            .output()
            .unwrap();
        let files = String::from_utf8(output.stdout).unwrap().lines().count();
        if files == expected {
            break;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "{files} files of {expected} plenaries"
        );
        std::thread::sleep(Duration::from_millis(200));
    }
}
