//! A broker with a site of its own, driven by the real `aq`: what the tests of commands and whole-system tests use.

pub mod broker;
pub mod developer;
mod template;

use std::path::PathBuf;
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

pub use broker::Broker;

use crate::environment::{self, kdc};
use crate::postgres::TestDatabase;

/// A running broker on a database and repository of its own. Everything goes when it is dropped.
pub struct Site {
    /// The broker.
    pub broker: Broker,
    database: TestDatabase,
    runtime: tokio::runtime::Runtime,
}

/// Somebody who runs `aq` with a ticket.
pub struct User<'a> {
    site: &'a Site,
    cache: PathBuf,
}

impl Site {
    /// The example site (`examples/site/build.aq`), built once per run and cloned for each test.
    ///
    /// # Panics
    /// When the environment is missing or the broker does not start: the test cannot go on.
    #[must_use]
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn start() -> Site {
        Self::make(true).unwrap_or_else(|e| panic!("the example site does not start: {e:#}"))
    }

    /// A site with nothing but what `aqd init` makes, and the example templates in the domain `prod`.
    ///
    /// # Panics
    /// As [`Site::start`].
    #[must_use]
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn empty() -> Site {
        Self::make(false).unwrap_or_else(|e| panic!("the empty site does not start: {e:#}"))
    }

    fn make(example: bool) -> Result<Site> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let dir = environment::scratch("site")?;
        let database = if example {
            template::example(&runtime)?;
            template::copy_repository(&dir)?;
            runtime.block_on(TestDatabase::of(template::EXAMPLE))?
        } else {
            let database = runtime.block_on(TestDatabase::seeded())?;
            broker::init(&dir, database.url())?;
            database
        };
        let broker = Broker::start(&dir, database.url())?;
        Ok(Site {
            broker,
            database,
            runtime,
        })
    }

    /// Another broker on the same database and repository.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn second_broker(&self) -> Broker {
        self.broker
            .start_another(self.database.url())
            .unwrap_or_else(|e| panic!("the second broker does not start: {e:#}"))
    }

    /// Runs `aq` as the administrator on the local socket; the line is split like a shell does. Gives the standard
    /// output.
    ///
    /// # Panics
    /// When the command fails: with its error text.
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn ok(&self, line: &str) -> String {
        let output = self.aq(line);
        if !output.status.success() {
            panic!(
                "aq {line}: exit {:?}\n{}{}",
                output.status.code(),
                text(&output.stdout),
                text(&output.stderr)
            );
        }
        text(&output.stdout)
    }

    /// Runs `aq` expecting it to fail with this exit status. Gives the standard error.
    ///
    /// # Panics
    /// When it ends otherwise.
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn fails(&self, status: i32, line: &str) -> String {
        let output = self.aq(line);
        if output.status.code() != Some(status) {
            panic!(
                "aq {line}: exit {:?} instead of {status}\n{}{}",
                output.status.code(),
                text(&output.stdout),
                text(&output.stderr)
            );
        }
        text(&output.stderr)
    }

    /// Runs `aq` expecting it to fail with this exit status and this text, and proves that it changed nothing.
    ///
    /// # Panics
    /// When it ends otherwise, says something else or changes something.
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn refuses(&self, status: i32, line: &str, error: &str) {
        let before = self.state();
        let told = self.fails(status, line);
        if told.trim_end() != error {
            panic!("aq {line}: says\n{told}instead of\n{error}");
        }
        if self.state() != before {
            panic!("aq {line}: fails and yet changes something");
        }
    }

    /// Runs `aq` as the administrator on the local socket, whatever comes of it.
    ///
    /// # Panics
    /// When the line cannot be split or `aq` is not there.
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn aq(&self, line: &str) -> Output {
        let run = || -> Result<Output> {
            let mut words = shlex::split(line).context("unbalanced quotes")?;
            words.extend(["--usesock".to_owned(), self.broker.socket().display().to_string()]);
            Ok(Command::new(program("aq")?).args(words).output()?)
        };
        run().unwrap_or_else(|e| panic!("aq {line}: {e:#}"))
    }

    /// Somebody with a fresh ticket of the run's KDC.
    ///
    /// # Panics
    /// When there is no KDC or it refuses.
    #[must_use]
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn user(&self, name: &str) -> User<'_> {
        let cache = || -> Result<PathBuf> { kdc()?.kinit(name) };
        User {
            site: self,
            cache: cache().unwrap_or_else(|e| panic!("kinit {name}: {e:#}")),
        }
    }

    /// The rows of a statement as text, columns separated by `|`.
    ///
    /// # Panics
    /// When the statement fails.
    #[must_use]
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn query(&self, sql: &str) -> Vec<String> {
        let output = Command::new("psql")
            .args([self.database.url(), "-At", "-v", "ON_ERROR_STOP=1", "-c", sql])
            .output();
        match output {
            Ok(o) if o.status.success() => text(&o.stdout).lines().map(str::to_owned).collect(),
            Ok(o) => panic!("{sql}: {}", text(&o.stderr)),
            Err(e) => panic!("psql: {e}"),
        }
    }

    /// Runs a statement whose rows nobody wants.
    ///
    /// # Panics
    /// When the statement fails.
    pub fn execute(&self, sql: &str) {
        let _rows = self.query(sql);
    }

    /// URL of the site's database.
    #[must_use]
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// What the whole database holds, table by table, without what every request leaves (audit, events): to prove that a
    /// failed command changed nothing.
    #[must_use]
    pub fn state(&self) -> String {
        let tables = self.query(
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
             and table_name !~ '^(xtn|row_capture|_sqlx|outbox|event|client_notification|webhook)' order by 1",
        );
        // One statement: a test asks often, and each psql costs more than what it does.
        let sums: Vec<String> = tables
            .iter()
            .map(|table| {
                format!(
                    "select '{table}', count(*), md5(string_agg(t::text, '|' order by t::text)) from {table} t"
                )
            })
            .collect();
        self.query(&sums.join(" union all ")).join("\n")
    }

    /// The runtime that the site's own connections use.
    #[must_use]
    pub fn runtime(&self) -> &tokio::runtime::Runtime {
        &self.runtime
    }
}

impl User<'_> {
    /// Runs `aq` over TCP with Kerberos.
    ///
    /// # Panics
    /// When `aq` cannot be started.
    #[expect(clippy::panic, reason = "a test has no better answer")]
    pub fn aq(&self, line: &str) -> Output {
        let run = || -> Result<Output> {
            let mut words = shlex::split(line).context("unbalanced quotes")?;
            let port = self.site.broker.address.port().to_string();
            words.extend(["--aqhost", "localhost", "--aqport", &port].map(str::to_owned));
            Ok(self.command(program("aq")?).args(words).output()?)
        };
        run().unwrap_or_else(|e| panic!("aq {line}: {e:#}"))
    }

    /// A program that has this user's ticket.
    ///
    /// # Errors
    /// When there is no KDC.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        if let Ok(kdc) = kdc() {
            command.envs(kdc.env());
        }
        command.env("KRB5CCNAME", format!("FILE:{}", self.cache.display()));
        command
    }
}

/// A program of this workspace, beside the test that runs.
///
/// # Errors
/// When it was not built.
pub fn program(name: &str) -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    for dir in test.ancestors().skip(1).take(3) {
        let candidate = dir.join(name);
        if candidate.is_file() {
            return Ok(candidate);
        }
    }
    bail!("{name} is not built: run `cargo build --workspace --bins` first (make test does)")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
