//! The `git` program: started with fixed arguments and an environment of its own, ended with all its children.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};

/// Bytes of what the program says about errors that are kept.
const LONGEST_COMPLAINT: usize = 16 << 10;

/// Settings that hold whatever the repository's own configuration says.
const SETTINGS: [(&str, &str); 4] = [
    // The path is the broker's own choice, whoever owns the directory.
    ("safe.directory", "*"),
    ("core.hooksPath", "/dev/null"),
    ("gc.auto", "0"),
    ("protocol.allow", "never"),
];

/// A running `git`. It leads a process group of its own, which is killed when this is dropped before the end.
pub(crate) struct Process {
    pub(crate) child: Child,
}

impl Process {
    /// Waits for the end.
    pub(crate) async fn wait(&mut self) -> io::Result<std::process::ExitStatus> {
        self.child.wait().await
    }
}

impl Process {
    /// Bounds the memory that it and its children to come take for data, each.
    pub(crate) fn limit_memory(&self, bytes: u64) -> io::Result<()> {
        let id = self.child.id().and_then(|id| i32::try_from(id).ok());
        let Some(id) = id.and_then(rustix::process::Pid::from_raw) else {
            return Ok(());
        };
        let limit = rustix::process::Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        rustix::process::prlimit(Some(id), rustix::process::Resource::Data, limit)?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The id is there until the process was waited for, so it cannot be that of another one.
        if let Some(id) = self.child.id().and_then(|id| i32::try_from(id).ok()) {
            // It may have ended just now.
            let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
        }
    }
}

/// A `git` that will work in the repository, with pipes for input and output.
pub(crate) fn command(repository: &Path, settings: &[(&str, &str)]) -> io::Result<Command> {
    let program =
        program().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "there is no git in PATH"))?;
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", program.parent().unwrap_or(Path::new("/usr/bin")))
        .env("LC_ALL", "C")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_DIR", ".")
        .current_dir(repository)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    let all = SETTINGS.iter().chain(settings);
    let mut count = 0_usize;
    for (name, value) in all {
        command
            .env(format!("GIT_CONFIG_KEY_{count}"), name)
            .env(format!("GIT_CONFIG_VALUE_{count}"), value);
        count += 1;
    }
    command.env("GIT_CONFIG_COUNT", count.to_string());
    Ok(command)
}

/// Starts it.
pub(crate) fn start(mut command: Command) -> io::Result<Process> {
    Ok(Process {
        child: command.spawn()?,
    })
}

/// What a program says on its standard error, until it ends.
pub(crate) async fn complaint(mut from: impl AsyncRead + Unpin) -> String {
    let mut text = Vec::new();
    let mut buffer = [0; 4096];
    // All is read, or the program would wait for somebody to do so.
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let room = LONGEST_COMPLAINT.saturating_sub(text.len());
        text.extend_from_slice(buffer.get(..count.min(room)).unwrap_or_default());
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Where `git` is. Its children look for it with this directory as their only path.
fn program() -> Option<&'static Path> {
    static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
    PROGRAM
        .get_or_init(|| {
            let path = env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
            env::split_paths(&path)
                .map(|directory| directory.join("git"))
                .find(|file| file.is_absolute() && file.is_file())
        })
        .as_deref()
}
