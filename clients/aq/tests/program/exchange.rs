//! `aq` as a program: what it sends, what it prints, how it exits.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use crate::stub::{Answer, Stub, aq, outcome};

const TEXT: &str = "text/plain; charset=utf-8";
const DONE: Answer = ("200 OK", TEXT, "");

#[test]
fn answers_get_a_final_newline() {
    let stub = Stub::start(("200 OK", TEXT, "pong"), "");
    assert_eq!(
        outcome(&mut stub.aq(&["ping"])),
        (0, "pong\n".into(), String::new())
    );
    let stub = Stub::start(("200 OK", "text/csv", "a,b\n"), "");
    assert_eq!(
        outcome(&mut stub.aq(&["show", "hub", "--all", "-f", "csv"])),
        (0, "a,b\n".into(), String::new())
    );
    let asked = stub.commands();
    assert!(
        asked[0]
            .line
            .starts_with("GET /location/hub.csv?all=True&requestid="),
        "{asked:?}"
    );
    let stub = Stub::start(("200 OK", "application/octet-stream", "\u{1}\u{2}"), "");
    assert_eq!(
        outcome(&mut stub.aq(&["show_hub", "--all", "--format=proto"])).1,
        "\u{1}\u{2}"
    );
}

#[test]
fn writes_send_a_form_and_show_progress() {
    let stub = Stub::start(DONE, "looking\nwriting\n");
    let line = [
        "add",
        "building",
        "--building",
        "hq",
        "--city",
        "ny",
        "--address",
        "1 Main St",
        "--nonetdev_require_rack",
    ];
    assert_eq!(
        outcome(&mut stub.aq(&line)),
        (0, String::new(), "looking\nwriting\n".into())
    );
    let asked = stub.commands();
    assert_eq!(asked[0].line, "PUT /location/building/hq");
    let body = &asked[0].body;
    assert!(
        body.starts_with("address=1%20Main%20St&building=hq&city=ny&netdev_require_rack=False&requestid="),
        "{body}"
    );
    let id = body.rsplit('=').next().expect("an id");
    assert!(
        stub.all()
            .iter()
            .any(|asked| asked.line == format!("GET /status/requestid/{id}"))
    );
}

#[test]
fn quiet_commands_open_no_second_connection() {
    let stub = Stub::start(DONE, "looking\n");
    assert_eq!(
        outcome(&mut stub.aq(&["del_hub", "--hub", "ny", "-q"])),
        (0, String::new(), String::new())
    );
    assert_eq!(stub.all().len(), 1);
    assert_eq!(stub.all()[0].line, "DELETE /location/hub/ny");
}

#[test]
fn refusals_go_to_standard_error_with_the_class_of_the_status() {
    for (answer, status, message) in [
        (
            ("404 Not Found", TEXT, "Hub ny not found."),
            4,
            "Not Found: Hub ny not found.\n",
        ),
        (("400 Bad Request", TEXT, "No.\n"), 4, "Bad Request: No.\n"),
        (
            ("503 Service Unavailable", TEXT, "The database is away."),
            5,
            "Service Unavailable: The database is away.\n",
        ),
        (
            ("207 Multi-Status", TEXT, "flushed 9/10 templates"),
            2,
            "Multi-Status: flushed 9/10 templates\n",
        ),
    ] {
        let stub = Stub::start(answer, "");
        assert_eq!(
            outcome(&mut stub.aq(&["show_hub", "--hub", "ny"])),
            (status, String::new(), message.into())
        );
    }
    let stub = Stub::start(("207 Multi-Status", TEXT, "partly"), "");
    assert_eq!(outcome(&mut stub.aq(&["flush", "--all", "--partialok"])).0, 0);
}

#[test]
fn mistakes_on_this_side_exit_with_1_and_send_nothing() {
    let stub = Stub::start(DONE, "");
    for (line, message) in [
        (&["add_hub"][..], "add_hub: Missing --hub."),
        (
            &["show_hub", "--hub", "a", "--all"],
            "show_hub: --hub and --all cannot be used together.",
        ),
        (
            &["add_building", "--next_rackid", "x"],
            "add_building: Expected an integer for --next_rackid, got 'x'.",
        ),
        (
            &["show_hub", "--hbu", "a"],
            "show_hub has no option --hbu. Did you mean --hub?",
        ),
        (
            &["show_host", "--list", "/nonexistent"],
            "Cannot read /nonexistent for --list: ",
        ),
    ] {
        let (status, out, err) = outcome(&mut stub.aq(line));
        assert_eq!((status, out.as_str()), (1, ""), "{line:?}");
        assert!(err.starts_with(message), "{err}");
    }
    assert!(stub.all().is_empty());
}

#[test]
fn unknown_commands_exit_with_2() {
    let (status, _, err) = outcome(&mut aq(&["show_hbu", "--all"]));
    assert_eq!(
        (status, err.as_str()),
        (2, "Command show_hbu is not known. Did you mean show_hub?\n")
    );
}

#[test]
fn nobody_listens() {
    let (status, out, err) = outcome(aq(&["ping"]).env("AQHOST", "127.0.0.1").env("AQPORT", "1"));
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("127.0.0.1:1") && err.contains("--aqport"), "{err}");
}

#[test]
fn lists_come_from_files_and_standard_input() {
    let stub = Stub::start(DONE, "");
    let directory = tempfile::tempdir().expect("a directory");
    let list = directory.path().join("hosts");
    fs::write(&list, "# two\na.example.com\nb.example.com\n").expect("a file");
    let path = list.display().to_string();
    assert_eq!(outcome(&mut stub.aq(&["show_host", "--list", &path, "-q"])).0, 0);
    let from_input = fs::File::open(&list).expect("the file");
    assert_eq!(
        outcome(stub.aq(&["show_host", "--list", "-", "-q"]).stdin(from_input)).0,
        0
    );
    for asked in stub.all() {
        assert_eq!(
            (asked.line.as_str(), asked.body.as_str()),
            ("POST /host", "list=a.example.com%0Ab.example.com")
        );
    }
}

#[test]
fn url_and_status_are_shown_on_request() {
    let stub = Stub::start(("200 OK", TEXT, "x"), "");
    let (_, _, err) = outcome(&mut stub.aq(&["status", "-u", "-q"]));
    assert!(
        err.starts_with("GET http://127.0.0.1:") && err.contains("/status/server\n200 OK\n"),
        "{err}"
    );
}

#[test]
fn deprecated_options_still_work_with_a_warning() {
    let stub = Stub::start(DONE, "");
    let (status, _, err) = outcome(&mut stub.aq(&["add_interface", "--switch", "s1", "--interface", "ge0"]));
    assert_eq!(
        (status, err.as_str()),
        (0, "Warning: --switch is deprecated. Use --network_device.\n")
    );
    assert_eq!(stub.commands()[0].line, "PUT /switch/s1/interface/ge0");
}

#[test]
fn messages_of_another_request_are_followed() {
    let stub = Stub::start(("200 OK", TEXT, "by number\n"), "one\ntwo\n");
    let id = "3f2c8c1e-58b4-4c1b-9a65-6c2d6f8f8a11";
    assert_eq!(
        outcome(&mut stub.aq(&["show_request", "--requestid", id])),
        (0, "one\ntwo\n".into(), String::new())
    );
    assert_eq!(stub.all()[0].line, format!("GET /status/requestid/{id}"));
    assert_eq!(
        outcome(&mut stub.aq(&["show_request", "--auditid", "7"])).1,
        "by number\n"
    );
    assert_eq!(stub.all()[1].line, "GET /status/auditid/7");
}

#[test]
fn a_reader_that_has_enough_is_no_mistake() {
    let stub = Stub::start(("200 OK", TEXT, "line\n"), "");
    let mut child = stub
        .aq(&["help"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("aq runs");
    drop(child.stdout.take());
    let mut err = String::new();
    child
        .stderr
        .take()
        .expect("a pipe")
        .read_to_string(&mut err)
        .expect("text");
    assert_eq!(
        (child.wait().expect("an end").code(), err.as_str()),
        (Some(0), "")
    );
}

#[test]
fn settings_come_from_a_file() {
    let stub = Stub::start(("200 OK", TEXT, "pong"), "");
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("aq.conf");
    let port = stub
        .aq(&[])
        .get_envs()
        .find_map(|(name, value)| (name == "AQPORT").then_some(value))
        .flatten()
        .map(|port| port.to_string_lossy().into_owned())
        .expect("a port");
    fs::write(
        &file,
        format!("[defaults]\naqhost = 127.0.0.1\naqport = {port}\n"),
    )
    .expect("a file");
    let path = file.display().to_string();
    assert_eq!(outcome(&mut aq(&["ping", "--aqconf", &path])).1, "pong\n");
    assert_eq!(outcome(aq(&["ping"]).env("AQCONF", &path)).1, "pong\n");
}
