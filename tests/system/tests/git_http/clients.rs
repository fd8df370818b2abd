//! People with clones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use aq_test_support::environment;
use aq_test_support::site::{Site, User};

/// The sandbox that the tests push to; Alice's.
pub const SANDBOX: &str = "ntp";

/// A site where Alice and Bob may work, and Alice has a sandbox.
pub fn site() -> Site {
    let site = Site::empty();
    for name in ["alice", "bob"] {
        site.ok(&format!(
            "permission --principal {name}@EXAMPLE.COM --role operations --createuser"
        ));
        site.ok(&format!(
            "add_user --username {name} --autouid --gid 1000 --full_name {name} --home_directory /home/{name}"
        ));
    }
    let made = site
        .user("alice")
        .aq(&format!("add_sandbox --sandbox {SANDBOX} --noget"));
    assert!(made.status.success(), "{}", text(&made.stderr));
    site
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn url(site: &Site) -> String {
    format!(
        "http://localhost:{}/git/template-king",
        site.broker.address.port()
    )
}

/// Head of a branch by its row.
pub fn head(site: &Site, branch: &str) -> String {
    site.query(&format!("select commit_id from branch where name = '{branch}'"))
        .join("")
}

/// Somebody's clone of the repository, with the sandbox checked out.
pub struct Clone<'a> {
    user: Option<User<'a>>,
    pub path: PathBuf,
}

impl<'a> Clone<'a> {
    pub fn of(site: &'a Site, user: Option<&str>) -> Self {
        let home = environment::scratch("clone").unwrap();
        let clone = Self {
            user: user.map(|name| site.user(name)),
            path: home.join("clone"),
        };
        let made = clone
            .command(
                &home,
                &[
                    "clone",
                    "-q",
                    "-c",
                    "http.emptyAuth=true",
                    "-b",
                    SANDBOX,
                    &url(site),
                    "clone",
                ],
            )
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", text(&made.stderr));
        clone
    }

    pub fn alice(site: &'a Site) -> Self {
        Self::of(site, Some("alice"))
    }

    /// `git` as its owner.
    pub fn command(&self, directory: &Path, arguments: &[&str]) -> Command {
        let mut command = match &self.user {
            Some(user) => user.command("git"),
            None => {
                let mut command = Command::new("git");
                command.env("KRB5CCNAME", "FILE:/nonexistent");
                command
            }
        };
        command
            .args(arguments)
            .current_dir(directory)
            .env("HOME", directory)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_AUTHOR_NAME", "A")
            .env("GIT_AUTHOR_EMAIL", "a@EXAMPLE.COM")
            .env("GIT_COMMITTER_NAME", "A")
            .env("GIT_COMMITTER_EMAIL", "a@EXAMPLE.COM");
        command
    }

    pub fn try_git(&self, arguments: &[&str]) -> Output {
        self.command(&self.path, arguments).output().unwrap()
    }

    /// Runs `git`; gives what it prints.
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            text(&output.stderr)
        );
        text(&output.stdout).trim().to_owned()
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Commits all files; gives the commit.
    pub fn commit(&self) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "change"]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// A commit with one more entry, of a kind that no work tree makes; gives the commit.
    pub fn odd_commit(&self, mode: &str, kind: &str, id: &str, name: &str) -> String {
        let tree = self.git(&["ls-tree", "HEAD"]);
        let listing = self.path.join("../listing");
        fs::write(&listing, format!("{tree}\n{mode} {kind} {id}\t{name}\n")).unwrap();
        let made = self
            .command(&self.path, &["mktree", "--missing"])
            .stdin(fs::File::open(&listing).unwrap())
            .output()
            .unwrap();
        let tree = text(&made.stdout);
        self.git(&["commit-tree", tree.trim(), "-p", "HEAD", "-m", "odd"])
    }

    /// Pushes; what `git` says.
    pub fn push(&self, arguments: &[&str]) -> String {
        let all = [&["push", "origin"], arguments].concat();
        let output = self.try_git(&all);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{all:?}: {said}");
        said
    }

    /// Pushes in vain; what `git` says.
    pub fn push_fails(&self, arguments: &[&str]) -> String {
        let all = [&["push", "origin"], arguments].concat();
        let output = self.try_git(&all);
        let said = text(&output.stderr);
        assert!(!output.status.success(), "{all:?}: {said}");
        said
    }

    /// Pushes the commit to the sandbox in vain, for this reason; nothing changes.
    pub fn refused(&self, site: &Site, commit: &str, words: &[&str]) -> String {
        let before = site.state();
        let said = self.push_fails(&[&format!("{commit}:refs/heads/{SANDBOX}")]);
        for word in words {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert_eq!(site.state(), before);
        said
    }
}
