//! A private MIT Kerberos realm: database, KDC process, key tabs and tickets, all below one directory.
//!
//! It listens on 127.0.0.1 only, on a free port, and runs as whoever calls it. Nothing outside the directory is
//! written and no system configuration is read: every program that takes part gets [`Kdc::env`]. Tests and the
//! demonstration use it alike, so it depends on no test framework.

mod config;
mod database;
mod process;
mod tickets;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use config::Layout;
use process::Running;

/// The realm that [`Kdc::start`] makes.
pub const REALM: &str = "EXAMPLE.COM";
/// A realm without trust to [`REALM`], for tests of the wrong realm.
pub const OTHER_REALM: &str = "OTHER.ORG";
/// Users of every realm made here; their keys are in [`Kdc::user_keytab`].
pub const USERS: [&str; 4] = ["admin", "alice", "bob", "carol"];
/// Service whose key is in [`Kdc::http_keytab`]: what a client asks for when it connects to `localhost`.
pub const HTTP_SERVICE: &str = "HTTP/localhost";
/// Service whose key is in [`Kdc::wrong_keytab`]: a broker given that key tab cannot read tickets for `localhost`.
pub const WRONG_SERVICE: &str = "HTTP/elsewhere.example.com";
/// A machine's own principal; its key is in [`Kdc::host_keytab`].
pub const HOST_SERVICE: &str = "host/host1.example.com";

/// A realm with a running KDC. Dropping one made by [`Kdc::start`] stops the KDC; a shared one goes on.
#[derive(Debug)]
pub struct Kdc {
    layout: Layout,
    realm: String,
    port: u16,
    /// Held for its destructor: stops an owned KDC.
    _running: Option<Running>,
}

impl Kdc {
    /// Makes the realm [`REALM`] below `dir` (made when missing) and starts its KDC, which ends with this value, or
    /// with this process however that ends. A database already in `dir` is used again.
    ///
    /// # Errors
    /// When the Kerberos programs are missing or fail; the message names the program and shows its output.
    pub fn start(dir: &Path) -> Result<Self> {
        Self::start_realm(dir, REALM)
    }

    /// As [`Kdc::start`], for a realm of any name; each realm needs a directory of its own.
    ///
    /// # Errors
    /// As [`Kdc::start`].
    pub fn start_realm(dir: &Path, realm: &str) -> Result<Self> {
        let layout = Layout::new(dir)?;
        database::create(&layout, realm)?;
        let (running, port) = process::start(&layout, realm, process::Life::Owned)?;
        Ok(Self {
            layout,
            realm: realm.to_owned(),
            port,
            _running: running,
        })
    }

    /// Starts a KDC for the realm [`REALM`] that outlives this process, or attaches to the one that already runs in
    /// `dir`; several processes may call it at the same time. With `until` the KDC ends when the process of that
    /// id has ended (checked each second), without it only by [`Kdc::stop_shared`].
    ///
    /// # Errors
    /// As [`Kdc::start`].
    pub fn start_shared(dir: &Path, until: Option<u32>) -> Result<Self> {
        let layout = Layout::new(dir)?;
        let lock = fs::File::create(layout.lock()).context("cannot make the lock file of the shared KDC")?;
        lock.lock()
            .context("cannot lock the directory of the shared KDC")?;
        if let Ok(running) = Self::attach(dir) {
            return Ok(running);
        }
        database::create(&layout, REALM)?;
        let (_, port) = process::start(&layout, REALM, process::Life::Shared { until })?;
        Ok(Self {
            layout,
            realm: REALM.to_owned(),
            port,
            _running: None,
        })
    }

    /// The KDC that already runs in `dir`, started by this or another process.
    ///
    /// # Errors
    /// When there is none in `dir`, or it does not answer any more.
    pub fn attach(dir: &Path) -> Result<Self> {
        let layout = Layout::new(dir)?;
        let Some((realm, port)) = process::running(&layout) else {
            bail!("no KDC is running in {}", dir.display());
        };
        Ok(Self {
            layout,
            realm,
            port,
            _running: None,
        })
    }

    /// Stops the shared KDC of `dir`; nothing to do is not an error.
    ///
    /// # Errors
    /// When the process is there and cannot be signalled.
    pub fn stop_shared(dir: &Path) -> Result<()> {
        process::stop(&Layout::new(dir)?)
    }

    /// Name of the realm.
    #[must_use]
    pub fn realm(&self) -> &str {
        &self.realm
    }

    /// Port of the KDC on 127.0.0.1, TCP and UDP.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Directory that holds everything of this realm.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.layout.dir()
    }

    /// Client configuration (`krb5.conf`) that knows this realm and maps `localhost` to it.
    #[must_use]
    pub fn krb5_conf(&self) -> PathBuf {
        self.layout.krb5_conf()
    }

    /// Writes another client configuration beside [`Kdc::krb5_conf`], made from its text by `edit`, and gives its path
    /// (for `KRB5_CONFIG`). `name` tells several apart.
    ///
    /// # Errors
    /// When the files cannot be read or written.
    pub fn variant_conf(&self, name: &str, edit: impl FnOnce(String) -> String) -> Result<PathBuf> {
        let path = self.layout.dir().join(format!("krb5-{name}.conf"));
        fs::write(&path, edit(fs::read_to_string(self.krb5_conf())?))?;
        Ok(path)
    }

    /// Environment that makes a program use this realm and nothing of the machine's own Kerberos configuration.
    /// Tickets are not part of it: add `KRB5CCNAME` with the path that [`Kdc::kinit`] gives.
    #[must_use]
    pub fn env(&self) -> Vec<(String, String)> {
        self.layout.env()
    }

    /// Key tab with the key of [`HTTP_SERVICE`].
    #[must_use]
    pub fn http_keytab(&self) -> PathBuf {
        self.layout.keytab("http")
    }

    /// Key tab with the key of [`WRONG_SERVICE`].
    #[must_use]
    pub fn wrong_keytab(&self) -> PathBuf {
        self.layout.keytab("wrong")
    }

    /// Key tab with the key of [`HOST_SERVICE`].
    #[must_use]
    pub fn host_keytab(&self) -> PathBuf {
        self.layout.keytab("host")
    }

    /// Key tab with the keys of all [`USERS`].
    #[must_use]
    pub fn user_keytab(&self) -> PathBuf {
        self.layout.keytab("users")
    }

    /// Adds a principal with a random key and gives a key tab with that key. A principal that exists gets a new key
    /// with the next version number; key tabs written before then hold the old version only.
    ///
    /// # Errors
    /// When `kadmin.local` fails.
    pub fn new_key(&self, principal: &str) -> Result<PathBuf> {
        database::new_key(&self.layout, &self.realm, principal)
    }
}
