//! The broker process of a site.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::program;
use crate::environment::kdc;

/// File that names the place where the broker dies.
const DIE_AT: &str = "die-at";

/// A running `aqd`.
pub struct Broker {
    child: Option<Child>,
    dir: PathBuf,
    url: String,
    /// Address of the command port.
    pub address: SocketAddr,
}

/// `aqd init` with the example templates.
///
/// # Errors
/// With what `aqd` said.
pub fn init(dir: &Path, url: &str) -> Result<()> {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/site/templates");
    let output = command(dir, url, "init")?
        .arg("--templates")
        .arg(fs::canonicalize(templates)?)
        .output()?;
    if !output.status.success() {
        bail!("aqd init: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

fn command(dir: &Path, url: &str, action: &str) -> Result<Command> {
    let file = dir.join("aqd.toml");
    if !file.exists() {
        let mut settings = format!(
            "data_dir = {dir:?}\nlisten = \"127.0.0.1:0\"\nadmin_principal = \"admin@EXAMPLE.COM\"\ndatabase_connections = 8\n"
        );
        if let Ok(kdc) = kdc() {
            settings.push_str(&format!("keytab = {:?}\n", kdc.http_keytab()));
        }
        fs::write(&file, settings)?;
    }
    // A write beyond a limit for the size of files fails, as on a full disk, and does not end the program.
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(program("aqd")?);
    if let Ok(kdc) = kdc() {
        command.envs(kdc.env());
    }
    // The run's watcher ends what works below its directory, should the test be killed.
    command.current_dir(dir);
    command
        .arg(action)
        .arg("--config")
        .arg(file)
        .args(["--database-url", url])
        .stdin(Stdio::null());
    Ok(command)
}

impl Broker {
    /// Starts `aqd serve` and waits until it answers.
    ///
    /// # Errors
    /// With the end of its log when it does not come up.
    pub fn start(dir: &Path, url: &str) -> Result<Broker> {
        let marker = dir.join("aqd.address");
        // The address of an earlier process must not be taken for the new one's.
        let _ = fs::remove_file(&marker);
        let log = File::options()
            .create(true)
            .append(true)
            .open(dir.join("aqd.log"))?;
        let mut serve = command(dir, url, "serve")?;
        if let Ok(point) = fs::read_to_string(dir.join(DIE_AT)) {
            serve.env("AQD_DIE_AT", point);
        }
        let mut child = serve.stdout(Stdio::null()).stderr(log).spawn()?;
        let begin = Instant::now();
        let address = loop {
            if let Ok(Ok(address)) = fs::read_to_string(&marker).map(|t| t.parse()) {
                break address;
            }
            if child.try_wait()?.is_some() || begin.elapsed() > Duration::from_secs(60) {
                let _ = child.kill();
                bail!(
                    "aqd does not come up: {}",
                    fs::read_to_string(dir.join("aqd.log")).unwrap_or_default()
                );
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        Ok(Broker {
            child: Some(child),
            dir: dir.to_owned(),
            url: url.to_owned(),
            address,
        })
    }

    /// Another broker with the same repository, below its directory.
    ///
    /// # Errors
    /// As [`Broker::start`].
    pub fn start_another(&self, url: &str) -> Result<Broker> {
        let dir = self.dir.join("second");
        fs::create_dir(&dir)?;
        std::os::unix::fs::symlink(self.dir.join("template-king"), dir.join("template-king"))?;
        Broker::start(&dir, url)
    }

    /// Its local socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.dir.join("aqd.sock")
    }

    /// Where it exports files to.
    #[must_use]
    pub fn export_dir(&self) -> PathBuf {
        self.dir.join("export")
    }

    /// Its data directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Replaces the templates of a domain by those of a directory (`aqd import-templates`).
    ///
    /// # Errors
    /// With what `aqd` said.
    pub fn import_templates(&self, domain: &str, templates: &Path) -> Result<()> {
        let output = command(&self.dir, &self.url, "import-templates")?
            .args(["--domain", domain])
            .arg(templates)
            .output()?;
        if !output.status.success() {
            bail!(
                "aqd import-templates: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    }

    /// Makes the domain hold the example templates, with `line` at the end of `archetype/final`.
    ///
    /// # Errors
    /// As [`Broker::import_templates`].
    pub fn import_example(&self, domain: &str, line: &str) -> Result<()> {
        let templates = self.dir.join("edited-templates");
        let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/site/templates/.");
        let status = Command::new("cp")
            .args(["-rT", example])
            .arg(&templates)
            .status()?;
        if !status.success() {
            bail!("the example templates cannot be copied");
        }
        let last = templates.join("aquilon/archetype/final.pan");
        let text = fs::read_to_string(&last)?;
        fs::write(&last, format!("{text}\n{line}\n"))?;
        self.import_templates(domain, &templates)
    }

    /// From now on no file that it or its programs write may be larger than this, as on a disk that is full; `None` ends
    /// that.
    ///
    /// # Errors
    /// When the limit cannot be set.
    pub fn limit_files(&self, bytes: Option<u64>) -> Result<()> {
        let pid = self.pid().context("no broker")?.to_string();
        let limit = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        // The hard limit stays, or it could not be raised again.
        let status = Command::new("prlimit")
            .args(["--pid", &pid, &format!("--fsize={limit}:unlimited")])
            .status()?;
        if !status.success() {
            bail!("prlimit: {status}");
        }
        Ok(())
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Ends it without any chance to clean up.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Starts it again after [`Broker::kill`].
    ///
    /// # Errors
    /// As [`Broker::start`].
    pub fn restart(&mut self) -> Result<()> {
        self.kill();
        let new = Broker::start(&self.dir, &self.url).context("restart")?;
        *self = new;
        Ok(())
    }

    /// Starts it again so that it dies at this place (`aqd::fault`); with `None` it lives.
    ///
    /// # Errors
    /// As [`Broker::start`].
    pub fn restart_to_die(&mut self, point: Option<&str>) -> Result<()> {
        self.kill();
        let file = self.dir.join(DIE_AT);
        match point {
            Some(point) => fs::write(file, point)?,
            None => drop(fs::remove_file(file)),
        }
        self.restart()
    }

    /// Waits until it has died by itself; `false` when it has not after some seconds.
    pub fn has_died(&mut self) -> bool {
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(5) {
            match self.child.as_mut().map(Child::try_wait) {
                Some(Ok(None)) => std::thread::sleep(Duration::from_millis(10)),
                _ => return true,
            }
        }
        false
    }

    /// Adds settings (TOML) to its configuration; they count from the next start on.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn configure(&self, settings: &str) -> Result<()> {
        let file = self.dir.join("aqd.toml");
        let text = fs::read_to_string(&file)?;
        fs::write(&file, format!("{text}\n{settings}\n"))?;
        Ok(())
    }

    /// What it has said in its log so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.join("aqd.log")).unwrap_or_default()
    }

    /// Asks it to stop and waits.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM);
            let _ = child.wait();
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}
