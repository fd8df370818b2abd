//! The example site, built by its own list of commands once per run; tests clone database and repository.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::fcntl::{Flock, FlockArg};

use super::broker::{self, Broker};
use super::program;
use crate::environment;
use crate::postgres::{self, TestDatabase};

/// Name of the template database.
pub const EXAMPLE: &str = "aq_template_example";

/// Makes the template unless another test of the run did.
pub fn example(runtime: &tokio::runtime::Runtime) -> Result<()> {
    let run = environment::directory()?;
    let done = run.join("example.done");
    let lock = File::create(run.join("example.lock"))?;
    let _held = Flock::lock(lock, FlockArg::LockExclusive)
        .map_err(|(_, e)| e)
        .context("lock")?;
    if done.exists() {
        return Ok(());
    }
    let dir = run.join("example");
    // What an earlier, failed attempt left behind.
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir)?;
    let database = runtime.block_on(TestDatabase::seeded())?;
    broker::init(&dir, database.url())?;
    let mut broker = Broker::start(&dir, database.url())?;
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/site/build.aq");
    for line in fs::read_to_string(list)?
        .lines()
        .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
    {
        let words = shlex::split(line).with_context(|| format!("unbalanced quotes: {line}"))?;
        let output = Command::new(program("aq")?)
            .args(words)
            .arg("--usesock")
            .arg(broker.socket())
            .output()?;
        if !output.status.success() {
            bail!("aq {line}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    broker.stop();
    runtime.block_on(postgres::keep_as(&database, EXAMPLE))?;
    fs::write(done, "")?;
    Ok(())
}

/// Copies the repository of the template into a test's directory.
pub fn copy_repository(dir: &Path) -> Result<()> {
    let from = environment::directory()?.join("example/template-king");
    let status = Command::new("cp").arg("-r").arg(from).arg(dir).status()?;
    if !status.success() {
        bail!("the repository of the example site cannot be copied");
    }
    Ok(())
}
