//! Starts what the tests of a run share; nextest's set-up script. `test-env start RUNNER TARGET` writes the variables for
//! the tests to the file that nextest names in `NEXTEST_ENV`; `test-env watch RUNNER DIRECTORY` is its other half.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use aq_test_support::kdc::Kdc;
use aq_test_support::{environment, postgres, site};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["start", runner, target] => start(runner.parse()?, Path::new(target)),
        ["watch", runner, directory] => environment::watch(runner.parse()?, Path::new(directory)),
        _ => bail!("usage: test-env start RUNNER TARGET | watch RUNNER DIRECTORY"),
    }
}

fn start(runner: i32, target: &Path) -> Result<()> {
    let output = std::env::var_os("NEXTEST_ENV")
        .map(PathBuf::from)
        .context("nextest sets NEXTEST_ENV")?;
    let directory = environment::make(target)?;
    // First of all, so that what fails to start is cleaned up as well.
    environment::start_watcher(runner, &directory)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let url = runtime.block_on(postgres::start_shared(&directory))?;
    let mut variables = String::new();
    writeln!(variables, "{}={}", environment::DIRECTORY, directory.display())?;
    writeln!(variables, "{}={url}", postgres::URL)?;
    let realm = directory.join("kdc");
    Kdc::start_shared(&realm, Some(runner.unsigned_abs()))?;
    writeln!(variables, "{}={}", site::KDC, realm.display())?;
    std::fs::write(&output, variables).with_context(|| output.display().to_string())
}
