//! What `--verbose` prints.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Counters of a run.
pub struct Statistics {
    started: Instant,
    /// Templates on the command line.
    pub templates: AtomicU64,
    /// Objects finished.
    pub objects: AtomicU64,
    /// Objects that have no profile.
    pub failed: AtomicU64,
    /// Templates whose texts were looked at.
    pub started_compilations: AtomicU64,
    /// Those that are correct.
    pub compiled: AtomicU64,
    /// Files to be written.
    pub to_write: AtomicU64,
    /// Files written.
    pub written: AtomicU64,
    /// Errors.
    pub errors: AtomicU64,
}

impl Default for Statistics {
    fn default() -> Self {
        let zero = || AtomicU64::new(0);
        Self {
            started: Instant::now(),
            templates: zero(),
            objects: zero(),
            failed: zero(),
            started_compilations: zero(),
            compiled: zero(),
            to_write: zero(),
            written: zero(),
            errors: zero(),
        }
    }
}

impl Statistics {
    /// Adds to a counter.
    pub fn add(counter: &AtomicU64, n: usize) {
        counter.fetch_add(u64::try_from(n).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The time since the run began.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Three lines with the labels of the reference, on which scripts match: templates given, templates compiled and results
    /// written, then errors, time and memory. There is no other memory than that of the process.
    pub fn text(&self) -> String {
        let count = |counter: &AtomicU64| grouped(counter.load(Ordering::Relaxed));
        let milliseconds = u64::try_from(self.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (used, all) = memory();
        format!(
            "{} templates\n{}/{} compiled, 0/0 annotations, {}/{} xml, 0/0 dependency\n\
             {} errors, {} ms, {} MB/{} MB heap, 0 MB/-1 MB nonheap\n",
            count(&self.templates),
            count(&self.compiled),
            count(&self.started_compilations),
            count(&self.written),
            count(&self.to_write),
            count(&self.errors),
            grouped(milliseconds),
            grouped(used),
            grouped(all),
        )
    }
}

/// The number with a comma between groups of three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The largest resident size of this process so far and the memory of the machine in megabytes, where the system tells.
fn memory() -> (u64, u64) {
    let field = |file: &str, label: &str| {
        let text = std::fs::read_to_string(file).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(label))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes / 1024)
    };
    let used = field("/proc/self/status", "VmHWM:").unwrap_or(0);
    (used, field("/proc/meminfo", "MemTotal:").unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let statistics = Statistics::default();
        Statistics::add(&statistics.templates, 1234);
        Statistics::add(&statistics.started_compilations, 1_000_000);
        Statistics::add(&statistics.compiled, 999);
        let text = statistics.text();
        assert!(
            text.starts_with(
                "1,234 templates\n999/1,000,000 compiled, 0/0 annotations, 0/0 xml, 0/0 dependency\n0 errors, "
            ),
            "{text}"
        );
        assert!(
            text.ends_with(" MB heap, 0 MB/-1 MB nonheap\n") && text.lines().count() == 3,
            "{text}"
        );
    }
}
