//! The repository beside the real `git` program.

#![expect(clippy::unwrap_used, reason = "a failed set-up step is a failed test")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use aq_git::{Author, BranchName, CommitId, GitError, Repo};
use tempfile::TempDir;

struct Site {
    _keep: TempDir,
    source: std::path::PathBuf,
    bare: std::path::PathBuf,
    repo: Repo,
}

fn site(files: &[(&str, &str)]) -> Site {
    let keep = TempDir::new().unwrap();
    let (source, bare) = (
        keep.path().join("source"),
        keep.path().join("deep/er/template-king"),
    );
    fs::create_dir(&source).unwrap();
    for (path, text) in files {
        write(&source, path, text);
    }
    let repo = Repo::init(&bare).unwrap();
    Site {
        _keep: keep,
        source,
        bare,
        repo,
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn author() -> Author {
    Author {
        name: "Ada".into(),
        email: "ada@EXAMPLE.ORG".into(),
        time: 1_700_000_000,
    }
}

fn prod() -> BranchName {
    "prod".parse().unwrap()
}

fn git(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(directory)
        .env("HOME", directory)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {arguments:?}: {error}");
    assert!(
        !error.contains("warning") && !error.contains("error"),
        "git {arguments:?}: {error}"
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Every file below a directory with its bytes and whether it may be executed.
fn files(root: &Path) -> BTreeMap<String, (Vec<u8>, bool)> {
    let mut all = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(directory) = waiting.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap() == ".git" {
                continue;
            }
            let metadata = path.symlink_metadata().unwrap();
            if metadata.is_dir() {
                waiting.push(path);
                continue;
            }
            let bytes = if metadata.is_symlink() {
                fs::read_link(&path)
                    .unwrap()
                    .into_os_string()
                    .into_encoded_bytes()
            } else {
                fs::read(&path).unwrap()
            };
            let executable = metadata.is_file() && metadata.permissions().mode() & 0o100 != 0;
            all.insert(
                path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(),
                (bytes, executable),
            );
        }
    }
    all
}

#[test]
fn a_clone_gives_the_same_bytes_and_fsck_is_clean() {
    let site = site(&[
        ("aquilon/archetype/base.pan", "template archetype/base;\n"),
        ("aquilon/archetype/final.tpl", "template archetype/final;\r\n"),
        ("a-b/x", "1"),
        ("a/x", "2"),
        ("a.b/x", "3"),
        ("empty", ""),
        ("umlaut/größe.txt", "ä\u{1F600}\n"),
        ("bin/tool", "#!/bin/sh\n"),
    ]);
    fs::write(site.source.join("binary"), [0, 255, 10, 13]).unwrap();
    fs::set_permissions(site.source.join("bin/tool"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(site.source.join("nothing-in-it")).unwrap();
    symlink("../archetype/base.pan", site.source.join("a/link.pan")).unwrap_or_default();
    fs::remove_file(site.source.join("a/link.pan")).unwrap();
    symlink("../aquilon/archetype", site.source.join("a/link")).unwrap();

    let commit = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "First\n")
        .unwrap();

    assert_eq!(git(&site.bare, &["fsck", "--strict", "--full"]), "");
    let clone = site.source.parent().unwrap().join("clone");
    git(
        site.source.parent().unwrap(),
        &["clone", "-q", site.bare.to_str().unwrap(), "clone"],
    );
    assert_eq!(files(&clone), files(&site.source));
    assert_eq!(git(&clone, &["rev-parse", "HEAD"]).trim(), commit.to_string());
    assert_eq!(
        git(&clone, &["log", "--format=%an <%ae> %at %s"]).trim(),
        "Ada <ada@EXAMPLE.ORG> 1700000000 First"
    );
    let listed: Vec<String> = git(
        &site.bare,
        &[
            "-c",
            "core.quotePath=false",
            "ls-tree",
            "-r",
            "--name-only",
            "prod",
        ],
    )
    .lines()
    .map(str::to_owned)
    .collect();
    let mut sorted = listed;
    sorted.sort();
    assert_eq!(site.repo.tree(commit).unwrap().paths(), sorted);
}

#[test]
fn templates_are_found_by_name_pan_before_tpl() {
    let site = site(&[
        ("a/both.pan", "pan"),
        ("a/both.tpl", "tpl"),
        ("a/old.tpl", "old"),
        ("a/dir.pan/x", "not a file"),
    ]);
    let commit = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "x")
        .unwrap();
    let tree = site.repo.tree(commit).unwrap();
    let find = |name: &str| tree.template(name).unwrap().map(|t| (t.path, t.text.to_string()));
    assert_eq!(find("a/both"), Some(("a/both.pan".into(), "pan".into())));
    assert_eq!(find("a/old"), Some(("a/old.tpl".into(), "old".into())));
    assert_eq!(find("a/dir"), None);
    assert_eq!(find("a"), None);
    for nowhere in [
        "",
        "/a/both",
        "a//both",
        "a/../a/both",
        "./a/both",
        "a/both/",
        "../x",
        "a/both.pan",
    ] {
        assert_eq!(find(nowhere), None, "{nowhere}");
        assert!(!tree.has_template(nowhere));
    }
    assert!(tree.has_template("a/both") && tree.exists("a/both.tpl") && !tree.exists("a"));
    assert_eq!(tree.read("a/none").unwrap(), None);
    assert_eq!(tree.templates_in("a"), ["a/both", "a/old"]);
    for nothing in ["", "b", "a/both", "a/dir.pan"] {
        assert!(tree.templates_in(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn links_inside_the_tree_are_followed() {
    let site = site(&[("lib/v1/x.pan", "one"), ("lib/v1/sub/y.pan", "two")]);
    symlink("v1", site.source.join("lib/current")).unwrap();
    fs::create_dir(site.source.join("site")).unwrap();
    symlink("../lib/current/sub/y.pan", site.source.join("site/z.pan")).unwrap();
    let commit = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "x")
        .unwrap();
    let tree = site.repo.tree(commit).unwrap();
    assert_eq!(tree.read("lib/current/x.pan").unwrap().as_deref(), Some("one"));
    assert_eq!(tree.template("site/z").unwrap().unwrap().text.as_ref(), "two");
    assert_eq!(tree.blob("lib/current/x.pan"), tree.blob("lib/v1/x.pan"));
}

#[test]
fn links_that_leave_the_tree_are_refused() {
    for target in [
        "/etc/passwd",
        "../outside",
        "../../etc/passwd",
        "missing",
        "self",
        "sub/../../x",
    ] {
        let site = site(&[("x.pan", "x"), ("sub/y", "y")]);
        write(site.source.parent().unwrap(), "outside", "secret");
        symlink(target, site.source.join("self")).unwrap();
        let error = site
            .repo
            .seed_branch(&prod(), &site.source, &author(), "x")
            .unwrap_err();
        assert!(
            matches!(&error, GitError::Symlink { path, .. } if path == "self"),
            "{target}: {error}"
        );
        assert!(
            matches!(site.repo.resolve(&prod()), Err(GitError::BranchNotFound(_))),
            "no branch is left"
        );
    }
}

#[test]
fn repositories_inside_and_special_files_are_refused() {
    let site = site(&[
        ("x.pan", "x"),
        (".git/config", "the work tree's own"),
        ("module/.git", "gitdir: elsewhere"),
    ]);
    let error = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "x")
        .unwrap_err();
    assert!(
        matches!(&error, GitError::Submodule(path) if path == "module"),
        "{error}"
    );

    fs::remove_dir_all(site.source.join("module")).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(site.source.join("pipe"))
            .status()
            .unwrap()
            .success()
    );
    let error = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "x")
        .unwrap_err();
    assert!(
        matches!(&error, GitError::SpecialFile(path) if path == "pipe"),
        "{error}"
    );

    fs::remove_file(site.source.join("pipe")).unwrap();
    let commit = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "x")
        .unwrap();
    assert_eq!(site.repo.tree(commit).unwrap().paths(), ["x.pan"]);

    let empty = TempDir::new().unwrap();
    let error = site
        .repo
        .import_directory(empty.path(), &author(), "x", None)
        .unwrap_err();
    assert!(matches!(error, GitError::Empty(_)), "{error}");
    let error = site
        .repo
        .import_directory(&empty.path().join("no"), &author(), "x", None)
        .unwrap_err();
    assert!(matches!(error, GitError::Io { .. }), "{error}");
}

#[test]
fn a_ref_that_was_moved_meanwhile_stays() {
    let site = site(&[("a", "1")]);
    let (one, two) = (
        site.repo
            .import_directory(&site.source, &author(), "one", None)
            .unwrap(),
        site.repo
            .import_directory(&site.source, &author(), "two", None)
            .unwrap(),
    );
    site.repo.replace_branch(&prod(), None, one).unwrap();
    assert_eq!(site.repo.resolve(&prod()).unwrap(), one);
    site.repo.replace_branch(&prod(), None, two).unwrap();
    site.repo.replace_branch(&prod(), Some(two), two).unwrap();
    assert_eq!(site.repo.resolve(&prod()).unwrap(), one);
    site.repo.replace_branch(&prod(), Some(one), two).unwrap();
    assert_eq!(site.repo.resolve(&prod()).unwrap(), two);
}

#[test]
fn branches_follow_what_they_are_told() {
    let site = site(&[("x", "1")]);
    let first = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "1")
        .unwrap();
    assert!(matches!(
        site.repo.seed_branch(&prod(), &site.source, &author(), "again"),
        Err(GitError::BranchExists(_))
    ));
    write(&site.source, "x", "2");
    let second = site
        .repo
        .import_directory(&site.source, &author(), "2", Some(first))
        .unwrap();
    assert_eq!(
        site.repo.resolve(&prod()).unwrap(),
        first,
        "an import moves no branch"
    );

    let test: BranchName = "test-1.x".parse().unwrap();
    site.repo.create_branch_ref(&test, first).unwrap();
    site.repo.create_branch_ref(&test, first).unwrap();
    assert!(matches!(
        site.repo.create_branch_ref(&test, second),
        Err(GitError::BranchExists(_))
    ));
    site.repo.set_branch(&test, second).unwrap();
    site.repo.set_branch(&test, second).unwrap();
    assert_eq!(
        git(&site.bare, &["rev-parse", "refs/heads/test-1.x"]).trim(),
        second.to_string()
    );
    assert_eq!(
        site.repo.branches().unwrap(),
        [("prod".to_owned(), first), ("test-1.x".to_owned(), second)]
    );

    assert_eq!(
        site.repo
            .log(second, 10)
            .unwrap()
            .iter()
            .map(|c| c.id)
            .collect::<Vec<_>>(),
        [second, first]
    );
    assert_eq!(site.repo.commit(second).unwrap().parents, [first]);
    assert!(site.repo.contains(second, first).unwrap() && site.repo.contains(first, first).unwrap());
    assert!(!site.repo.contains(first, second).unwrap());

    site.repo.delete_branch_ref(&test).unwrap();
    site.repo.delete_branch_ref(&test).unwrap();
    assert!(matches!(
        site.repo.resolve(&test),
        Err(GitError::BranchNotFound(_))
    ));
    let unknown: CommitId = "0123456789012345678901234567890123456789".parse().unwrap();
    assert!(matches!(
        site.repo.set_branch(&test, unknown),
        Err(GitError::CommitNotFound(_))
    ));
    assert!(matches!(
        site.repo.tree(unknown),
        Err(GitError::CommitNotFound(_))
    ));
    assert_eq!(
        git(&site.bare, &["fsck", "--strict", "--full", "--no-dangling"]),
        ""
    );
}

#[test]
fn an_old_tree_stays_what_it_was() {
    let site = site(&[("keep/a.pan", "same"), ("x.pan", "1")]);
    let first = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "1")
        .unwrap();
    let old = site.repo.tree(first).unwrap();
    write(&site.source, "x.pan", "2");
    let second = site
        .repo
        .import_directory(&site.source, &author(), "2", Some(first))
        .unwrap();
    site.repo.set_branch(&prod(), second).unwrap();
    let new = site.repo.tree(second).unwrap();
    assert_eq!(old.read("x.pan").unwrap().as_deref(), Some("1"));
    assert_eq!(new.read("x.pan").unwrap().as_deref(), Some("2"));
    assert_eq!(old.blob("keep/a.pan"), new.blob("keep/a.pan"));
    assert!(
        Arc::ptr_eq(&old, &site.repo.tree(first).unwrap()),
        "read once per commit"
    );
    let (a, b) = (
        old.read("keep/a.pan").unwrap().unwrap(),
        new.read("keep/a.pan").unwrap().unwrap(),
    );
    assert!(Arc::ptr_eq(&a, &b), "equal content is held once");
}

#[test]
fn what_git_pushes_is_read() {
    let site = site(&[("x.pan", "1")]);
    site.repo
        .seed_branch(&prod(), &site.source, &author(), "1")
        .unwrap();
    let clone = site.source.parent().unwrap().join("clone");
    git(
        site.source.parent().unwrap(),
        &["clone", "-q", site.bare.to_str().unwrap(), "clone"],
    );
    write(&clone, "deep/y.tpl", "pushed");
    git(&clone, &["add", "."]);
    git(
        &clone,
        &[
            "-c",
            "user.name=Bob",
            "-c",
            "user.email=b@x",
            "commit",
            "-q",
            "-m",
            "more",
        ],
    );
    git(&clone, &["push", "-q", "origin", "HEAD:prod"]);
    let head = site.repo.resolve(&prod()).unwrap();
    let tree = site.repo.tree(head).unwrap();
    assert_eq!(tree.template("deep/y").unwrap().unwrap().text.as_ref(), "pushed");
    assert_eq!(site.repo.commit(head).unwrap().author_name, "Bob");
}

#[test]
fn many_threads_read_at_once() {
    let texts: Vec<(String, String)> = (0..300)
        .map(|n| (format!("d{}/t{n}.pan", n % 17), format!("template {n}")))
        .collect();
    let files: Vec<(&str, &str)> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = site(&files);
    let commit = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "x")
        .unwrap();
    let fresh = Repo::open(&site.bare).unwrap();
    thread::scope(|scope| {
        for offset in 0..8 {
            let (fresh, texts) = (&fresh, &texts);
            scope.spawn(move || {
                let tree = fresh.tree(commit).unwrap();
                for index in 0..texts.len() {
                    let (path, text) = &texts[(index + offset * 37) % texts.len()];
                    assert_eq!(tree.read(path).unwrap().as_deref(), Some(text.as_str()));
                }
            });
        }
    });
}

#[test]
fn init_opens_what_it_made_and_nothing_else() {
    let site = site(&[("x", "1")]);
    let commit = site
        .repo
        .seed_branch(&prod(), &site.source, &author(), "1")
        .unwrap();
    assert_eq!(Repo::init(&site.bare).unwrap().resolve(&prod()).unwrap(), commit);
    assert!(matches!(
        Repo::init(&site.source),
        Err(GitError::NotARepository { .. })
    ));
    assert!(matches!(
        Repo::open(&site.source),
        Err(GitError::NotARepository { .. })
    ));
    let work_tree = site.source.parent().unwrap().join("work");
    fs::create_dir(&work_tree).unwrap();
    git(&work_tree, &["init", "-q"]);
    assert!(matches!(
        Repo::open(&work_tree),
        Err(GitError::NotARepository { .. })
    ));
}

#[test]
fn names_and_ids_are_checked() {
    for good in ["prod", "test_1", "a-b.c", "Trash"] {
        assert_eq!(good.parse::<BranchName>().unwrap().as_str(), good);
    }
    for bad in [
        "",
        "a/b",
        "-x",
        ".x",
        "x..y",
        "x.",
        "x.lock",
        "a b",
        "a~b",
        "a:b",
        "HEAD",
        "ä",
        "a\n",
        "@{",
        &"x".repeat(300),
    ] {
        assert!(
            matches!(bad.parse::<BranchName>(), Err(GitError::BranchName(_))),
            "{bad:?}"
        );
    }
    for bad in [
        "",
        "abc",
        "0123456789",
        "g123456789012345678901234567890123456789",
    ] {
        assert!(
            matches!(bad.parse::<CommitId>(), Err(GitError::CommitId(_))),
            "{bad:?}"
        );
    }
}
