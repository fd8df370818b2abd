//! The directory that the servers of a test run live in, and its life.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Variable that names the directory of the run.
pub const DIRECTORY: &str = "AQ_TEST_DIR";

/// Room that a run wants on the memory file system, in bytes.
const ROOM: u64 = 2 << 30;

/// The directory of this run.
///
/// # Errors
/// Says how to run the tests when there is none.
pub fn directory() -> Result<PathBuf> {
    std::env::var_os(DIRECTORY).map(PathBuf::from).context(
        "the servers that this test needs are not running: run the tests with `cargo nextest run`, whose set-up script \
         starts them",
    )
}

/// A new directory below that of the run, removed with it. Other accounts can enter it, so that a server may live there.
///
/// # Errors
/// As [`directory`].
pub fn scratch(purpose: &str) -> Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = directory()?.join(format!("{purpose}-{}-{number}", std::process::id()));
    create(&path)?;
    Ok(path)
}

/// Makes the directory of a run, in memory if there is room, else below `target`.
///
/// # Errors
/// Those of the file system.
pub fn make(target: &Path) -> Result<PathBuf> {
    let memory = Path::new("/dev/shm");
    let roomy = nix::sys::statvfs::statvfs(memory)
        .is_ok_and(|stat| stat.blocks_available().saturating_mul(stat.fragment_size()) >= ROOM);
    let base = if roomy {
        memory.to_owned()
    } else {
        target.to_owned()
    };
    let path = base.join(format!("aq-test-{}", std::process::id()));
    create(&path)?;
    fs::create_dir(path.join("pids"))?;
    Ok(path)
}

fn create(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| path.display().to_string())?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// Has a process ended with the run: a server that was started for all its tests.
///
/// # Errors
/// Those of the file system.
pub fn end_with_run(directory: &Path, pid: u32) -> Result<()> {
    Ok(fs::write(directory.join("pids").join(pid.to_string()), "")?)
}

/// Starts a watcher: this program again, as `watch RUNNER DIRECTORY`, on its own and silent.
///
/// # Errors
/// Those of starting a process.
pub fn start_watcher(runner: i32, directory: &Path) -> Result<()> {
    Command::new(std::env::current_exe()?)
        .arg("watch")
        .arg(runner.to_string())
        .arg(directory)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    Ok(())
}

/// Waits for the end of the test runner, then ends the servers and removes the directory.
///
/// # Errors
/// Those of the file system; refuses a directory that is not one of ours.
pub fn watch(runner: i32, directory: &Path) -> Result<()> {
    if !directory.join("pids").is_dir() {
        bail!("{} is not the directory of a test run", directory.display());
    }
    let born = birth(runner);
    while born.is_some() && birth(runner) == born {
        std::thread::sleep(Duration::from_millis(200));
    }
    let pids: Vec<i32> = fs::read_dir(directory.join("pids"))?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    // SIGQUIT is PostgreSQL's immediate shutdown: nothing here is worth a checkpoint. Others end by it as well.
    for pid in &pids {
        let _ = kill(Pid::from_raw(*pid), Signal::SIGQUIT);
    }
    for _ in 0..100 {
        if pids.iter().all(|pid| birth(*pid).is_none()) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(fs::remove_dir_all(directory)?)
}

/// When a process was started, in clock ticks since boot: tells it from a later one with the same number. `None` for one
/// that has ended (a zombie included).
fn birth(pid: i32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may hold blanks; the state is the first field after it, the start time the twentieth.
    let (_, fields) = stat.rsplit_once(") ")?;
    if fields.starts_with('Z') {
        return None;
    }
    fields.split(' ').nth(19).map(str::to_owned)
}
