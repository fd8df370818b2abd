//! The site's change policy: what the program is told, and what comes of its answers.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Output;
use std::time::{Duration, Instant};

use aq_test_support::site::Site;
use aq_test_support::site::developer::Developer;
use serde_json::{Value, json};

const WEB: &str = "aquilon/personality/web-server/main.pan";
const LISTENER: &str = "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n";
const DEPLOY: &str = "deploy --source web --target prod --justification tcm=12345 --reason 'New port'";

/// A site with a program as its policy.
struct Policy {
    site: Site,
    dir: PathBuf,
}

impl Policy {
    /// The program keeps what it is told and runs what [`Policy::answers`] says. `prepare` comes before it is asked anything.
    fn start(timeout_seconds: u32, prepare: impl FnOnce(&Site)) -> Policy {
        let mut site = Site::start();
        prepare(&site);
        let dir = site.broker.dir().join("policy");
        fs::create_dir(&dir).unwrap();
        let script = dir.join("ask");
        let text = format!(
            "cd '{}' || exit 1\nprintf '%s\\n' \"$@\" > arguments\nenv > environment\ncat > question\n. ./answer\n",
            dir.display()
        );
        fs::write(&script, text).unwrap();
        site.broker
            .configure(&format!(
                "[change_management]\nprogram = ['/bin/sh', '{}', '--site', 'test']\ntimeout_seconds = {timeout_seconds}",
                script.display()
            ))
            .unwrap();
        site.broker.restart().unwrap();
        Policy { site, dir }
    }

    /// What it does from now on, as a shell script.
    fn answers(&self, script: &str) {
        let _ = fs::remove_file(self.dir.join("question"));
        fs::write(self.dir.join("answer"), script).unwrap();
    }

    fn says(&self, status: &str, reason: &str) {
        self.answers(&format!(
            "echo '{}'",
            json!({ "Status": status, "Reason": reason })
        ));
    }

    fn was_asked(&self) -> bool {
        self.dir.join("question").exists()
    }

    /// What it was told.
    fn question(&self) -> Value {
        serde_json::from_slice(&fs::read(self.dir.join("question")).unwrap()).unwrap()
    }

    fn web_hosts(&self) -> Vec<String> {
        self.site.query(
            "select f.name || '.example.org' from host x join hardware_entity h on h.id = x.hardware_entity_id
             join dns_record r on r.id = h.primary_name_id join fqdn f on f.id = r.fqdn_id
             join personality_stage s on s.id = x.personality_stage_id join personality p on p.id = s.personality_id
             where p.name = 'web-server' order by 1",
        )
    }
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Alice, with a change for web servers that waits in the sandbox `web`.
fn published(site: &Site) -> Developer<'_> {
    let alice = site.developer("alice", "operations");
    alice.sandbox("web").publish(WEB, LISTENER);
    alice
}

#[test]
fn a_deploy_is_told_whole() {
    let policy = Policy::start(60, |site| {
        drop(published(site));
        site.ok("compile --domain prod");
        site.ok("change_status --hostname web1.example.org --buildstatus ready");
        site.ok("add_domain --domain follower --track prod");
        site.ok("manage --hostname db1.example.org --domain follower");
        site.ok("manage --hostname web2.example.org --domain follower");
    });
    let site = &policy.site;
    let dir = policy.site.broker.dir().join("clones");
    fs::create_dir(&dir).unwrap();
    let alice = site.developer_in("alice", &dir);
    policy.says("Approved", "");
    alice.ok(DEPLOY);

    let question = policy.question();
    let hosts = policy.web_hosts();
    assert_eq!(hosts[0], "web1.example.org");
    let request = site
        .query("select id from xtn where command = 'deploy'")
        .remove(0);
    let expected = json!({
        "ticket": "tcm=12345",
        "reason": "New port",
        "requestor": "alice@EXAMPLE.COM",
        "requestor_role": "operations",
        "command": "deploy",
        "request_id": request,
        // Only what the change touches, in the domain and in the one that follows it.
        "impacted_envs": { "prod": ["build", "ready"] },
        "impacted_objects": { "prod": { "build": hosts[1..], "ready": ["web1.example.org"] } },
        "impacted_eonids": [200],
        "enforce_validation": false,
    });
    assert_eq!(question, expected);

    // The same as an argument, behind those of the configuration, but for the names of the objects.
    let arguments = fs::read_to_string(policy.dir.join("arguments")).unwrap();
    let arguments: Vec<&str> = arguments.lines().collect();
    assert_eq!(
        (&arguments[..3], arguments.len()),
        (&["--site", "test", "--metadata"][..], 4)
    );
    let mut short = expected;
    short.as_object_mut().unwrap().remove("impacted_objects");
    assert_eq!(serde_json::from_str::<Value>(arguments[3]).unwrap(), short);
    let environment = fs::read_to_string(policy.dir.join("environment")).unwrap();
    for line in environment.lines() {
        let name = line.split('=').next().unwrap_or_default();
        assert!(["PATH", "PWD", "OLDPWD", "SHLVL", "_"].contains(&name), "{line}");
    }
    assert_eq!(
        site.query("select justification, reason from branch_move where kind = 'deploy'"),
        ["tcm=12345|New port"]
    );
}

#[test]
fn answers_decide_and_a_refusal_changes_nothing() {
    let policy = Policy::start(60, |site| drop(published(site)));
    let site = &policy.site;
    let dir = policy.site.broker.dir().join("clones");
    fs::create_dir(&dir).unwrap();
    let alice = site.developer_in("alice", &dir);
    let before = site.state();

    for (answer, error) in [
        (
            r#"echo '{"Status": "Rejected", "Reason": "There is a freeze."}'"#,
            "There is a freeze.",
        ),
        (
            r#"echo '{"Status": "Rejected"}'"#,
            "The change policy of the site refuses the change.",
        ),
        (
            r#"echo '{"Status": "approved", "Reason": "Case counts."}'"#,
            "Case counts.",
        ),
    ] {
        policy.answers(answer);
        let output = alice.aq(DEPLOY);
        assert_eq!(output.status.code(), Some(4), "{answer}: {}", told(&output));
        assert!(told(&output).contains(error), "{answer}: {}", told(&output));
        assert!(policy.was_asked());
        assert_eq!(site.state(), before, "{answer}");
    }
    // Whoever does not answer as told does not approve.
    for answer in [
        "",
        "echo yes",
        "echo '[]'",
        r#"echo '{"Reason": "no status"}'"#,
        r#"echo '{"Status": "Approved"}'; exit 3"#,
        r#"echo '{"Status": "Approved"} {"Status": "Approved"}'"#,
        "kill -9 $$",
    ] {
        policy.answers(answer);
        let output = alice.aq(DEPLOY);
        assert_eq!(output.status.code(), Some(5), "{answer}: {}", told(&output));
        assert!(
            told(&output).contains("The change policy of the site does not answer.")
                && told(&output).contains("Nothing was changed."),
            "{answer}: {}",
            told(&output)
        );
        assert_eq!(site.state(), before, "{answer}");
    }
    assert_eq!(
        site.query("select count(*) from branch_move where kind = 'deploy'"),
        ["0"]
    );

    // A rehearsal asks nobody.
    policy.says("Rejected", "");
    alice.ok("deploy --source web --target prod --dryrun");
    assert!(!policy.was_asked());

    policy.says("Permitted", "Not in the calendar.");
    let output = alice.aq(DEPLOY);
    assert!(output.status.success(), "{}", told(&output));
    assert!(
        told(&output).contains("Warning: Approval Warning: Not in the calendar."),
        "{}",
        told(&output)
    );
    assert_eq!(
        site.query("select count(*) from branch_move where kind = 'deploy'"),
        ["1"]
    );
}

#[test]
fn a_program_that_takes_too_long_is_ended() {
    let policy = Policy::start(1, |_| {});
    let site = &policy.site;
    site.ok("add_domain --domain test");
    let before = site.state();
    policy.answers("echo $$ > pid\nexec sleep 120");
    let begin = Instant::now();
    let error = site.fails(5, "manage --hostname web1.example.org --domain test");
    assert!(
        error.contains("The change policy of the site does not answer."),
        "{error}"
    );
    assert!(begin.elapsed() < Duration::from_secs(60));
    assert_eq!(site.state(), before);
    assert!(site.broker.log().contains("no answer within 1 s"));
    let pid = fs::read_to_string(policy.dir.join("pid")).unwrap();
    let begin = Instant::now();
    while fs::read_to_string(format!("/proc/{}/cmdline", pid.trim())).is_ok_and(|line| line.contains("sleep"))
    {
        assert!(begin.elapsed() < Duration::from_secs(10), "it still runs");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_program_that_says_too_much_is_not_listened_to() {
    let policy = Policy::start(60, |_| {});
    let site = &policy.site;
    site.ok("add_domain --domain test");
    let before = site.state();
    // Without end.
    policy.answers("exec yes");
    let begin = Instant::now();
    site.fails(5, "manage --hostname web1.example.org --domain test");
    assert!(begin.elapsed() < Duration::from_secs(30), "it was waited for");
    assert_eq!(site.state(), before);
    assert!(site.broker.log().contains("its answer is too long"));
}

#[test]
fn a_program_that_is_not_there_approves_nothing() {
    let mut site = Site::start();
    site.ok("add_domain --domain test");
    site.broker
        .configure("[change_management]\nprogram = ['/nonexistent/policy']")
        .unwrap();
    site.broker.restart().unwrap();
    let before = site.state();
    let error = site.fails(5, "manage --hostname web1.example.org --domain test");
    assert!(
        error.contains("The change policy of the site does not answer."),
        "{error}"
    );
    assert!(
        !error.contains("/nonexistent"),
        "where it is concerns nobody: {error}"
    );
    assert!(site.broker.log().contains("/nonexistent/policy"));
    assert_eq!(site.state(), before);
}

#[test]
fn moving_hosts_is_asked_and_checked() {
    let policy = Policy::start(60, |site| {
        site.ok("add_domain --domain test");
    });
    let site = &policy.site;
    let before = site.state();
    let manage = "manage --hostname db1.example.org --domain test --justification sn=1";
    policy.says("Rejected", "Not databases.");
    let error = site.fails(4, manage);
    assert!(error.contains("Not databases."), "{error}");
    assert_eq!(site.state(), before);
    let question = policy.question();
    assert_eq!(
        (&question["command"], &question["ticket"], &question["reason"]),
        (&json!("manage"), &json!("sn=1"), &Value::Null)
    );
    assert_eq!(
        question["impacted_objects"],
        json!({ "prod": { "ready": ["db1.example.org"] } })
    );
    assert_eq!(question["impacted_eonids"], json!([100]));

    // A check stops before anybody is asked.
    policy.says("Approved", "");
    let error = site.fails(4, &format!("{manage} --cm_check"));
    assert!(error.contains("\tdb1.example.org (prod, ready)"), "{error}");
    assert!(!error.contains("db2"), "{error}");
    assert!(!policy.was_asked());
    assert_eq!(site.state(), before);

    site.ok(manage);
    assert!(policy.was_asked());
    assert_eq!(
        site.query("select count(*) from host x join branch b on b.id = x.branch_id where b.name = 'test'"),
        ["1"]
    );
}

#[test]
fn a_domain_under_change_management_is_enforced() {
    let policy = Policy::start(60, |site| {
        drop(published(site));
        site.ok("update_domain --domain prod --change_manager");
    });
    let site = &policy.site;
    let dir = policy.site.broker.dir().join("clones");
    fs::create_dir(&dir).unwrap();
    let alice = site.developer_in("alice", &dir);

    let output = alice.aq(&format!("{DEPLOY} --cm_check"));
    assert_eq!(output.status.code(), Some(4));
    let error = told(&output);
    for host in policy.web_hosts() {
        assert!(error.contains(&format!("\t{host} (prod, build)")), "{error}");
    }
    assert!(!error.contains("db1") && !policy.was_asked(), "{error}");

    // A warning is not an approval, and nobody else has approved.
    policy.says("Permitted", "As you like.");
    let before = site.state();
    let output = alice.aq(DEPLOY);
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(
        told(&output).contains("Changes of domain prod need approval: there is no review."),
        "{}",
        told(&output)
    );
    assert_eq!(policy.question()["enforce_validation"], json!(true));
    assert_eq!(site.state(), before);
    policy.says("Approved", "");
    alice.ok(DEPLOY);
}

/// Answers one request with this JSON; gives what was posted.
fn serve_once(listener: &TcpListener, answer: &str) -> Value {
    let (mut stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
        answer.len()
    )
    .unwrap();
    serde_json::from_slice(&body).unwrap()
}

#[test]
fn a_service_is_asked_like_a_program() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut site = Site::start();
    site.ok("add domain --domain test");
    site.broker
        .configure(&format!(
            "[change_management]\nurl = 'http://user:secret@{}/ask'\ntimeout_seconds = 20",
            listener.local_addr().unwrap()
        ))
        .unwrap();
    site.broker.restart().unwrap();
    let line = "manage --hostname web1.example.org --domain test --justification tcm=1";
    let asked = |answer: &str| {
        let listener = &listener;
        std::thread::scope(|scope| {
            let serving = scope.spawn(move || serve_once(listener, answer));
            let output = site.aq(line);
            (output, serving.join().unwrap())
        })
    };
    let before = site.state();
    let (output, question) = asked(r#"{"Status": "Rejected", "Reason": "Not on a Friday."}"#);
    assert_eq!(output.status.code(), Some(4));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.starts_with("Forbidden: Not on a Friday."), "{told}");
    assert_eq!(site.state(), before);
    assert_eq!(
        (
            &question["ticket"],
            &question["command"],
            &question["impacted_objects"]["prod"]["build"]
        ),
        (&json!("tcm=1"), &json!("manage"), &json!(["web1.example.org"]))
    );
    let (output, _) = asked("nonsense");
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(site.state(), before);
    let (output, _) = asked(r#"{"Status": "Permitted", "Reason": "Late."}"#);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("Warning: Approval Warning: Late."));
    drop(listener);
    let output = site.aq("manage --hostname web1.example.org --domain prod");
    assert_eq!(output.status.code(), Some(5));
    assert!(!site.broker.log().contains("secret"), "{}", site.broker.log());
}
