//! Fetching, which everybody may.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::clients::{Clone, SANDBOX, head, site, text, url};

#[test]
fn everybody_clones_and_fetches() {
    let site = site();
    for version in ["0", "1", "2"] {
        let clone = Clone::of(&site, None);
        clone.git(&["config", "protocol.version", version]);
        assert_eq!(clone.git(&["rev-parse", "HEAD"]), head(&site, SANDBOX));
        assert!(clone.path.join("aquilon/archetype/final.pan").is_file());
        let list = clone.git(&["ls-remote", "--symref", "origin"]);
        assert!(list.contains("ref: refs/heads/prod\tHEAD"), "{version}: {list}");
        assert!(list.contains(&format!("refs/heads/{SANDBOX}")), "{list}");
        clone.git(&["fsck", "--strict"]);

        let alice = Clone::alice(&site);
        alice.write("a/new.pan", "template a/new;\n");
        let new = alice.commit();
        alice.push(&[SANDBOX]);
        clone.git(&["fetch", "-q", "origin"]);
        assert_eq!(clone.git(&["rev-parse", &format!("origin/{SANDBOX}")]), new);
    }
    // With a ticket, below the other name, and only in part.
    let bob = Clone::of(&site, Some("bob"));
    let other = format!("{}.git", url(&site));
    bob.git(&["clone", "-q", "--bare", "--depth", "1", &other, "../shallow"]);
    bob.git(&[
        "clone",
        "-q",
        "--bare",
        "--filter=blob:none",
        &other,
        "../blobless",
    ]);
}

#[test]
fn what_is_fetched_is_what_the_rows_say() {
    let site = site();
    let alice = Clone::alice(&site);
    let old = head(&site, SANDBOX);
    alice.write("a/new.pan", "template a/new;\n");
    let new = alice.commit();
    alice.push(&[SANDBOX]);
    for (version, commit) in [("0", &old), ("2", &new)] {
        site.execute(&format!(
            "update branch set commit_id = '{commit}' where name = '{SANDBOX}'"
        ));
        let version = format!("protocol.version={version}");
        let list = alice.git(&["-c", &version, "ls-remote", "origin", SANDBOX]);
        assert!(list.starts_with(commit.as_str()), "{list}");
    }
}

#[test]
fn long_requests_are_compressed() {
    let site = site();
    let request = "0014command=ls-refs\n0001001aref-prefix refs/heads/0000";
    let mut gzip = Command::new("gzip")
        .arg("-c")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    gzip.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
    let body = gzip.wait_with_output().unwrap().stdout;
    let directory = aq_test_support::environment::scratch("request").unwrap();
    let file = directory.join("body");
    let ask = |body: &[u8], encoding: &str| {
        std::fs::write(&file, body).unwrap();
        let answer = Command::new("curl")
            .args(["-sS", "-w", "\n%{http_code}", "--data-binary"])
            .arg(format!("@{}", file.display()))
            .args(["-H", "Content-Type: application/x-git-upload-pack-request"])
            .args(["-H", "Git-Protocol: version=2"])
            .args(["-H", &format!("Content-Encoding: {encoding}")])
            .arg(format!("{}/git-upload-pack", url(&site)))
            .output()
            .unwrap();
        text(&answer.stdout)
    };
    let answer = ask(&body, "gzip");
    assert!(
        answer.contains("refs/heads/prod") && answer.ends_with("200"),
        "{answer}"
    );
    let answer = ask(request.as_bytes(), "br");
    assert!(answer.ends_with("415"), "{answer}");
    // What is no gzip ends the conversation, not the broker.
    ask(b"\x1f\x8b\x08nonsense", "gzip");
    assert!(ask(request.as_bytes(), "identity").contains("refs/heads/prod"));
}
