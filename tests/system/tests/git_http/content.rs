//! What is pushed is checked, and refused with its place.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::clients::{Clone, SANDBOX, head, site};

#[test]
fn templates_that_do_not_parse() {
    let mut site = site();
    let alice = Clone::alice(&site);
    alice.write("a/broken.pan", "template a/broken;\n'/x' = ;\n");
    alice.write("a/good.pan", "template a/good;\n'/x' = 1;\n");
    let commit = alice.commit();
    let said = alice.refused(
        &site,
        &commit,
        &[
            "remote: A template does not parse",
            "a/broken.pan:2",
            "[remote rejected]",
        ],
    );
    assert!(!said.contains("a/good.pan"), "{said}");
    // Mended with the next commit.
    alice.write("a/broken.pan", "template a/broken;\n'/x' = 2;\n");
    alice.commit();
    alice.push(&[SANDBOX]);

    // One that was broken before does not matter, unless it is changed.
    let templates = aq_test_support::environment::scratch("templates").unwrap();
    fs::create_dir_all(templates.join("old")).unwrap();
    fs::write(templates.join("old/broken.pan"), "no template\n").unwrap();
    site.broker.import_templates("prod", &templates).unwrap();
    site.broker.restart().unwrap();
    let made = site.user("alice").aq("add_sandbox --sandbox second --noget");
    assert!(made.status.success());
    let alice = Clone::alice(&site);
    alice.git(&["checkout", "-q", "second"]);
    alice.write("a/new.pan", "template a/new;\n");
    alice.commit();
    alice.push(&["second"]);
    alice.write("old/broken.pan", "still no template\n");
    alice.commit();
    let said = alice.push_fails(&["second"]);
    assert!(said.contains("old/broken.pan:1"), "{said}");
}

#[test]
fn trees_that_do_harm() {
    let site = site();
    let alice = Clone::alice(&site);
    let commit = alice.odd_commit("160000", "commit", &head(&site, SANDBOX), "sub");
    alice.refused(&site, &commit, &["sub is a submodule"]);
    alice.write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ../x\n");
    let commit = alice.commit();
    alice.refused(&site, &commit, &[".gitmodules", "submodules"]);
    alice.git(&["reset", "-q", "--hard", "HEAD~1"]);

    for (target, words) in [("/etc/passwd", "absolute"), ("../../etc", "outside of the tree")] {
        symlink(target, alice.path.join("link")).unwrap();
        let commit = alice.commit();
        alice.refused(&site, &commit, &["Symbolic link link", target, words]);
        alice.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
    let blob = alice.git(&["rev-parse", "HEAD:aquilon/archetype/final.pan"]);
    let mut tree = String::new();
    for name in [".git", ".GIT", "git~1"] {
        tree = alice.git(&["rev-parse", "HEAD^{tree}"]);
        let commit = alice.odd_commit("040000", "tree", &tree, name);
        alice.refused(&site, &commit, &["refused by git's own check"]);
    }
    assert!(!tree.is_empty());
    let commit = alice.odd_commit("100644", "blob", &blob, "line\u{1b}[31m");
    let said = alice.refused(&site, &commit, &["control characters"]);
    assert!(
        !said.contains("remote: \u{1b}[31m") && !said.contains("line\u{1b}"),
        "{said}"
    );
}

#[test]
fn hooks_are_files_like_others() {
    let site = site();
    let alice = Clone::alice(&site);
    let marker = aq_test_support::environment::scratch("marker")
        .unwrap()
        .join("ran");
    let script = format!("#!/bin/sh\ntouch {}\n", marker.display());
    let repository = site.broker.dir().join("template-king");
    fs::create_dir_all(repository.join("hooks")).unwrap();
    for hook in [
        "pre-receive",
        "update",
        "post-receive",
        "post-update",
        "reference-transaction",
        "pre-auto-gc",
    ] {
        alice.write(&format!("hooks/{hook}"), &script);
        // Not even one that an administrator put there.
        for path in [
            alice.path.join("hooks").join(hook),
            repository.join("hooks").join(hook),
        ] {
            fs::write(&path, &script).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
    let commit = alice.commit();
    alice.push(&[SANDBOX]);
    assert_eq!(head(&site, SANDBOX), commit);
    Clone::of(&site, None);
    assert!(!marker.exists());
}

#[test]
fn sizes() {
    let mut site = site();
    {
        let alice = Clone::alice(&site);
        alice.write("big.txt", vec![b'x'; 17 << 20]);
        let commit = alice.commit();
        alice.refused(
            &site,
            &commit,
            &["big.txt is too large: 17.0 MB, the limit is 16.0 MB"],
        );
    }
    let file = site.broker.dir().join("aqd.toml");
    let settings = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{settings}\n[git]\npush_mb = 1\nfiles = 20\n")).unwrap();
    site.broker.restart().unwrap();
    let alice = Clone::alice(&site);
    for number in 0..20 {
        alice.write(&format!("many/f{number}.txt"), number.to_string());
    }
    let commit = alice.commit();
    alice.refused(&site, &commit, &["adds or changes more than 20 files"]);
    alice.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let noise: Vec<u8> = (0..2_000_000_u64)
        .map(|n| (n.wrapping_mul(6_364_136_223_846_793_005).rotate_left(23) ^ n.pow(3)) as u8)
        .collect();
    alice.write("noise.bin", noise);
    let commit = alice.commit();
    alice.refused(
        &site,
        &commit,
        &["More than 1.0 MB were sent, the limit is 1.0 MB"],
    );
}
