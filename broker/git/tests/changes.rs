//! What a merge makes and what differs between commits, beside the real `git` program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed set-up step is a failed test"
)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use aq_git::{Author, BranchName, Change, CommitId, GitError, Merge, Repo};
use tempfile::TempDir;

/// A repository, and a directory that commits are made of.
struct Site {
    _keep: TempDir,
    source: PathBuf,
    bare: PathBuf,
    repo: Repo,
}

fn author() -> Author {
    Author {
        name: "Ada".into(),
        email: "ada@EXAMPLE.ORG".into(),
        time: 1_700_000_000,
    }
}

fn site() -> Site {
    let keep = TempDir::new().unwrap();
    let (source, bare) = (keep.path().join("source"), keep.path().join("template-king"));
    fs::create_dir(&source).unwrap();
    let repo = Repo::init(&bare).unwrap();
    Site {
        _keep: keep,
        source,
        bare,
        repo,
    }
}

impl Site {
    fn write(&self, path: &str, text: &str) {
        let path = self.source.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn link(&self, path: &str, target: &str) {
        let path = self.source.join(path);
        let _ = fs::remove_file(&path);
        symlink(target, path).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.source.join(path)).unwrap();
    }

    fn commit(&self, message: &str, parent: Option<CommitId>) -> CommitId {
        self.repo
            .import_directory(&self.source, &author(), message, parent)
            .unwrap()
    }

    /// A commit with one file more, or another text in it. The directory is as before afterwards.
    fn with(&self, parent: CommitId, path: &str, text: &str) -> CommitId {
        let old = fs::read_to_string(self.source.join(path)).ok();
        self.write(path, text);
        let commit = self.commit(path, Some(parent));
        match old {
            Some(old) => self.write(path, &old),
            None => self.remove(path),
        }
        commit
    }

    fn merge(&self, ours: CommitId, theirs: CommitId, renames: bool) -> Merge {
        self.repo
            .merge(ours, theirs, renames, &author(), "Merge\n\nUser: ada\n")
            .unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(arguments)
            .env("GIT_DIR", &self.bare)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("HOME", &self.source)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn read(&self, commit: CommitId, path: &str) -> Option<String> {
        let text = self.repo.tree(commit).unwrap().read(path).unwrap();
        text.map(|text| text.to_string())
    }
}

fn merged(merge: Merge) -> CommitId {
    let Merge::Commit(commit) = merge else {
        panic!("{merge:?}")
    };
    commit
}

const LINES: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

#[test]
fn a_merge_takes_both_sides_and_moves_nothing() {
    let site = site();
    site.write("a.pan", LINES);
    site.write("b.pan", "b\n");
    let base = site.commit("base", None);
    let prod: BranchName = "prod".parse().unwrap();
    let ours = site.with(base, "a.pan", &LINES.replace("one", "ONE"));
    site.repo.create_branch_ref(&prod, ours).unwrap();
    let theirs = site.with(base, "a.pan", &LINES.replace("seven", "SEVEN"));
    let theirs = site.with(theirs, "c/d.pan", "new\n");
    let commit = merged(site.merge(ours, theirs, true));

    let info = site.repo.commit(commit).unwrap();
    assert_eq!(info.parents, [ours, theirs]);
    assert_eq!(
        (info.author_name.as_str(), info.message.as_str()),
        ("Ada", "Merge\n\nUser: ada\n")
    );
    assert_eq!(site.read(commit, "c/d.pan").as_deref(), Some("new\n"));
    assert_eq!(site.repo.resolve(&prod).unwrap(), ours);
    // What git makes of the same two.
    let tree = site.git(&[
        "merge-tree",
        "--write-tree",
        &ours.to_string(),
        &theirs.to_string(),
    ]);
    let made = site.git(&["rev-parse", &format!("{commit}^{{tree}}")]);
    assert_eq!(made, tree);

    // Where a branch could simply be moved there is a commit that says why all the same.
    let forward = merged(site.merge(base, theirs, true));
    assert_eq!(site.repo.commit(forward).unwrap().parents, [base, theirs]);
    assert!(site.repo.same_files(forward, theirs).unwrap());
    assert!(!site.repo.same_files(forward, ours).unwrap());

    for (ours, theirs) in [(commit, theirs), (commit, ours), (theirs, base), (ours, ours)] {
        assert_eq!(site.merge(ours, theirs, true), Merge::Nothing);
    }
    assert_eq!(site.git(&["fsck", "--strict", "--full", "--no-dangling"]), "");
}

#[test]
fn conflicts_are_named() {
    let site = site();
    for path in ["a.pan", "gone.pan", "same.pan", "z/x.pan"] {
        site.write(path, LINES);
    }
    let base = site.commit("base", None);
    let mut sides = Vec::new();
    for word in ["left", "right"] {
        site.write("a.pan", &LINES.replace("one", word));
        site.write("z/x.pan", &LINES.replace("four", word));
        site.write("same.pan", "same\n");
        site.write("new.pan", word);
        match word {
            "left" => site.remove("gone.pan"),
            _ => site.write("gone.pan", "changed\n"),
        }
        sides.push(site.commit(word, Some(base)));
    }
    let expected = ["a.pan", "gone.pan", "new.pan", "z/x.pan"].map(str::to_owned);
    for (ours, theirs) in [(sides[0], sides[1]), (sides[1], sides[0])] {
        assert_eq!(
            site.merge(ours, theirs, true),
            Merge::Conflicts(expected.to_vec())
        );
    }
    let unknown: CommitId = "0123456789012345678901234567890123456789".parse().unwrap();
    let error = site.repo.merge(base, unknown, true, &author(), "x").unwrap_err();
    assert!(
        matches!(error, GitError::CommitNotFound(id) if id == unknown),
        "{error}"
    );
}

#[test]
fn a_change_follows_a_file_that_was_renamed_unless_told_not_to() {
    let site = site();
    site.write("old.pan", LINES);
    let base = site.commit("base", None);
    let theirs = site.with(base, "old.pan", &LINES.replace("four", "FOUR"));
    site.remove("old.pan");
    site.write("new.pan", LINES);
    let ours = site.commit("rename", Some(base));
    let commit = merged(site.merge(ours, theirs, true));
    assert_eq!(site.read(commit, "new.pan"), Some(LINES.replace("four", "FOUR")));
    assert_eq!(site.read(commit, "old.pan"), None);
    assert_eq!(
        site.merge(ours, theirs, false),
        Merge::Conflicts(vec!["old.pan".to_owned()])
    );
}

#[test]
fn what_is_buried_is_kept_without_its_files() {
    let site = site();
    site.write("a.pan", "1\n");
    let first = site.commit("first", None);
    let other = site.with(first, "b.pan", "2\n");
    let grave = site.repo.bury(None, first, &author(), "Trash first").unwrap();
    assert_eq!(site.repo.commit(grave).unwrap().parents, [first]);
    let next = site
        .repo
        .bury(Some(grave), other, &author(), "Trash other")
        .unwrap();
    let info = site.repo.commit(next).unwrap();
    assert_eq!(
        (info.parents, info.message.as_str()),
        (vec![grave, other], "Trash other")
    );
    assert!(site.repo.same_files(next, grave).unwrap());
    assert!(site.repo.contains(next, other).unwrap());
    let unknown: CommitId = "0123456789012345678901234567890123456789".parse().unwrap();
    for (branch, commit) in [(None, unknown), (Some(unknown), first)] {
        let error = site.repo.bury(branch, commit, &author(), "x").unwrap_err();
        assert!(matches!(error, GitError::CommitNotFound(_)), "{error}");
    }
}

#[test]
fn files_that_differ() {
    let site = site();
    for path in ["changed.pan", "gone.pan", "moved.pan", "same.pan", "typed.pan"] {
        site.write(path, &format!("{path}\n{LINES}"));
    }
    let old = site.commit("old", None);
    site.write("changed.pan", "x\n");
    site.remove("gone.pan");
    fs::rename(site.source.join("moved.pan"), site.source.join("renamed.pan")).unwrap();
    site.link("typed.pan", "same.pan");
    site.write("new/file.pan", "x\n");
    let new = site.commit("new", Some(old));
    let files: Vec<(String, Change)> = site
        .repo
        .changed_files(old, new)
        .unwrap()
        .into_iter()
        .map(|file| (file.path, file.change))
        .collect();
    let expected = [
        ("changed.pan", Change::Modified),
        ("gone.pan", Change::Removed),
        ("moved.pan", Change::Removed),
        ("new/file.pan", Change::Added),
        ("renamed.pan", Change::Added),
        ("typed.pan", Change::Modified),
    ];
    assert_eq!(files, expected.map(|(path, change)| (path.to_owned(), change)));
    assert_eq!(site.repo.changed_files(new, new).unwrap(), []);
}

fn paths(site: &Site, old: CommitId, new: CommitId) -> Vec<String> {
    site.repo.changed_paths(old, new).unwrap()
}

#[test]
fn a_file_differs_under_all_its_names() {
    let site = site();
    site.write("lib/v1/x.pan", "x\n");
    site.write("lib/v1/sub/y.pan", "y\n");
    site.write("lib/v10/x.pan", "x\n");
    site.link("lib/current", "v1");
    fs::create_dir(site.source.join("site")).unwrap();
    site.link("site/z.pan", "../lib/current/sub/y.pan");
    let old = site.commit("old", None);

    let new = site.with(old, "lib/v1/sub/y.pan", "Y\n");
    let names = ["lib/current/sub/y.pan", "lib/v1/sub/y.pan", "site/z.pan"];
    assert_eq!(paths(&site, old, new), names);
    assert_eq!(paths(&site, new, old), names, "the other way round");
    let new = site.with(old, "lib/v10/x.pan", "X\n");
    assert_eq!(
        paths(&site, old, new),
        ["lib/v10/x.pan"],
        "v1 is not the beginning of v10"
    );
    let new = site.with(old, "lib/v1/added.pan", "new\n");
    assert_eq!(
        paths(&site, old, new),
        ["lib/current/added.pan", "lib/v1/added.pan"]
    );
    assert_eq!(paths(&site, old, old), [""; 0]);
}

#[test]
fn a_link_that_leads_elsewhere_changes_everything_behind_it() {
    let site = site();
    site.write("lib/v1/x.pan", "1\n");
    site.write("lib/v1/only.pan", "1\n");
    site.write("lib/v2/x.pan", "2\n");
    site.write("lib/v2/sub/new.pan", "2\n");
    site.link("lib/current", "v1");
    site.link("use", "lib/current");
    let old = site.commit("old", None);
    site.link("lib/current", "v2");
    let new = site.commit("new", Some(old));
    let expected = [
        "lib/current",
        "lib/current/only.pan",
        "lib/current/sub/new.pan",
        "lib/current/x.pan",
        "use",
        "use/only.pan",
        "use/sub/new.pan",
        "use/x.pan",
    ];
    assert_eq!(paths(&site, old, new), expected);
    // The same when the link goes, and when it comes.
    site.remove("use");
    site.remove("lib/current");
    let without = site.commit("without", Some(new));
    for (one, other) in [(new, without), (without, new)] {
        assert_eq!(
            paths(&site, one, other),
            [
                "lib/current",
                "lib/current/sub/new.pan",
                "lib/current/x.pan",
                "use",
                "use/sub/new.pan",
                "use/x.pan"
            ]
        );
    }
}

/// As many as a tree follows in one look-up, the last one first.
#[test]
fn chains_of_links_are_followed_to_their_end() {
    let site = site();
    site.write("real/x.pan", "1\n");
    site.link("link15", "real");
    for number in 0..15 {
        site.link(&format!("link{number:02}"), &format!("link{:02}", number + 1));
    }
    let old = site.commit("old", None);
    let new = site.with(old, "real/x.pan", "2\n");
    assert!(site.repo.tree(new).unwrap().exists("link00/x.pan"));
    let mut expected: Vec<String> = (0..16).map(|number| format!("link{number:02}/x.pan")).collect();
    expected.push("real/x.pan".to_owned());
    assert_eq!(paths(&site, old, new), expected);
}

/// Each of these doubles the names that a file has.
#[test]
fn links_that_lead_into_one_another_end() {
    let site = site();
    site.write("a/x.pan", "x\n");
    for number in 0..60 {
        site.link(&format!("a/link{number}"), "../a");
    }
    let old = site.commit("old", None);
    let new = site.with(old, "a/x.pan", "y\n");
    let error = site.repo.changed_paths(old, new).unwrap_err();
    assert!(matches!(error, GitError::Names(_)), "{error}");
}

#[test]
fn patches_are_those_of_git_up_to_a_limit() {
    let site = site();
    site.write("a.pan", LINES);
    site.write("gone.pan", "1\n2\n");
    let old = site.commit("old", None);
    site.write("a.pan", &LINES.replace("four", "FOUR"));
    site.remove("gone.pan");
    site.write("new.pan", "without an end");
    let new = site.commit("new", Some(old));
    let (whole, is_whole) = site.repo.patch(old, new, usize::MAX).unwrap();
    assert!(is_whole);
    let [one, other] = [old, new].map(|id| id.to_string());
    let lines = |text: &str| -> Vec<String> {
        // Ids of files are shortened as each likes.
        text.lines()
            .filter(|line| !line.starts_with("index "))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(lines(&whole), lines(&site.git(&["diff", &one, &other])));

    assert_eq!(
        site.repo.patch(old, new, whole.len()).unwrap(),
        (whole.clone(), true)
    );
    for limit in 0..whole.len() {
        let (part, is_whole) = site.repo.patch(old, new, limit).unwrap();
        assert!(!is_whole, "{limit}");
        assert!(part.len() <= limit && whole.starts_with(&part), "{limit}: {part}");
    }
    assert_eq!(site.repo.patch(new, new, 0).unwrap(), (String::new(), true));
}

#[test]
fn commits_that_a_branch_does_not_have() {
    let site = site();
    site.write("a.pan", "0\n");
    let base = site.commit("base", None);
    let ours = site.with(base, "a.pan", "ours\n");
    let one = site.with(base, "b.pan", "1\n");
    let two = site.with(one, "b.pan", "2\n");
    let ids = |old, new, limit| -> Vec<CommitId> {
        let commits = site.repo.commits_between(old, new, limit).unwrap();
        commits.into_iter().map(|commit| commit.id).collect()
    };
    assert_eq!(ids(ours, two, 10), [two, one]);
    assert_eq!(ids(ours, two, 1), [two]);
    assert_eq!(ids(two, ours, 10), [ours]);
    let both = merged(site.merge(ours, two, true));
    assert_eq!(ids(ours, both, 10), [both, two, one]);
    assert_eq!(ids(both, two, 10), []);
    let unknown: CommitId = "0123456789012345678901234567890123456789".parse().unwrap();
    for (old, new) in [(unknown, base), (base, unknown)] {
        let error = site.repo.commits_between(old, new, 1).unwrap_err();
        assert!(matches!(error, GitError::CommitNotFound(_)), "{error}");
    }
}

#[test]
fn texts_that_mean_a_commit() {
    let site = site();
    site.write("a.pan", "0\n");
    let first = site.commit("first", None);
    let second = site.with(first, "a.pan", "1\n");
    let prod: BranchName = "prod".parse().unwrap();
    site.repo.create_branch_ref(&prod, second).unwrap();
    let id = second.to_string();
    for (text, commit) in [
        ("prod", second),
        ("refs/heads/prod", second),
        ("prod~1", first),
        ("prod^", first),
        (id.as_str(), second),
        (&id[..12], second),
        (&format!("{id}~"), first),
    ] {
        assert_eq!(site.repo.commit_of_text(text).unwrap(), commit, "{text}");
    }
    let tree = site.git(&["rev-parse", "prod^{tree}"]);
    for text in [
        "",
        "nobranch",
        "prod~7",
        "-prod",
        "--all",
        "prod:a.pan",
        ":/first",
        "prod@{0}",
        "prod^{tree}",
        "a..b",
        "../../etc/passwd",
        "prod\nx",
        "prod x",
        &"0".repeat(40),
        tree.trim(),
    ] {
        let error = site.repo.commit_of_text(text).unwrap_err();
        assert!(
            matches!(&error, GitError::Reference { text: told, .. } if told == text),
            "{text}: {error}"
        );
    }
    // The beginning of nearly every id.
    assert!(site.repo.commit_of_text(&id[..1]).is_err());
}

/// Paths of the repository itself are no revisions.
#[test]
fn files_of_the_repository_are_no_commits() {
    let site = site();
    site.write("a.pan", "0\n");
    let commit = site.commit("first", None);
    assert!(Path::new(&site.bare).join("config").is_file());
    fs::write(site.bare.join("stray"), commit.to_string()).unwrap();
    assert!(site.repo.commit_of_text("config").is_err());
    assert!(site.repo.commit_of_text("../source/a.pan").is_err());
}
