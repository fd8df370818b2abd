//! Somebody who changes templates: a user with a ticket, and clones of sandboxes made with the real `aq` and `git`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result};

use super::{Site, User, program};
use crate::environment;

/// A user of the run's KDC who may have sandboxes.
pub struct Developer<'a> {
    user: User<'a>,
    port: u16,
    dir: PathBuf,
}

/// A clone of a sandbox.
pub struct Clone<'a> {
    developer: &'a Developer<'a>,
    /// Its directory.
    pub dir: PathBuf,
}

impl Site {
    /// One of the KDC's users with this role, whose realm is trusted and who is known as an author.
    ///
    /// # Panics
    /// When any of it fails.
    #[must_use]
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn developer(&self, name: &str, role: &str) -> Developer<'_> {
        self.ok("update realm --realm EXAMPLE.COM --trusted");
        self.ok(&format!(
            "permission --principal {name}@EXAMPLE.COM --role {role} --createuser"
        ));
        self.ok(&format!(
            "add user --username {name} --autouid --gid 100 --full_name '{name} of the tests' --home_directory /home/{name}"
        ));
        let dir = environment::scratch("developer").unwrap_or_else(|e| panic!("no directory: {e:#}"));
        self.developer_in(name, &dir)
    }

    /// The same after the broker was started again: with the clones of before.
    #[must_use]
    pub fn developer_in(&self, name: &str, dir: &Path) -> Developer<'_> {
        Developer {
            user: self.user(name),
            port: self.broker.address.port(),
            dir: dir.to_owned(),
        }
    }
}

impl<'a> Developer<'a> {
    /// Where the clones are.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Runs `aq` with the ticket, in the directory of the clones.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn aq(&self, line: &str) -> Output {
        self.aq_in(&self.dir, line)
    }

    /// The same, which has to succeed; gives the standard output.
    ///
    /// # Panics
    /// When it fails.
    pub fn ok(&self, line: &str) -> String {
        succeeded(line, self.aq(line))
    }

    /// Makes a sandbox with a clone.
    ///
    /// # Panics
    /// When it fails.
    pub fn sandbox(&'a self, name: &str) -> Clone<'a> {
        self.sandbox_from(name, "prod")
    }

    /// Makes a sandbox with a clone, from another branch.
    ///
    /// # Panics
    /// When it fails.
    pub fn sandbox_from(&'a self, name: &str, start: &str) -> Clone<'a> {
        self.ok(&format!("add_sandbox --sandbox {name} --start {start}"));
        self.clone_of(name)
    }

    /// A clone that is there.
    #[must_use]
    pub fn clone_of(&'a self, name: &str) -> Clone<'a> {
        let clone = Clone {
            developer: self,
            dir: self.dir.join(name.to_lowercase()),
        };
        // A broker that was started again listens elsewhere.
        clone.git(&format!(
            "remote set-url origin http://localhost:{}/git/template-king",
            self.port
        ));
        clone.git("config user.name Developer");
        clone.git("config user.email developer@example.org");
        clone
    }

    #[expect(clippy::panic, reason = "a test has no better answer")]
    fn aq_in(&self, dir: &Path, line: &str) -> Output {
        let run = || -> Result<Output> {
            let mut words = shlex::split(line).context("unbalanced quotes")?;
            words.extend(["--aqhost", "localhost", "--aqport", &self.port.to_string()].map(str::to_owned));
            Ok(self.command(program("aq")?, dir).args(words).output()?)
        };
        run().unwrap_or_else(|e| panic!("aq {line}: {e:#}"))
    }

    /// A program with the ticket, and nobody's settings of Git.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>, dir: &Path) -> Command {
        let mut command = self.user.command(program);
        command
            .current_dir(dir)
            .env("HOME", &self.dir)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0");
        command
    }
}

impl Clone<'_> {
    /// Runs `aq` inside the clone.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn aq(&self, line: &str) -> Output {
        self.developer.aq_in(&self.dir, line)
    }

    /// The same, which has to succeed; gives the standard output.
    ///
    /// # Panics
    /// When it fails.
    pub fn ok(&self, line: &str) -> String {
        succeeded(line, self.aq(line))
    }

    /// Runs `git` inside the clone, whatever comes of it.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn try_git(&self, line: &str) -> Output {
        let run = || -> Result<Output> {
            let words = shlex::split(line).context("unbalanced quotes")?;
            Ok(self.developer.command("git", &self.dir).args(words).output()?)
        };
        run().unwrap_or_else(|e| panic!("git {line}: {e:#}"))
    }

    /// The same, which has to succeed; gives the standard output.
    ///
    /// # Panics
    /// When it fails.
    pub fn git(&self, line: &str) -> String {
        succeeded(line, self.try_git(line))
    }

    /// Writes a file; directories are made.
    ///
    /// # Panics
    /// When it cannot be written.
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn write(&self, path: &str, text: &str) {
        let path = self.dir.join(path);
        let done = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text));
        done.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }

    /// Adds a line to a file.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn append(&self, path: &str, text: &str) {
        let old = fs::read_to_string(self.dir.join(path)).unwrap_or_default();
        self.write(path, &format!("{old}{text}"));
    }

    /// Commits everything; gives the commit.
    ///
    /// # Panics
    /// When there is nothing to commit.
    pub fn commit(&self, message: &str) -> String {
        self.git("add --all");
        self.git(&format!("commit --quiet -m '{message}'"));
        self.git("rev-parse HEAD").trim().to_owned()
    }

    /// Adds a line to a file and publishes it; gives the commit.
    ///
    /// # Panics
    /// When it fails.
    pub fn publish(&self, path: &str, text: &str) -> String {
        self.append(path, text);
        let commit = self.commit(&format!("Change {path}"));
        self.ok("publish");
        commit
    }
}

#[expect(clippy::panic, reason = "a test has no better answer")]
fn succeeded(line: &str, output: Output) -> String {
    if !output.status.success() {
        panic!(
            "{line}: {:?}\n{}{}",
            output.status.code(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8_lossy(&output.stdout).into_owned()
}
