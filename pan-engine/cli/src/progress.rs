//! How far a long run is, on the standard error stream.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pan_options::grouped;

use crate::statistics::Statistics;

/// Runs shorter than this show nothing on a terminal.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress of one run.
pub struct Progress<'s> {
    statistics: &'s Statistics,
    mode: Option<Mode>,
    total: AtomicU64,
    started: Instant,
    /// Is a line on the terminal?
    shown: AtomicBool,
    over: (Mutex<bool>, Condvar),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// One line that is written again and again.
    Terminal,
    /// A line now and then.
    Lines,
}

impl<'s> Progress<'s> {
    /// Progress of objects counted in the statistics. On a terminal it is shown anyway, elsewhere when `wanted`.
    pub fn new(statistics: &'s Statistics, wanted: bool) -> Self {
        let mode = match (std::io::stderr().is_terminal(), wanted) {
            (true, _) => Some(Mode::Terminal),
            (false, true) => Some(Mode::Lines),
            (false, false) => None,
        };
        Self {
            statistics,
            mode,
            total: AtomicU64::new(0),
            started: Instant::now(),
            shown: AtomicBool::new(false),
            over: (Mutex::new(false), Condvar::new()),
        }
    }

    /// Runs something while progress towards so many objects is shown.
    pub fn during(&self, total: usize, run: impl FnOnce()) {
        self.total
            .store(u64::try_from(total).unwrap_or(u64::MAX), Ordering::Relaxed);
        let Some(mode) = self.mode else { return run() };
        std::thread::scope(|scope| {
            // Without a thread nothing is shown.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || self.show(mode));
            run();
            *self.over.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
            self.over.1.notify_all();
        });
        self.clear();
        if mode == Mode::Lines {
            let _ = writeln!(std::io::stderr(), "{}", self.line());
        }
    }

    /// Takes the line off the terminal, so that something else can be printed.
    pub fn clear(&self) {
        if self.shown.swap(false, Ordering::Relaxed) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }

    fn show(&self, mode: Mode) {
        let step = match mode {
            Mode::Terminal => Duration::from_millis(200),
            Mode::Lines => Duration::from_secs(1),
        };
        let mut over = self.over.0.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            over = self
                .over
                .1
                .wait_timeout(over, step)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            if *over {
                return;
            }
            match mode {
                Mode::Lines => {
                    let _ = writeln!(std::io::stderr(), "{}", self.line());
                }
                Mode::Terminal if self.started.elapsed() >= PATIENCE => {
                    self.shown.store(true, Ordering::Relaxed);
                    let _ = write!(std::io::stderr(), "\r{}\x1b[K", self.line());
                }
                Mode::Terminal => {}
            }
        }
    }

    fn line(&self) -> String {
        let done = self.statistics.objects.load(Ordering::Relaxed);
        let failed = self.statistics.failed.load(Ordering::Relaxed);
        // Objects that others refer to come on top.
        let total = self.total.load(Ordering::Relaxed).max(done);
        text(done, total, failed, self.started.elapsed())
    }
}

fn text(done: u64, total: u64, failed: u64, passed: Duration) -> String {
    let milliseconds = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = done.saturating_mul(1000) / milliseconds;
    let mut line = format!(
        "{}/{} objects, {}/s",
        grouped(done),
        grouped(total),
        grouped(rate)
    );
    if failed > 0 {
        line.push_str(&format!(", {} failed", grouped(failed)));
    }
    if done > 0 && done < total {
        let left = (total - done).saturating_mul(milliseconds) / done / 1000;
        line.push_str(&format!(", {left} s left"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (done, total, failed, seconds, expected) in [
            (0, 20_000, 0, 1, "0/20,000 objects, 0/s"),
            (5_000, 20_000, 0, 10, "5,000/20,000 objects, 500/s, 30 s left"),
            (
                5_000,
                20_000,
                7,
                10,
                "5,000/20,000 objects, 500/s, 7 failed, 30 s left",
            ),
            (3, 3, 1, 2, "3/3 objects, 1/s, 1 failed"),
        ] {
            assert_eq!(text(done, total, failed, Duration::from_secs(seconds)), expected);
        }
    }
}
