//! Packs and bundles made by the real `git`, taken in.

#![expect(clippy::unwrap_used, reason = "a failed set-up step is a failed test")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use aq_git::{Author, BranchName, Checked, CommitId, GitError, Incoming, Limits, ReceiveError, Repo, Upload};
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;

struct Site {
    keep: TempDir,
    repo: Repo,
    base: CommitId,
}

impl Site {
    fn new() -> Self {
        let keep = TempDir::new().unwrap();
        let source = keep.path().join("source");
        write(&source, "a/one.pan", "template a/one;\n");
        write(&source, "a/two.pan", "template a/two;\n");
        write(&source, "old/broken.pan", "this does not parse\n");
        let repo = Repo::init(&keep.path().join("template-king")).unwrap();
        let author = Author {
            name: "Ada".into(),
            email: "ada@EXAMPLE.ORG".into(),
            time: 1_700_000_000,
        };
        let prod: BranchName = "prod".parse().unwrap();
        let base = repo.seed_branch(&prod, &source, &author, "first").unwrap();
        Self { keep, repo, base }
    }

    /// A work tree with what is there.
    fn clone(&self) -> PathBuf {
        let clone = self.keep.path().join("clone");
        git(self.keep.path(), &["clone", "-q", "template-king", "clone"]);
        clone
    }

    /// What `git push` would send.
    fn pack(&self, clone: &Path, tip: &str) -> Vec<u8> {
        let mut child = git_command(clone, &["pack-objects", "--revs", "--thin", "--stdout", "-q"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(
            &mut child.stdin.take().unwrap(),
            format!("{tip}\n^{}\n", self.base).as_bytes(),
        )
        .unwrap();
        child.wait_with_output().unwrap().stdout
    }

    async fn take(&self, pack: &[u8], limits: Limits) -> Result<Incoming, ReceiveError> {
        let mut receiver = self.repo.receive(limits).await?;
        for piece in pack.chunks(1000) {
            receiver.write(piece).await?;
        }
        receiver.finish().await
    }

    /// Commits the work tree, sends and checks it.
    async fn offer(
        &self,
        clone: &Path,
        limits: Limits,
    ) -> Result<(CommitId, Checked, Incoming), ReceiveError> {
        let tip = commit(clone);
        let incoming = self.take(&self.pack(clone, &tip.to_string()), limits).await?;
        let checked = incoming.check(tip, &[self.base], &limits)?;
        Ok((tip, checked, incoming))
    }

    fn quarantines(&self) -> usize {
        let entries = fs::read_dir(self.repo.path().join("objects")).unwrap();
        entries
            .filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                name.to_str().unwrap().contains("incoming")
            })
            .count()
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn git_command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(arguments)
        .current_dir(directory)
        .env("HOME", directory)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Bob")
        .env("GIT_AUTHOR_EMAIL", "bob@EXAMPLE.ORG")
        .env("GIT_COMMITTER_NAME", "Bob")
        .env("GIT_COMMITTER_EMAIL", "bob@EXAMPLE.ORG")
        .env_remove("GIT_DIR");
    command
}

fn git(directory: &Path, arguments: &[&str]) -> String {
    let output = git_command(directory, arguments).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn commit(clone: &Path) -> CommitId {
    git(clone, &["add", "-A"]);
    git(clone, &["commit", "-q", "--allow-empty", "-m", "change"]);
    git(clone, &["rev-parse", "HEAD"]).parse().unwrap()
}

/// A tree with one odd entry, as no work tree would make it.
fn odd_commit(clone: &Path, mode: &str, kind: &str, id: &str, name: &str) -> CommitId {
    let mut child = git_command(clone, &["mktree", "--missing"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let entry = format!("{mode} {kind} {id}\t{name}\n");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), entry.as_bytes()).unwrap();
    let tree = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    git(clone, &["commit-tree", tree.trim(), "-p", "HEAD", "-m", "odd"])
        .parse()
        .unwrap()
}

#[tokio::test]
async fn what_came_is_there_after_it_was_accepted() {
    let site = Site::new();
    let clone = site.clone();
    write(&clone, "a/three.pan", "template a/three;\n");
    write(&clone, "a/two.pan", "template a/two; # changed\n");
    fs::rename(clone.join("a/one.pan"), clone.join("a/moved.tpl")).unwrap();
    write(&clone, "notes.txt", "no template");
    symlink("a/two.pan", clone.join("link.pan")).unwrap();
    let (tip, checked, incoming) = site.offer(&clone, Limits::default()).await.unwrap();
    assert_eq!(checked.commits, 1);
    let paths: Vec<&str> = checked.templates.iter().map(|t| t.path.as_str()).collect();
    assert_eq!(paths, ["a/moved.tpl", "a/three.pan", "a/two.pan"]);
    let texts = incoming.texts(&[checked.templates[1].id]).unwrap();
    assert_eq!(texts, ["template a/three;\n"]);
    assert!(incoming.contains(tip, site.base).unwrap());
    assert!(matches!(site.repo.commit(tip), Err(GitError::CommitNotFound(_))));
    incoming.accept().unwrap();
    assert_eq!(site.quarantines(), 0);
    let tree = site.repo.tree(tip).unwrap();
    assert!(tree.exists("a/three.pan") && !tree.exists("a/one.pan"));
    git(site.repo.path(), &["fsck", "--strict", "--full"]);
}

#[tokio::test]
async fn what_is_not_accepted_goes() {
    let site = Site::new();
    let clone = site.clone();
    let (tip, _, incoming) = site.offer(&clone, Limits::default()).await.unwrap();
    assert_eq!(site.quarantines(), 1);
    // Not while it is in use.
    assert_eq!(site.repo.remove_stale_incoming().unwrap(), 0);
    drop(incoming);
    assert_eq!(site.quarantines(), 0);
    assert!(site.repo.commit(tip).is_err());
    fs::create_dir_all(site.repo.path().join("objects/incoming-left/pack")).unwrap();
    assert_eq!(site.repo.remove_stale_incoming().unwrap(), 1);
    assert_eq!(site.quarantines(), 0);
}

#[tokio::test]
async fn nothing_new_is_fine() {
    let site = Site::new();
    let clone = site.clone();
    let packs = || {
        fs::read_dir(site.repo.path().join("objects/pack"))
            .unwrap()
            .count()
    };
    let before = packs();
    let incoming = site
        .take(&site.pack(&clone, &site.base.to_string()), Limits::default())
        .await
        .unwrap();
    let checked = incoming
        .check(site.base, &[site.base], &Limits::default())
        .unwrap();
    assert_eq!(checked, Checked::default());
    incoming.accept().unwrap();
    assert_eq!(packs(), before);
}

#[tokio::test]
async fn damaged_packs_are_refused() {
    let site = Site::new();
    let clone = site.clone();
    write(&clone, "big.txt", &"x y z\n".repeat(10_000));
    let tip = commit(&clone);
    let pack = site.pack(&clone, &tip.to_string());
    let take = async |bytes: &[u8]| {
        site.take(bytes, Limits::default())
            .await
            .err()
            .unwrap()
            .to_string()
    };
    let truncated = take(&pack[..pack.len() / 2]).await;
    assert!(truncated.contains("early EOF"), "{truncated}");
    let mut corrupt = pack.clone();
    let middle = corrupt.len() / 2;
    corrupt[middle] ^= 0xff;
    let corrupt = take(&corrupt).await;
    assert!(corrupt.contains("git's own check"), "{corrupt}");
    let garbage = take(b"this is no pack").await;
    assert!(garbage.contains("pack signature"), "{garbage}");
    assert!(!take(b"").await.is_empty());
    assert_eq!(site.quarantines(), 0);
}

#[tokio::test]
async fn objects_that_are_missing() {
    let site = Site::new();
    let clone = site.clone();
    write(&clone, "first.txt", "1");
    let first = commit(&clone);
    write(&clone, "second.txt", "2");
    let second = commit(&clone);
    // Without the commit in between.
    let mut child = git_command(&clone, &["pack-objects", "--revs", "--stdout", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        format!("{second}\n^{first}\n").as_bytes(),
    )
    .unwrap();
    let pack = child.wait_with_output().unwrap().stdout;
    let error = site.take(&pack, Limits::default()).await.err().unwrap();
    assert!(matches!(error, ReceiveError::Incomplete(_)), "{error}");
    assert!(error.to_string().contains("--unshallow"), "{error}");
    let incoming = site
        .take(&site.pack(&clone, &first.to_string()), Limits::default())
        .await
        .unwrap();
    let error = incoming
        .check(second, &[site.base], &Limits::default())
        .unwrap_err();
    assert!(
        matches!(error, ReceiveError::Git(GitError::CommitNotFound(_))),
        "{error}"
    );
}

#[tokio::test]
async fn trees_that_would_do_harm() {
    let site = Site::new();
    let clone = site.clone();
    write(&clone, "x", "x");
    let blob = git(&clone, &["hash-object", "-w", "x"]);
    let head = git(&clone, &["rev-parse", "HEAD"]);
    let tree = git(&clone, &["rev-parse", "HEAD^{tree}"]);
    for (mode, kind, id, name, words) in [
        ("160000", "commit", &head, "sub", "sub is a submodule"),
        ("100644", "blob", &blob, ".git", ".git"),
        ("040000", "tree", &tree, ".GIT", ".git"),
        ("100644", "blob", &blob, "git~1", "git"),
        ("100644", "blob", &blob, ".gitmodules", "submodules"),
        ("100644", "blob", &blob, "a\u{1}b", "control characters"),
    ] {
        let tip = odd_commit(&clone, mode, kind, id, name);
        let pack = site.pack(&clone, &tip.to_string());
        let error = match site.take(&pack, Limits::default()).await {
            Ok(incoming) => incoming.check(tip, &[site.base], &Limits::default()).unwrap_err(),
            Err(error) => error,
        };
        assert!(error.to_string().contains(words), "{name}: {error}");
    }
}

#[tokio::test]
async fn links_out_of_the_tree() {
    for target in ["/etc/passwd", "../outside", "a/../../b"] {
        let site = Site::new();
        let clone = site.clone();
        symlink(target, clone.join("link")).unwrap();
        let error = site
            .offer(&clone, Limits::default())
            .await
            .err()
            .unwrap()
            .to_string();
        assert!(error.starts_with("symbolic link link points to"), "{error}");
        assert!(error.contains(target), "{error}");
    }
    // A directory that was good where it was, and is not where it goes.
    let site = Site::new();
    let clone = site.clone();
    fs::create_dir_all(clone.join("x/y")).unwrap();
    symlink("../../a", clone.join("x/y/up")).unwrap();
    let (tip, _, incoming) = site.offer(&clone, Limits::default()).await.unwrap();
    incoming.accept().unwrap();
    git(&clone, &["mv", "x/y", "z"]);
    let moved = commit(&clone);
    let incoming = site
        .take(&site.pack(&clone, &moved.to_string()), Limits::default())
        .await
        .unwrap();
    let error = incoming.check(moved, &[tip], &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("z/up"), "{error}");
}

#[tokio::test]
async fn limits_are_named() {
    let site = Site::new();
    let clone = site.clone();
    write(&clone, "big.txt", &"0123456789".repeat(1000));
    write(&clone, "other.txt", "y");
    let small = Limits {
        file: 5000,
        ..Limits::default()
    };
    let error = site.offer(&clone, small).await.err().unwrap().to_string();
    assert!(
        error.contains("big.txt is too large: 9.8 kB, the limit is 4.9 kB"),
        "{error}"
    );
    let small = Limits {
        total: 9000,
        ..Limits::default()
    };
    let error = site.offer(&clone, small).await.err().unwrap().to_string();
    assert!(error.contains("more than 8.8 kB together"), "{error}");
    let small = Limits {
        files: 1,
        ..Limits::default()
    };
    let error = site.offer(&clone, small).await.err().unwrap().to_string();
    assert!(error.contains("more than 1 files"), "{error}");
    let small = Limits {
        commits: 2,
        ..Limits::default()
    };
    let error = site.offer(&clone, small).await.err().unwrap().to_string();
    assert!(error.contains("more than 2 new commits"), "{error}");
    let small = Limits {
        pack: 100,
        ..Limits::default()
    };
    let error = site.offer(&clone, small).await.err().unwrap();
    assert!(matches!(error, ReceiveError::PackTooLarge { .. }), "{error}");
    let small = Limits {
        time: Duration::ZERO,
        ..Limits::default()
    };
    let error = site.offer(&clone, small).await.err().unwrap();
    assert!(matches!(error, ReceiveError::Time(_)), "{error}");
    assert_eq!(site.quarantines(), 0);
}

#[tokio::test]
async fn files_that_a_merge_brings_are_not_new() {
    let site = Site::new();
    let clone = site.clone();
    git(&clone, &["checkout", "-q", "-b", "other"]);
    write(&clone, "a/other.pan", "broken too\n");
    let (other, _, incoming) = site.offer(&clone, Limits::default()).await.unwrap();
    incoming.accept().unwrap();
    git(&clone, &["checkout", "-q", "prod"]);
    write(&clone, "a/mine.pan", "template a/mine;\n");
    commit(&clone);
    git(&clone, &["merge", "-q", "-m", "merge", "other"]);
    let tip: CommitId = git(&clone, &["rev-parse", "HEAD"]).parse().unwrap();
    let incoming = site
        .take(&site.pack(&clone, &tip.to_string()), Limits::default())
        .await
        .unwrap();
    let checked = incoming
        .check(tip, &[site.base, other], &Limits::default())
        .unwrap();
    assert_eq!(checked.commits, 2);
    let paths: Vec<&str> = checked.templates.iter().map(|t| t.path.as_str()).collect();
    assert_eq!(paths, ["a/mine.pan"]);
}

#[tokio::test]
async fn bundles() {
    let site = Site::new();
    let clone = site.clone();
    write(&clone, "a/three.pan", "template a/three;\n");
    let tip = commit(&clone);
    for version in ["2", "3"] {
        let base = format!("^{}", site.base);
        let name = format!("../bundle{version}");
        let option = format!("--version={version}");
        git(&clone, &["bundle", "create", "-q", &option, &name, "HEAD", &base]);
        let bundle = fs::read(clone.join(name)).unwrap();
        let (commit, incoming) = site
            .repo
            .receive_bundle(&bundle, Limits::default())
            .await
            .unwrap();
        assert_eq!(commit, tip);
        let checked = incoming.check(commit, &[site.base], &Limits::default()).unwrap();
        assert_eq!(checked.templates.len(), 1);
        // Cut short.
        let cut = &bundle[..bundle.len() - 30];
        assert!(site.repo.receive_bundle(cut, Limits::default()).await.is_err());
    }
    // One that builds on what nobody has sent.
    write(&clone, "a/four.pan", "template a/four;\n");
    commit(&clone);
    git(&clone, &["bundle", "create", "-q", "../late", "HEAD", "^HEAD~1"]);
    let bundle = fs::read(clone.join("../late")).unwrap();
    let error = site
        .repo
        .receive_bundle(&bundle, Limits::default())
        .await
        .err()
        .unwrap();
    assert!(
        matches!(error, ReceiveError::Prerequisite(id) if id == tip),
        "{error}"
    );
}

#[tokio::test]
async fn upload_pack_shows_branches_only() {
    let site = Site::new();
    git(
        site.repo.path(),
        &["update-ref", "refs/kept/one", &site.base.to_string()],
    );
    for (protocol, expected) in [(None, "refs/heads/prod"), (Some("version=2"), "ls-refs")] {
        let mut program = site
            .repo
            .upload_pack(Upload::Advertise, protocol, Duration::from_secs(10))
            .unwrap();
        let mut text = Vec::new();
        program
            .output
            .take()
            .unwrap()
            .read_to_end(&mut text)
            .await
            .unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(text.contains(expected) && !text.contains("refs/kept"), "{text}");
        assert_eq!(program.end().await, None);
    }
}

/// A tree of a quarter of a gigabyte, in some hundred kilobytes.
#[tokio::test]
async fn what_swells_is_stopped() {
    use std::io::Write as _;
    const SIZE: usize = 256 << 20;
    let site = Site::new();
    let mut pack = b"PACK\0\0\0\x02\0\0\0\x01".to_vec();
    // Kind 2 (tree) and the size, seven bits at a time after the first four.
    let mut rest = SIZE >> 4;
    pack.push(0x80 | 2 << 4 | (SIZE & 15) as u8);
    while rest > 0 {
        let more = if rest > 127 { 0x80 } else { 0 };
        pack.push(more | (rest & 127) as u8);
        rest >>= 7;
    }
    let mut packed = flate2::write::ZlibEncoder::new(&mut pack, flate2::Compression::fast());
    let zeros = vec![0; 1 << 20];
    (0..SIZE >> 20).for_each(|_| packed.write_all(&zeros).unwrap());
    packed.finish().unwrap();
    let limits = Limits {
        memory: 128 << 20,
        ..Limits::default()
    };
    let error = site.take(&pack, limits).await.err().unwrap();
    assert!(matches!(error, ReceiveError::Memory(128)), "{error}");
}
