//! Templates that move at the same time, disks that are full, and a repository that is damaged.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use aq_test_support::site::Site;
use aq_test_support::site::developer::Developer;
use sha2::{Digest, Sha256};

const BASE: &str = "aquilon/archetype/base.pan";

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn head(site: &Site, branch: &str) -> String {
    site.query(&format!("select commit_id from branch where name = '{branch}'"))
        .remove(0)
}

fn listener(name: &str, port: u16) -> String {
    format!("'/system/listeners/{name}' = dict('port', {port}, 'sources', SITE_NETWORKS);\n")
}

/// Publishes a template that the base includes, so that two of them can be merged.
fn publish_own(alice: &Developer<'_>, name: &str, port: u16) -> String {
    let clone = alice.sandbox(name);
    let personality = match name {
        "one" => "web-server",
        _ => "compute-node",
    };
    clone.publish(
        &format!("aquilon/personality/{personality}/main.pan"),
        &listener(name, port),
    )
}

fn is_ancestor(site: &Site, commit: &str, of: &str) -> bool {
    Command::new("git")
        .args(["merge-base", "--is-ancestor", commit, of])
        .env("GIT_DIR", site.broker.dir().join("template-king"))
        .status()
        .unwrap()
        .success()
}

#[test]
fn two_deploys_at_once_both_count() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let (one, two) = (publish_own(&alice, "one", 98), publish_own(&alice, "two", 97));
    let before = head(&site, "prod");
    let outputs: Vec<Output> = std::thread::scope(|scope| {
        let running: Vec<_> = ["one", "two"]
            .map(|name| {
                let alice = &alice;
                scope.spawn(move || alice.aq(&format!("deploy --source {name} --target prod")))
            })
            .into();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for output in &outputs {
        assert!(output.status.success(), "{}", told(output));
    }
    let after = head(&site, "prod");
    assert!(is_ancestor(&site, &one, &after) && is_ancestor(&site, &two, &after));
    // One after the other: each began where the other ended.
    let moves = site
        .query("select m.old_commit, m.new_commit from branch_move m where m.kind = 'deploy' order by m.id");
    let first: Vec<&str> = moves[0].split('|').collect();
    let second: Vec<&str> = moves[1].split('|').collect();
    assert_eq!(
        (first[0], second[0], second[1]),
        (before.as_str(), first[1], after.as_str())
    );
    let wrong = site.query(
        "select c.object from profile_current c join profile p on p.id = c.profile_id
         where (c.object like 'web%' or c.object like 'node%') and p.commit_id not in (select new_commit from branch_move where kind = 'deploy')",
    );
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_push_during_deploys_is_in_one_of_them_or_the_next() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    clone.publish(BASE, &listener("new", 99));
    std::thread::scope(|scope| {
        let deploying = scope.spawn(|| {
            for _ in 0..4 {
                let output = alice.aq("deploy --source ntp --target prod");
                assert!(output.status.success(), "{}", told(&output));
            }
        });
        for number in 0..4 {
            clone.append(BASE, &listener(&format!("more{number}"), 9000 + number));
            clone.commit("More");
            let pushed = clone.try_git("push --quiet origin ntp");
            assert!(pushed.status.success(), "{}", told(&pushed));
        }
        deploying.join().unwrap();
    });
    alice.ok("deploy --source ntp --target prod");
    assert!(is_ancestor(&site, &head(&site, "ntp"), &head(&site, "prod")));
    // No deploy took half a push: each second parent was the head of the sandbox at a time.
    let heads = site.query(
        "select new_commit from branch_move m join branch b on b.id = m.branch_id where b.name = 'ntp'",
    );
    for commit in site.query("select new_commit from branch_move where kind = 'deploy'") {
        let parents = Command::new("git")
            .args(["rev-parse", &format!("{commit}^2")])
            .env("GIT_DIR", site.broker.dir().join("template-king"))
            .output()
            .unwrap();
        let parent = String::from_utf8_lossy(&parents.stdout).trim().to_owned();
        assert!(heads.contains(&parent), "{parent}");
    }
}

#[test]
fn a_full_disk_of_the_repository_changes_nothing() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let published = publish_own(&alice, "one", 98);
    let clone = alice.sandbox("two");
    clone.append(BASE, &listener("two", 97));
    // Nothing that can be packed: hashes of hashes.
    let mut hash = Sha256::digest(b"two").to_vec();
    let mut text = String::new();
    for _ in 0..6000 {
        hash = Sha256::digest(&hash).to_vec();
        text.extend(hash.iter().map(|byte| format!("{byte:02x}")));
    }
    clone.write("large", &text);
    clone.commit("Two");
    let before = site.state();
    // Room for the cache of tickets.
    site.broker.limit_files(Some(128 << 10)).unwrap();
    let refused = clone.aq("publish");
    assert_eq!(refused.status.code(), Some(5), "{}", told(&refused));
    let refused = clone.try_git("push --quiet origin two");
    assert!(!refused.status.success());
    site.broker.limit_files(Some(64)).unwrap();
    let refused = site.aq("deploy --source one --target prod");
    assert_eq!(refused.status.code(), Some(5), "{}", told(&refused));
    assert!(
        told(&refused).contains("no room left in the template repository.\nNothing was changed."),
        "{}",
        told(&refused)
    );
    assert_eq!(site.state(), before);
    let left: Vec<PathBuf> = fs::read_dir(site.broker.dir().join("template-king/objects"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("incoming"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    site.broker.limit_files(None).unwrap();
    clone.ok("publish");
    alice.ok("deploy --source one --target prod");
    assert!(is_ancestor(&site, &published, &head(&site, "prod")));
    let fsck = Command::new("git")
        .args(["fsck", "--full", "--strict", "--no-dangling"])
        .env("GIT_DIR", site.broker.dir().join("template-king"))
        .output()
        .unwrap();
    assert!(fsck.status.success(), "{}", told(&fsck));
}

#[test]
fn what_cannot_be_exported_is_exported_later() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("one");
    clone.publish(
        "aquilon/personality/web-server/main.pan",
        "'/system/listeners' = {
    number = 0;
    while (number < 1000) {
        SELF['many' + to_string(number)] = dict('port', 10000 + number, 'sources', SITE_NETWORKS);
        number = number + 1;
    };
    SELF;
};
",
    );
    site.ok("flush --all");
    let profile = site
        .broker
        .export_dir()
        .join("web/htdocs/profiles/web1.example.org.xml");
    // Room for a merge commit, not for such a profile.
    site.broker.limit_files(Some(64 << 10)).unwrap();
    site.ok("deploy --source one --target prod");
    let text = || fs::read_to_string(&profile).unwrap_or_default();
    assert!(!text().is_empty() && !text().contains("many999"), "{}", text());
    assert!(
        !profile.with_file_name(".web1.example.org.xml.new").exists(),
        "half a file is left"
    );
    site.broker.limit_files(None).unwrap();
    let begin = Instant::now();
    while !text().contains("many999") {
        assert!(begin.elapsed() < Duration::from_secs(60), "{}", site.broker.log());
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_damaged_pack_is_named_and_others_go_on() {
    let mut site = Site::start();
    let alice = site.developer("alice", "operations");
    publish_own(&alice, "one", 98);
    publish_own(&alice, "two", 97);
    let dir = alice.dir().to_owned();
    drop(alice);
    // The pack with the commit of one.
    let king = site.broker.dir().join("template-king");
    let commit = head(&site, "one");
    let pack = fs::read_dir(king.join("objects/pack"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "idx"))
        .find(|path| {
            let shown = Command::new("git")
                .args(["show-index"])
                .stdin(fs::File::open(path).unwrap())
                .output()
                .unwrap();
            String::from_utf8_lossy(&shown.stdout).contains(&commit)
        })
        .unwrap()
        .with_extension("pack");
    let good = fs::read(&pack).unwrap();
    let mut bad = good.clone();
    let middle = bad.len() / 2;
    for byte in &mut bad[middle..middle + 16] {
        *byte ^= 0x5a;
    }
    let mut permissions = fs::metadata(&pack).unwrap().permissions();
    #[expect(clippy::permissions_set_readonly_false, reason = "a file of a test")]
    permissions.set_readonly(false);
    fs::set_permissions(&pack, permissions).unwrap();
    fs::write(&pack, bad).unwrap();
    // Nothing of it is in memory.
    site.broker.restart().unwrap();
    let alice = site.developer_in("alice", &dir);
    let before = site.state();
    let refused = alice.aq("deploy --source one --target prod");
    assert_eq!(refused.status.code(), Some(5), "{}", told(&refused));
    assert_eq!(site.state(), before);
    assert!(
        site.broker.log().contains("template repository: "),
        "{}",
        site.broker.log()
    );
    alice.ok("deploy --source two --target prod");
    site.ok("show host --hostname web1.example.org");
    drop(alice);
    fs::write(&pack, good).unwrap();
    site.broker.restart().unwrap();
    site.developer_in("alice", &dir)
        .ok("deploy --source one --target prod");
}
