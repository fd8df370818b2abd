//! Who fetches: the real `git upload-pack`, its input and output handed to the caller.

use std::io;
use std::time::Duration;

use tokio::process::{ChildStdin, ChildStdout};

use crate::error::GitError;
use crate::process::{self, Process};
use crate::repo::Repo;

/// What is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {
    /// Which refs there are.
    Advertise,
    /// One round of the conversation: what the client has and wants, then the pack.
    Answer,
}

/// A running `git upload-pack`. Dropping it ends it with all its children.
pub struct UploadPack {
    /// What it reads; closed by dropping it.
    pub input: Option<ChildStdin>,
    /// What it answers.
    pub output: Option<ChildStdout>,
    complaint: tokio::task::JoinHandle<String>,
    process: Process,
}

impl Repo {
    /// Starts `git upload-pack`. Clients see the branches only. `protocol` is the value of the header `Git-Protocol`,
    /// which is left out unless it is a short list of names and values. `patience` is how long it waits for its client.
    ///
    /// # Errors
    /// [`GitError::Io`] when it cannot be started.
    pub fn upload_pack(
        &self,
        what: Upload,
        protocol: Option<&str>,
        patience: Duration,
    ) -> Result<UploadPack, GitError> {
        let failed = |error| GitError::io("git upload-pack")(error);
        let settings = [
            ("transfer.hideRefs", "refs"),
            ("transfer.hideRefs", "!refs/heads"),
            ("uploadpack.allowFilter", "true"),
        ];
        let mut command = process::command(self.path(), &settings).map_err(failed)?;
        if let Some(value) = protocol.filter(|value| is_protocol(value)) {
            command.env("GIT_PROTOCOL", value);
        }
        command.args(["upload-pack", "--strict", "--stateless-rpc"]);
        command.arg(format!("--timeout={}", patience.as_secs().max(1)));
        if what == Upload::Advertise {
            command.arg("--http-backend-info-refs");
        }
        command.arg(".");
        let mut process = process::start(command).map_err(failed)?;
        let input = process.child.stdin.take();
        let output = process.child.stdout.take();
        let Some(errors) = process.child.stderr.take() else {
            return Err(failed(io::Error::other("no standard error")));
        };
        Ok(UploadPack {
            input,
            output,
            complaint: tokio::spawn(process::complaint(errors)),
            process,
        })
    }
}

impl UploadPack {
    /// Waits for its end; what it complained about, if it failed.
    pub async fn end(mut self) -> Option<String> {
        self.input = None;
        let status = self.process.wait().await;
        match status {
            Ok(status) if status.success() => None,
            Ok(status) => {
                let complaint = (&mut self.complaint).await.unwrap_or_default();
                Some(format!("{status}: {}", complaint.trim()))
            }
            Err(error) => Some(error.to_string()),
        }
    }
}

/// `version=2` and the like; what else a client writes there does not reach the program.
fn is_protocol(value: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "=:._-".contains(c);
    !value.is_empty() && value.len() <= 128 && value.chars().all(allowed)
}
