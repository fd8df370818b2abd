//! Every command of the catalogue, without a ticket and as somebody whose role may not.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fmt::Write as _;
use std::process::{Command, Output};

use aq_catalogue::{Access, COMMANDS, Segment};
use aq_test_support::site::Site;

/// A curl configuration that sends a request to every transport of the commands with this access.
fn requests(port: u16, access: Access, negotiate: bool) -> (String, usize) {
    let mut config = String::new();
    let mut count = 0;
    for command in COMMANDS.iter().filter(|c| c.access == access) {
        for transport in command.transports {
            let path: Vec<&str> = transport
                .segments
                .iter()
                .map(|s| match s {
                    Segment::Word(word) => *word,
                    Segment::Variable(_) => "x",
                })
                .collect();
            writeln!(config, "url = \"http://localhost:{port}/{}\"", path.join("/")).unwrap();
            writeln!(config, "request = \"{}\"", transport.method.name()).unwrap();
            if negotiate {
                config.push_str("negotiate\nuser = \":\"\n");
            }
            writeln!(
                config,
                "output = \"/dev/null\"\nwrite-out = \"%{{http_code}} {}\\n\"\nnext",
                command.name
            )
            .unwrap();
            count += 1;
        }
    }
    (config.trim_end_matches("next\n").to_owned(), count)
}

fn run(curl: &mut Command, config: &str) -> Output {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), config).unwrap();
    curl.args(["-sS", "--http1.1", "-K"])
        .arg(file.path())
        .output()
        .unwrap()
}

#[test]
fn writes_need_a_ticket_and_a_role() {
    let site = Site::empty();
    let before = site.state();
    let port = site.broker.address.port();

    let (config, count) = requests(port, Access::Write, false);
    let answers = run(&mut Command::new("curl"), &config);
    let lines = String::from_utf8(answers.stdout).unwrap();
    assert_eq!(
        lines.lines().count(),
        count,
        "{}",
        String::from_utf8_lossy(&answers.stderr)
    );
    let wrong: Vec<&str> = lines.lines().filter(|l| !l.starts_with("401 ")).collect();
    assert!(wrong.is_empty(), "anonymous: {wrong:?}");

    let (config, count) = requests(port, Access::Write, true);
    let answers = run(&mut site.user("bob").command("curl"), &config);
    let lines = String::from_utf8(answers.stdout).unwrap();
    assert_eq!(
        lines.lines().count(),
        count,
        "{}",
        String::from_utf8_lossy(&answers.stderr)
    );
    let wrong: Vec<&str> = lines.lines().filter(|l| !l.starts_with("403 ")).collect();
    assert!(wrong.is_empty(), "nobody: {wrong:?}");

    // The only thing that changed: bob is known now, with the role nobody.
    let differing = site
        .state()
        .lines()
        .filter(|l| !before.contains(*l))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    assert!(
        differing.iter().all(|l| l.starts_with("user_principal|")),
        "{differing:?}"
    );
    assert_eq!(
        site.query(
            "select o.name from user_principal p join role o on o.id = p.role_id where p.name = 'bob'"
        ),
        ["nobody"]
    );
    // Refused commands are in the audit, with what was answered.
    let refused =
        site.query("select distinct e.return_code from xtn x join xtn_end e on e.xtn_id = x.id order by 1");
    assert_eq!(refused, ["401", "403"]);
}

#[test]
fn reads_are_open_to_everybody() {
    let site = Site::empty();
    let (config, _) = requests(site.broker.address.port(), Access::Read, false);
    // Following a request that never comes would wait; everything else answers at once.
    let config: String = config
        .split("next\n")
        // What somebody gets depends on who it is.
        .filter(|block| !block.contains("show_request") && !block.contains(" get\\n"))
        .collect::<Vec<_>>()
        .join("next\n");
    let answers = run(&mut Command::new("curl"), &config);
    for line in String::from_utf8(answers.stdout).unwrap().lines() {
        let refused = line.starts_with("401") || line.starts_with("403") || line.starts_with("500");
        assert!(!refused, "{line}");
    }
}
