//! Help, completion and manual pages of the installed program.

use std::collections::HashSet;
use std::fs;

use crate::stub::{Stub, aq, outcome};
use aq_catalogue::COMMANDS;

#[test]
fn help_goes_to_standard_output() {
    let (status, out, err) = outcome(&mut aq(&["help"]));
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.contains("add_host") && out.contains("Networks:"));
    let before = outcome(&mut aq(&["help", "add", "host"]));
    let after = outcome(&mut aq(&["add_host", "--help"]));
    assert_eq!(before, after);
    assert_eq!(before.0, 0);
    for part in [
        "--hostname HOSTNAME",
        "--prefix",
        "Its primary address (exactly one of):",
        "Example:\n  aq add_host",
    ] {
        assert!(
            before.1.contains(part) || before.1.contains(&part.replace(" HOSTNAME", " <HOSTNAME>")),
            "{part}\n{}",
            before.1
        );
    }
    assert_eq!(
        outcome(&mut aq(&["--version"])).1,
        format!("aq {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn every_command_has_a_manual_page() {
    let directory = tempfile::tempdir().expect("a directory");
    let target = directory.path().join("man1");
    let path = target.display().to_string();
    assert_eq!(
        outcome(&mut aq(&["man", &path])),
        (0, String::new(), String::new())
    );
    let pages: HashSet<String> = fs::read_dir(&target)
        .expect("the directory")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    for command in COMMANDS {
        assert!(
            pages.contains(&format!("aq_{}.1", command.name)),
            "{}",
            command.name
        );
    }
    let page = fs::read_to_string(target.join("aq_add_rack.1")).expect("a page");
    assert!(
        page.contains(".TH AQ_ADD_RACK 1") && page.contains("\\-\\-row"),
        "{page}"
    );
    assert!(
        page.contains(".SH EXAMPLES") && !page.contains(".SH EXTRA"),
        "{page}"
    );
    assert!(pages.contains("aq.1") && pages.contains("aq_doctor.1"));
    let (status, _, err) = outcome(&mut aq(&["man", "/dev/null/x"]));
    assert_eq!(status, 1);
    assert!(err.starts_with("Cannot write /dev/null/x: "), "{err}");
}

/// What bash is offered for a line.
fn complete(stub: &Stub, line: &[&str]) -> Vec<String> {
    let mut command = stub.aq(&["--", "aq"]);
    command
        .args(line)
        .env("AQ_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", line.len().to_string())
        .env("_CLAP_IFS", "\n");
    let (status, out, err) = outcome(&mut command);
    assert_eq!((status, err.as_str()), (0, ""), "{line:?}");
    out.lines().map(str::to_owned).collect()
}

#[test]
fn names_of_objects_are_asked_for() {
    let stub = Stub::start(
        (
            "200 OK",
            "application/json",
            r#"[{"name": "hq"}, {"name": "hall"}, {"name": "annex"}]"#,
        ),
        "",
    );
    assert_eq!(
        complete(&stub, &["show_building", "--building", "h"]),
        ["hall", "hq"]
    );
    assert_eq!(complete(&stub, &["add", "room", "--building", "a"]), ["annex"]);
    assert_eq!(stub.all()[0].line, "GET /location/building.json?all=True");
}

#[test]
fn completion_is_silent_when_the_broker_is_away() {
    let stub = Stub::start(("503 Service Unavailable", "text/plain", "away"), "");
    assert!(complete(&stub, &["show_building", "--building", ""]).is_empty());
    let mut nobody = aq(&["--", "aq", "show_building", "--building", ""]);
    nobody
        .env("AQ_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", "3")
        .env("AQPORT", "1");
    assert_eq!(outcome(&mut nobody), (0, String::new(), String::new()));
}

#[test]
fn scripts_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let (status, out, _) = outcome(&mut aq(&["completion", shell]));
        assert_eq!(status, 0);
        assert!(out.contains("AQ_COMPLETE"), "{shell}");
    }
    assert_eq!(outcome(&mut aq(&["completion", "tcsh"])).0, 1);
}

#[test]
fn doctor_reports_and_fails_without_a_broker() {
    let (status, out, _) = outcome(&mut aq(&[
        "doctor",
        "--aqhost",
        "127.0.0.1",
        "--aqport",
        "1",
        "--noauth",
    ]));
    assert_eq!(status, 1);
    assert!(out.contains("FAIL"), "{out}");
}
