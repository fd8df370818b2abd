//! One module per command; see the build script.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

include!(concat!(env!("OUT_DIR"), "/tests.rs"));

/// A command that nobody tests must not be added, nor a test be left behind by a command that went.
#[test]
fn every_command_has_its_file() {
    let commands: Vec<&str> = aq_catalogue::COMMANDS
        .iter()
        .map(|command| command.name)
        .collect();
    let missing: Vec<&&str> = commands.iter().filter(|name| !FILES.contains(name)).collect();
    assert!(
        missing.is_empty(),
        "commands without tests/<area>/<command>.rs: {missing:?}"
    );
    let strange: Vec<&&str> = FILES.iter().filter(|name| !commands.contains(name)).collect();
    assert!(strange.is_empty(), "files of no command: {strange:?}");
}
