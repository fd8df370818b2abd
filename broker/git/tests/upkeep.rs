//! Packing: nothing is lost, and those who read meanwhile are not disturbed.

#![expect(clippy::unwrap_used, reason = "a failed set-up step is a failed test")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use aq_git::{Author, BranchName, CommitId, Kept, Repo, Upkeep};
use tempfile::TempDir;

const ALWAYS: Upkeep = Upkeep {
    packs: 0,
    loose: 0,
    grace: Duration::ZERO,
    memory: 1 << 30,
};
const FEW: Upkeep = Upkeep {
    packs: 50,
    loose: 1000,
    ..ALWAYS
};
const LONG: Duration = Duration::from_secs(3600);

struct Site {
    keep: TempDir,
    repo: Repo,
}

impl Site {
    fn new() -> Site {
        let keep = TempDir::new().unwrap();
        let repo = Repo::init(&keep.path().join("template-king")).unwrap();
        let site = Site { keep, repo };
        let (prod, source) = ("prod".parse().unwrap(), site.source("0"));
        site.repo.seed_branch(&prod, &source, &author(), "first").unwrap();
        site
    }

    /// A directory with a template of its own.
    fn source(&self, name: &str) -> std::path::PathBuf {
        let source = self.keep.path().join(format!("source{name}"));
        fs::create_dir_all(source.join("a")).unwrap();
        fs::write(source.join("a/one.pan"), format!("template a/one; # {name}\n")).unwrap();
        source
    }

    /// A commit with loose objects that no branch has.
    fn loose(&self, name: &str) -> CommitId {
        let branch: BranchName = format!("b{name}").parse().unwrap();
        let source = self.source(name);
        let commit = self.repo.seed_branch(&branch, &source, &author(), name).unwrap();
        git(self.repo.path(), &["hash-object", "-w", "config"]);
        self.repo.delete_branch_ref(&branch).unwrap();
        commit
    }

    /// Everything that there was can be read, also by somebody who only looks now.
    fn has(&self, commits: &[CommitId]) {
        for repo in [&self.repo, &Repo::open(self.repo.path()).unwrap()] {
            for commit in commits {
                assert!(repo.tree(*commit).unwrap().exists("a/one.pan"), "{commit}");
            }
        }
        git(self.repo.path(), &["fsck", "--strict", "--full"]);
    }

    fn files(&self, extension: &str) -> usize {
        fs::read_dir(self.repo.path().join("objects/pack"))
            .unwrap()
            .filter(|e| {
                e.as_ref()
                    .unwrap()
                    .path()
                    .extension()
                    .is_some_and(|e| e == extension)
            })
            .count()
    }

    fn loose_objects(&self) -> String {
        git(self.repo.path(), &["count-objects"])
    }
}

fn author() -> Author {
    Author {
        name: "Ada".into(),
        email: "ada@EXAMPLE.ORG".into(),
        time: 1_700_000_000,
    }
}

fn git(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "safe.directory=*"])
        .args(arguments)
        .current_dir(directory)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("HOME", directory)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn what_no_branch_has_is_packed_too() {
    let site = Site::new();
    let mut commits: Vec<CommitId> = ["1", "2", "3"].iter().map(|name| site.loose(name)).collect();
    let packs = site.files("pack");
    let kept = site.repo.keep_up(&ALWAYS).await.unwrap();
    assert!(kept.packed.is_some());
    assert!(site.loose_objects().starts_with("0 objects"));
    assert_eq!(site.files("pack"), packs + 1, "the old ones stay for a while");
    assert_eq!(site.repo.keep_up(&FEW).await.unwrap().removed, packs);
    assert_eq!((site.files("pack"), site.files("idx")), (1, 1));
    site.has(&commits);

    // A second pack takes the place of the first, which stays until nobody can need it.
    commits.push(site.loose("4"));
    let later = Upkeep {
        grace: LONG,
        ..ALWAYS
    };
    let again = site.repo.keep_up(&later).await.unwrap();
    assert_ne!(again.packed, kept.packed);
    assert_eq!((again.removed, site.files("pack")), (0, 3));
    site.has(&commits);
    // With nothing new it would be the same pack.
    let same = site.repo.keep_up(&later).await.unwrap();
    assert_eq!(same.packed, again.packed);
    assert_eq!(site.files("pack"), 3);
    let kept = site.repo.keep_up(&FEW).await.unwrap();
    assert_eq!((kept.packed, kept.removed), (None, 2));
    assert_eq!((site.files("pack"), site.files("idx")), (1, 1));
    site.has(&commits);
}

#[tokio::test]
async fn who_has_looked_before_reads_on() {
    let site = Site::new();
    let commits = [site.loose("1"), site.loose("2")];
    site.repo.keep_up(&ALWAYS).await.unwrap();
    let early = Repo::open(site.repo.path()).unwrap();
    early.commit(commits[0]).unwrap();
    let third = site.loose("3");
    site.repo
        .keep_up(&Upkeep {
            grace: LONG,
            ..ALWAYS
        })
        .await
        .unwrap();
    // It knows the first pack only, and the third commit is in the second one.
    for commit in [commits[1], third, commits[0]] {
        early.tree(commit).unwrap();
    }
}

#[tokio::test]
async fn few_are_left_alone() {
    let site = Site::new();
    site.loose("1");
    let before = (site.loose_objects(), site.files("pack"));
    assert_eq!(site.repo.keep_up(&FEW).await.unwrap(), Kept::default());
    assert_eq!((site.loose_objects(), site.files("pack")), before);
}

#[tokio::test]
async fn what_an_interruption_leaves_goes() {
    let site = Site::new();
    let left = site.repo.path().join("objects/pack/tmp_pack_ab12");
    fs::write(&left, "PACK").unwrap();
    site.repo
        .keep_up(&Upkeep {
            grace: LONG,
            ..ALWAYS
        })
        .await
        .unwrap();
    assert!(left.exists(), "somebody may be writing it");
    site.repo.keep_up(&ALWAYS).await.unwrap();
    assert!(!left.exists());
}

#[tokio::test]
async fn without_room_nothing_is_lost() {
    let site = Site::new();
    let commit = site.loose("1");
    // Too little to map the program itself.
    let starved = Upkeep {
        memory: 1 << 12,
        ..ALWAYS
    };
    let error = site.repo.keep_up(&starved).await.unwrap_err().to_string();
    assert!(error.contains("pack-objects"), "{error}");
    site.has(&[commit]);
}
