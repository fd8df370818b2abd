//! Forms of messages, colours and explanations as they come out of the program.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A directory with an object that has two errors in its text, and one that is not valid.
fn site() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("broken.pan", "object template broken;\n'/a' = ;\n'/b' = {};\n");
    write("invalid.pan", "object template invalid;\ninclude 'config';\n");
    write(
        "config.pan",
        "template config;\nbind '/port' = long(1..9);\n'/port' = 10;\n",
    );
    dir
}

fn panc(dir: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_panc"));
    command.current_dir(dir.path()).env_remove("NO_COLOR");
    command
}

fn run(dir: &TempDir, arguments: &[&str]) -> Output {
    panc(dir).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn one_sarif_log_for_all() {
    let dir = site();
    let output = run(
        &dir,
        &[
            "--message-format",
            "sarif",
            "--verbose",
            "broken.pan",
            "invalid.pan",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let codes: Vec<_> = results
        .iter()
        .map(|result| result["ruleId"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["PAN0008", "PAN0009", "PAN3003"]);
    let uri = results[2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        .as_str()
        .unwrap();
    assert!(
        uri.starts_with("file:///") && uri.ends_with("/config.pan"),
        "{uri}"
    );
    assert_eq!(
        results[2]["locations"][0]["logicalLocations"][1]["fullyQualifiedName"],
        "invalid:/port"
    );
    // The statistics go where they do not disturb the log.
    assert!(!output.stderr.is_empty());
}

#[test]
fn a_sarif_log_without_results() {
    let output = run(&site(), &["--message-format=sarif", "--check", "config.pan"]);
    assert_eq!(output.status.code(), Some(0));
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn every_message_begins_with_its_class() {
    let dir = site();
    for form in ["human", "short"] {
        let text = stdout(&run(
            &dir,
            &["--message-format", form, "broken.pan", "invalid.pan", "gone.pan"],
        ));
        let count = |class: &str| {
            text.lines()
                .filter(|line| line.starts_with(&format!("{class} error [")))
                .count()
        };
        assert_eq!(
            [count("parse"), count("validation"), count("system")],
            [2, 1, 1],
            "{text}"
        );
    }
    let json = stdout(&run(&dir, &["--messages", "json", "broken.pan"]));
    assert_eq!(json.lines().count(), 2);
}

#[test]
fn colours_where_they_are_wanted() {
    let dir = site();
    let coloured = |arguments: &[&str]| stdout(&run(&dir, arguments)).contains('\u{1b}');
    assert!(coloured(&["--color", "always", "invalid.pan"]));
    assert!(!coloured(&["--color", "never", "invalid.pan"]));
    // The standard output of a test is no terminal.
    assert!(!coloured(&["invalid.pan"]));
    assert!(!coloured(&[
        "--color",
        "always",
        "--message-format",
        "short",
        "invalid.pan"
    ]));
}

/// `script` gives a program a terminal.
#[test]
fn colours_on_terminals() {
    let dir = site();
    let on_terminal = |set: Option<(&str, &str)>| {
        let mut script = Command::new("script");
        script
            .current_dir(dir.path())
            .env_remove("NO_COLOR")
            .env("TERM", "xterm");
        script.envs(set);
        let line = format!("{} invalid.pan", env!("CARGO_BIN_EXE_panc"));
        script
            .args(["-qec", &line, "/dev/null"])
            .stdin(std::process::Stdio::null());
        script.output().map(|output| stdout(&output))
    };
    let Ok(text) = on_terminal(None) else {
        // No such program: nothing can be told.
        return;
    };
    assert!(
        text.contains("validation error [") && text.contains('\u{1b}'),
        "{text}"
    );
    for set in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let text = on_terminal(Some(set)).unwrap();
        assert!(
            text.contains("validation error [") && !text.contains('\u{1b}'),
            "{text}"
        );
    }
    assert!(on_terminal(Some(("NO_COLOR", ""))).unwrap().contains('\u{1b}'));
}

#[test]
fn codes_are_explained() {
    let dir = site();
    let output = run(&dir, &["--explain", "pan2004"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).starts_with("# PAN2004: "));
    let list = stdout(&run(&dir, &["--explain=list"]));
    assert!(list.lines().any(|line| line.starts_with("PAN4003")));
    let output = run(&dir, &["--explain", "PAN2994"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).starts_with("OPTIONS ERROR: there is no code 'PAN2994'; similar ones are: PAN2"));
}

#[test]
fn templates_with_similar_names_are_offered() {
    let dir = site();
    fs::write(
        dir.path().join("host.pan"),
        "object template host;\ninclude 'confg';\n",
    )
    .unwrap();
    let text = stdout(&run(&dir, &["host.pan"]));
    assert!(
        text.contains("(PAN2010)") && text.contains("hint: did you mean 'config'?"),
        "{text}"
    );
}

/// The golden test of the code of results that cannot be written.
#[test]
fn what_cannot_be_written() {
    let dir = site();
    fs::write(dir.path().join("host.pan"), "object template host;\n").unwrap();
    fs::create_dir_all(dir.path().join("host.xml/x")).unwrap();
    let output = run(&dir, &["--formats", "pan", "host.pan"]);
    assert_eq!(output.status.code(), Some(1));
    let here = dir.path().canonicalize().unwrap();
    let text = stdout(&output)
        .replace(&*here.to_string_lossy(), "")
        .replace(&*dir.path().to_string_lossy(), "");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("PAN4003", text.trim_end());
    });
}

/// What templates say can be of any length, and so can their lines.
#[test]
fn long_texts_are_cut() {
    let dir = site();
    let text = "s = 'word '; for (i = 0; i < 20; i = i + 1) s = s + s;";
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write(
        "long.pan",
        &format!("object template long;\n'/a' = {{ {text} debug(s); error(s); }};\n"),
    );
    let line = "x".repeat(3 << 20);
    write(
        "line.pan",
        &format!("object template line;\n'/a' = {{ error('{line}'); }};\n"),
    );
    for (form, most) in [
        ("human", 1 << 16),
        ("short", 1 << 16),
        ("json", 1 << 19),
        ("sarif", 1 << 19),
    ] {
        for file in ["long.pan", "line.pan"] {
            let output = run(&dir, &["--message-format", form, "--debug", file]);
            let said = stdout(&output);
            assert!(said.len() < most, "{form} of {file}: {} bytes", said.len());
            assert!(said.contains(" more characters)"), "{form} of {file}");
            let printed = String::from_utf8(output.stderr).unwrap();
            assert!(printed.len() < 1 << 19, "{form}: {}", printed.len());
            assert_eq!(
                printed.contains(" more characters)"),
                file == "long.pan",
                "{form}"
            );
        }
    }
}
