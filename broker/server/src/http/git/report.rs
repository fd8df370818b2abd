//! What a push is told: progress and refusals as they come, then what became of each ref.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aq_git::protocol::{FLUSH, LONGEST_DATA, PushRequest, RefName, encode};
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::mpsc;

/// Pieces that wait for the client.
const WAITING: usize = 64;
/// How long the client may take for one.
const PATIENCE: Duration = Duration::from_secs(60);
/// Side bands.
const DATA: u8 = 1;
const PROGRESS: u8 = 2;

/// The side of the broker. What a client that went away does not hear is lost.
pub struct Report {
    to: mpsc::Sender<Bytes>,
    side_band: bool,
    quiet: bool,
    wanted: bool,
    /// The client went away, or does not listen.
    deaf: AtomicBool,
}

/// What became of a ref: nothing, or why not.
pub type Outcome = (RefName, Result<(), String>);

impl Report {
    /// A report and the body that carries it.
    pub fn new(request: &PushRequest) -> (Self, Body) {
        let (to, from) = mpsc::channel::<Bytes>(WAITING);
        let pieces = stream::unfold(from, |mut from| async move {
            let piece = from.recv().await?;
            Some((Ok::<_, io::Error>(piece), from))
        });
        let report = Self {
            to,
            side_band: request.side_band,
            quiet: request.quiet,
            wanted: request.report_status,
            deaf: AtomicBool::new(false),
        };
        (report, Body::from_stream(pieces))
    }

    /// Shows progress unless none is wanted.
    pub async fn progress(&self, text: &str) {
        if !self.quiet {
            self.say(text).await;
        }
    }

    /// Shows text to the user, each line as `remote: ...`.
    pub async fn say(&self, text: &str) {
        if !self.side_band {
            return;
        }
        let mut shown: String = text.chars().map(harmless).collect();
        shown.push('\n');
        self.send(PROGRESS, shown.as_bytes()).await;
    }

    /// What became of the pack and of each ref; the end.
    pub async fn end(self, unpacked: Result<(), String>, outcomes: &[Outcome]) {
        let mut lines = Vec::new();
        if self.wanted {
            let unpack = unpacked.map_or_else(|reason| one_line(&reason), |()| "ok".to_owned());
            encode(format!("unpack {unpack}\n").as_bytes(), &mut lines);
            for (name, outcome) in outcomes {
                let line = match outcome {
                    Ok(()) => format!("ok {name}\n"),
                    Err(reason) => format!("ng {name} {}\n", one_line(reason)),
                };
                encode(line.as_bytes(), &mut lines);
            }
            lines.extend_from_slice(FLUSH);
        }
        if self.side_band {
            self.send(DATA, &lines).await;
            self.pass_on(Bytes::from_static(FLUSH)).await;
        } else {
            self.pass_on(lines.into()).await;
        }
    }

    async fn pass_on(&self, bytes: Bytes) {
        if self.deaf.load(Ordering::Relaxed) {
            return;
        }
        let sent = tokio::time::timeout(PATIENCE, self.to.send(bytes)).await;
        if !matches!(sent, Ok(Ok(()))) {
            self.deaf.store(true, Ordering::Relaxed);
        }
    }

    async fn send(&self, band: u8, data: &[u8]) {
        for part in data.chunks(LONGEST_DATA - 1) {
            let mut packet = Vec::with_capacity(part.len() + 5);
            encode(&[&[band], part].concat(), &mut packet);
            self.pass_on(packet.into()).await;
        }
    }
}

/// A reason as git shows it behind the ref.
fn one_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().map(harmless).take(300).collect()
}

/// Names of files and texts of templates must not command the user's terminal.
fn harmless(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        c if c.is_control() => '?',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn told(side_band: bool) -> String {
        let request = PushRequest {
            side_band,
            report_status: true,
            quiet: true,
            ..PushRequest::default()
        };
        let (report, body) = Report::new(&request);
        report.progress("not shown").await;
        report.say("a\u{1b}[31m\nb").await;
        let name = |name: &str| -> RefName { name.parse().unwrap() };
        let outcomes = [
            (name("refs/heads/a"), Ok(())),
            (name("refs/heads/b"), Err("no\nmore".to_owned())),
        ];
        report.end(Ok(()), &outcomes).await;
        String::from_utf8(to_bytes(body, 10_000).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn in_bands() {
        let inner = "000eunpack ok\n0014ok refs/heads/a\n0017ng refs/heads/b no\n0000";
        let text = told(true).await;
        let data = format!("{:04x}\u{1}{inner}", inner.len() + 5);
        assert_eq!(text, format!("000d\u{2}a?[31m\nb\n{data}0000"));
    }

    #[tokio::test]
    async fn plain() {
        assert_eq!(
            told(false).await,
            "000eunpack ok\n0014ok refs/heads/a\n0017ng refs/heads/b no\n0000"
        );
    }
}
