//! Tickets for the users of a realm.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::Kdc;
use super::database::run;

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Kdc {
    /// Gets a ticket for one of [`super::USERS`] and gives the path of the credential cache, a new one each time.
    ///
    /// # Errors
    /// When `kinit` fails; the message shows its output.
    pub fn kinit(&self, user: &str) -> Result<PathBuf> {
        self.kinit_with(user, &self.user_keytab(), None)
    }

    /// As [`Kdc::kinit`], with a ticket that expires after `lifetime` (whole seconds, at least one).
    ///
    /// # Errors
    /// As [`Kdc::kinit`].
    pub fn kinit_short(&self, user: &str, lifetime: Duration) -> Result<PathBuf> {
        self.kinit_with(user, &self.user_keytab(), Some(lifetime))
    }

    /// As [`Kdc::kinit`], for any principal whose key is in `keytab`.
    ///
    /// # Errors
    /// As [`Kdc::kinit`].
    pub fn kinit_with(&self, principal: &str, keytab: &Path, lifetime: Option<Duration>) -> Result<PathBuf> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let flat = principal.replace(['/', '@'], "_");
        let ccache = self
            .layout
            .ccaches()
            .join(format!("{flat}-{}-{number}", process::id()));
        let mut kinit = Command::new("kinit");
        kinit
            .envs(self.env())
            .args(["-k", "-t"])
            .arg(keytab)
            .arg("-c")
            .arg(format!("FILE:{}", ccache.display()));
        if let Some(lifetime) = lifetime {
            kinit.arg("-l").arg(format!("{}s", lifetime.as_secs().max(1)));
        }
        run(&self.layout, kinit.arg(format!("{principal}@{}", self.realm)), "")?;
        Ok(ccache)
    }

    /// Fetches a ticket for `service` (like `HTTP/localhost`) into `ccache`, as a first use of the service would.
    ///
    /// # Errors
    /// When `kvno` fails; the message shows its output.
    pub fn fetch_service_ticket(&self, ccache: &Path, service: &str) -> Result<()> {
        let mut kvno = Command::new("kvno");
        kvno.envs(self.env())
            .arg("-q")
            .arg("-c")
            .arg(format!("FILE:{}", ccache.display()));
        run(&self.layout, kvno.arg(format!("{service}@{}", self.realm)), "")
    }

    /// Makes whoever uses `ccache` believe that its clock differs from the KDC's by `seconds`, as a machine with a
    /// wrong clock would after `kinit`: the offset is recorded in the head of the credential cache. Tickets must be
    /// in the cache already, because the KDC refuses to give any to a client whose clock is wrong.
    ///
    /// # Errors
    /// When the file cannot be read or written or is not a credential cache of format 4 with an offset.
    pub fn shift_clock(&self, ccache: &Path, seconds: i32) -> Result<()> {
        let mut file = fs::OpenOptions::new().read(true).write(true).open(ccache)?;
        let mut head = [0_u8; 16];
        file.read_exact(&mut head)
            .context("credential cache is too short")?;
        // Version 0x0504, length of the head, then the field of tag 1 and length 8: seconds and microseconds.
        let [5, 4, _, _, 0, 1, 0, 8, ..] = head else {
            bail!(
                "{} has no clock offset in its head: {head:02x?}",
                ccache.display()
            );
        };
        file.seek(SeekFrom::Start(8))?;
        file.write_all(&seconds.to_be_bytes())?;
        Ok(())
    }
}
