//! The build refuses files that contradict themselves, and says which file and command.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests: a panic is the failure report"
)]

// The build script's own modules, compiled once more.
#[path = "../build/emit.rs"]
mod emit;
#[path = "../build/error.rs"]
mod error;
#[path = "../build/expand.rs"]
mod expand;
#[path = "../build/load.rs"]
mod load;
#[path = "../build/model.rs"]
mod model;
#[path = "../build/source.rs"]
mod source;
#[path = "../build/verify.rs"]
mod verify;

use std::fs;

const SHARED: &str = r#"
[kind]
thing = { title = "Thing", absent = true }
[option.comments]
help = "Text."
"#;

const GOOD: &str = r#"
title = "Area"
about = "About."
[command.add_thing]
summary = "Add a thing"
example = "aq add_thing --thing x"
transports = [{ method = "PUT", path = "thing/%(thing)s" }]
[command.add_thing.required]
thing = "A thing."
[command.add_thing.optional]
comments = true
"#;

/// What loading says of an area file.
fn outcome(shared: &str, area: &str) -> Result<model::Catalogue, String> {
    let directory = tempfile::tempdir().expect("a directory");
    fs::write(directory.path().join("shared.toml"), shared).expect("a file");
    fs::write(directory.path().join("area.toml"), area).expect("a file");
    load::directory(directory.path()).map_err(|error| error.to_string())
}

/// The refusal of the good file with one text replaced.
fn refusal(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    outcome(SHARED, &GOOD.replacen(from, to, 1))
        .err()
        .unwrap_or_else(|| panic!("accepted: {to}"))
}

#[test]
fn good_files_are_completed() {
    let catalogue = outcome(SHARED, GOOD).expect("good files");
    let command = catalogue.commands.first().expect("one command");
    assert!(command.write && command.area == "area");
    assert_eq!(
        catalogue.areas.first().map(|area| area.title.as_str()),
        Some("Area")
    );
    assert_eq!(catalogue.kinds.first().map(|kind| kind.absent), Some(true));
    let helps: Vec<&str> = command
        .options()
        .iter()
        .map(|option| option.help.as_str())
        .collect();
    assert_eq!(helps, ["A thing.", "Text."]);
    let tables = emit::tables(&catalogue);
    assert!(
        tables.contains("Segment::Word(\"thing\"), Segment::Variable(\"thing\")"),
        "{tables}"
    );
}

#[test]
fn refusals_name_file_and_command() {
    let message = refusal("\"PUT\"", "\"PATCH\"");
    assert!(
        message.contains("area.toml: add_thing: unknown method \"PATCH\""),
        "{message}"
    );
}

#[test]
fn contradictions_are_refused() {
    for (from, to, expected) in [
        ("%(thing)s", "%(thong)s", "path variable thong is not an option"),
        (
            "%(thing)s",
            "%(thing)s/%(thing)s",
            "path variable thing is there twice",
        ),
        (
            "thing/%(thing)s",
            "thing?x=%(thing)s",
            "is neither a word nor %(option)s",
        ),
        (
            "path = ",
            "trigger = \"all\", path = ",
            "the trigger all is not an option",
        ),
        ("path = ", "expect = \"tea\", path = ", "unknown expect"),
        ("path = ", "custom = \"tea\", path = ", "unknown custom action"),
        (
            "comments = true",
            "fullname = true",
            "shared.toml does not define it",
        ),
        ("comments = true", "comments = false", "means nothing"),
        ("comments = true", "thing = \"Again.\"", "--thing is there twice"),
        (
            "comments = true",
            "preview = \"Mine.\"",
            "option preview is added to every command",
        ),
        (
            "comments = true",
            "x = { type = \"tea\", help = \"X.\" }",
            "unknown type \"tea\"",
        ),
        (
            "comments = true",
            "x = { type = \"enum\", help = \"X.\" }",
            "values belong to the type enum",
        ),
        (
            "comments = true",
            "x = { type = \"enum\", values = \"none\", help = \"X.\" }",
            "no shared set of values",
        ),
        (
            "comments = true",
            "x = { help = \"X.\", complete = \"tea\" }",
            "complete names \"tea\"",
        ),
        (
            "comments = true",
            "x = { help = \"X.\", requires = [\"y\"] }",
            "refers to y, which is not another option",
        ),
        (
            "comments = true",
            "x = { help = \"X.\", conflicts = [\"x\"] }",
            "refers to x, which is not another option",
        ),
        (
            "comments = true",
            "x = { help = \"X.\", reverse = \"y\" }",
            "only a boolean has a reverse name",
        ),
        (
            "comments = true",
            "x = { type = \"int\", default = \"a\", help = \"X.\" }",
            "is no default for the type int",
        ),
        (
            "comments = true",
            "x = { type = \"list\", repeat = true, help = \"X.\" }",
            "cannot be repeated",
        ),
        (
            "comments = true",
            "x = { type = \"int\" }",
            "option x has no help",
        ),
        ("comments = true", "X = \"X.\"", "lower case words"),
        ("comments = true", "x = \"caf\u{e9}.\"", "plain ASCII"),
        (
            "summary = \"Add a thing\"",
            "summary = \"Add a thing.\"",
            "without a full stop",
        ),
        (
            "summary = \"Add a thing\"",
            "summary = \"Add a thing\"\naccess = \"maybe\"",
            "access is read or write",
        ),
        (
            "summary = \"Add a thing\"",
            "summary = \"Add a thing\"\nuse = [\"tea\"]",
            "no shared group is called \"tea\"",
        ),
        (
            "summary = \"Add a thing\"",
            "summary = \"Add a thing\"\nformats = [\"xml\"]",
            "unknown format \"xml\"",
        ),
        (
            "summary = \"Add a thing\"",
            "summary = \"Add a thing\"\ncolour = 1",
            "unknown field",
        ),
        ("summary = \"Add a thing\"", "", "missing field `summary`"),
        ("example = ", "sample = ", "unknown field `sample`"),
    ] {
        let message = refusal(from, to);
        assert!(message.contains(expected), "{to}\n{message}");
    }
}

#[test]
fn two_commands_cannot_share_a_url() {
    let second = GOOD
        .split_once("[command")
        .map(|(_, rest)| format!("[command{rest}"))
        .expect("a command");
    let second = second
        .replace("add_thing", "put_thing")
        .replace("thing/%(thing)s", "thing/%(comments)s");
    let message = outcome(SHARED, &format!("{GOOD}\n{second}")).expect_err("a refusal");
    assert!(
        message.contains("put_thing: PUT thing/%(comments)s also belongs to add_thing"),
        "{message}"
    );
}

#[test]
fn a_kind_is_listed_or_absent() {
    for (kind, expected) in [
        ("{ title = \"Thing\" }", "either a list or absent"),
        (
            "{ title = \"Thing\", list = [\"show_tea\"] }",
            "there is no command show_tea",
        ),
        (
            "{ title = \"Thing\", list = [\"add_thing\", \"tea\"] }",
            "add_thing has no option tea",
        ),
    ] {
        let shared = SHARED.replace("{ title = \"Thing\", absent = true }", kind);
        let message = outcome(&shared, GOOD).expect_err("a refusal");
        assert!(message.contains(expected), "{kind}\n{message}");
    }
}
