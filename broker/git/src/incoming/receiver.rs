//! A pack on its way into the quarantine.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::ChildStdin;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::Incoming;
use super::error::ReceiveError;
use super::limits::Limits;
use super::quarantine::Quarantine;
use crate::process::{self, Process};
use crate::repo::Repo;

/// Takes the bytes of a pack as they come and gives them to `git index-pack`, which checks every object.
pub struct Receiver {
    repo: Repo,
    // Ends before its directory goes.
    process: Process,
    quarantine: Quarantine,
    input: Option<ChildStdin>,
    complaint: JoinHandle<String>,
    limits: Limits,
    deadline: Instant,
    received: u64,
}

impl Repo {
    /// Prepares for a pack. Must be called within a Tokio runtime.
    ///
    /// # Errors
    /// [`ReceiveError::Io`] when the quarantine cannot be made or `git` not be started.
    pub async fn receive(&self, limits: Limits) -> Result<Receiver, ReceiveError> {
        let repository = self.path().to_owned();
        let quarantine = tokio::task::spawn_blocking(move || Quarantine::new(&repository))
            .await
            .map_err(|error| broken(io::Error::other(error)))??;
        // Larger objects are not held in memory while they are checked.
        let threshold = limits.file.to_string();
        let settings = [("core.bigFileThreshold", threshold.as_str())];
        let mut command = process::command(self.path(), &settings).map_err(broken)?;
        command
            .env("GIT_OBJECT_DIRECTORY", quarantine.relative())
            .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", "objects")
            .args(["index-pack", "--stdin", "--fix-thin", "--strict"])
            .arg(format!("--max-input-size={}", limits.pack));
        let mut process = process::start(command).map_err(broken)?;
        // Nothing was sent yet. Objects other than files are held in memory, however well they were compressed.
        process.limit_memory(limits.memory).map_err(broken)?;
        let input = process.child.stdin.take();
        let (Some(errors), Some(mut output)) = (process.child.stderr.take(), process.child.stdout.take())
        else {
            return Err(broken(io::Error::other("no pipes")));
        };
        // Only the name of the pack comes here.
        tokio::spawn(async move { tokio::io::copy(&mut output, &mut tokio::io::sink()).await });
        Ok(Receiver {
            repo: self.clone(),
            quarantine,
            process,
            input,
            complaint: tokio::spawn(process::complaint(errors)),
            deadline: Instant::now() + limits.time,
            limits,
            received: 0,
        })
    }
}

impl Receiver {
    /// The next bytes of the pack. After an error nothing more is taken.
    ///
    /// # Errors
    /// What is wrong with the pack, as soon as it is known; [`ReceiveError::PackTooLarge`], [`ReceiveError::Time`].
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ReceiveError> {
        self.received = self.received.saturating_add(bytes.len() as u64);
        if self.received > self.limits.pack {
            self.input = None;
            return Err(self.too_large());
        }
        let Some(input) = &mut self.input else {
            return Err(self.verdict().await);
        };
        match timeout_at(self.deadline, input.write_all(bytes)).await {
            Ok(Ok(())) => Ok(()),
            // It has seen enough.
            Ok(Err(_)) => Err(self.verdict().await),
            Err(_) => Err(self.too_slow()),
        }
    }

    /// The pack is complete: waits for the check of its objects.
    ///
    /// # Errors
    /// [`ReceiveError::Pack`] for damaged, truncated and unsuitable objects, [`ReceiveError::Incomplete`],
    /// [`ReceiveError::Time`].
    pub async fn finish(mut self) -> Result<Incoming, ReceiveError> {
        if let Some(mut input) = self.input.take() {
            // A broken pipe shows in how it ends.
            let _ = timeout_at(self.deadline, input.shutdown()).await;
        }
        match timeout_at(self.deadline, self.process.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(Incoming {
                repo: self.repo,
                quarantine: self.quarantine,
            }),
            Ok(Ok(_)) => Err(self.verdict().await),
            Ok(Err(error)) => Err(broken(error)),
            Err(_) => Err(self.too_slow()),
        }
    }

    /// How long is left.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// What `git index-pack` has against the pack.
    async fn verdict(&mut self) -> ReceiveError {
        self.input = None;
        let text = match timeout_at(self.deadline, &mut self.complaint).await {
            Ok(text) => text.unwrap_or_default(),
            Err(_) => return self.too_slow(),
        };
        if text.contains("maximum allowed size") {
            return self.too_large();
        }
        if crate::error::is_no_room(&text) || text.contains("write error") {
            return broken(io::Error::other(text.trim().to_owned()));
        }
        if text.to_lowercase().contains("out of memory") {
            return ReceiveError::Memory(self.limits.memory >> 20);
        }
        let lines: Vec<&str> = text
            .lines()
            .map(|line| line.trim_start_matches("fatal: ").trim_start_matches("error: "))
            .filter(|line| !line.is_empty() && *line != "fsck error in packed object")
            .collect();
        let reason = if lines.is_empty() {
            "the stream ended early".to_owned()
        } else {
            lines.join("; ")
        };
        let missing = [
            "did not receive expected object",
            "unresolved delta",
            "should be a",
        ];
        match missing.iter().any(|words| reason.contains(words)) {
            true => ReceiveError::Incomplete(reason),
            false => ReceiveError::Pack(reason),
        }
    }

    fn too_large(&self) -> ReceiveError {
        ReceiveError::PackTooLarge {
            limit: self.limits.pack,
        }
    }

    fn too_slow(&self) -> ReceiveError {
        ReceiveError::Time(self.limits.time.as_secs())
    }
}

fn broken(error: io::Error) -> ReceiveError {
    ReceiveError::io("git index-pack")(error)
}
