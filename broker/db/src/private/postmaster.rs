//! The server process: whether it runs, and what a killed one leaves behind.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::layout::Layout;
use crate::{DbError, Result};

/// What is known about the server of a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// No server.
    Gone,
    /// A server that starts, recovers or stops.
    Changing(i32),
    /// A server that takes connections.
    Ready(i32),
}

/// Reads `postmaster.pid` (line 1 the process, line 8 its state) and checks that the process is really this server: the
/// number may since belong to another process. A server's working directory is its data directory.
pub(super) fn inspect(data: &Path) -> State {
    let Ok(text) = fs::read_to_string(data.join("postmaster.pid")) else {
        return State::Gone;
    };
    let Some(pid) = text.lines().next().and_then(|line| line.trim().parse().ok()) else {
        return State::Gone;
    };
    if !works_in(pid, data) {
        return State::Gone;
    }
    match text.lines().nth(7).map(str::trim) {
        Some("ready") => State::Ready(pid),
        _ => State::Changing(pid),
    }
}

/// Prepares a data directory without a server for a new one.
///
/// Backends that survived a killed server still use its shared memory, and PostgreSQL refuses to start beside them: they
/// are told to quit (nobody can reach them any more, and what they had not committed is lost with their server). Lock
/// files whose number now belongs to another process, or to the killed server that nobody has waited for yet, would be
/// refused as well; they are removed once no process works in the directory.
pub(super) fn clear_remains(layout: &Layout) -> Result<()> {
    let data = &layout.data;
    let begun = Instant::now();
    loop {
        let remaining = processes_in(data);
        if remaining.is_empty() {
            break;
        }
        if begun.elapsed() > Duration::from_secs(30) {
            return Err(DbError::Cluster(format!(
                "processes of a killed PostgreSQL server do not end: {remaining:?}; end them and start again"
            )));
        }
        for pid in remaining {
            // It may be gone by now, which is what was wanted.
            let _ = kill(Pid::from_raw(pid), Signal::SIGQUIT);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let socket = layout.socket_directory.join(".s.PGSQL.5432");
    for file in [
        data.join("postmaster.pid"),
        socket.with_extension("5432.lock"),
        socket,
    ] {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(DbError::Cluster(format!("{}: {error}", file.display())));
            }
            _ => {}
        }
    }
    Ok(())
}

fn works_in(pid: i32, data: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data)
}

/// Server processes of the data directory. An administrator's shell that happens to stand there is none.
fn processes_in(data: &Path) -> Vec<i32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| works_in(*pid, data))
        .filter(|pid| {
            fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "postgres")
        })
        .collect()
}
