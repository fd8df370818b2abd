//! What `--verbose` prints.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Counters of a run.
pub struct Statistics {
    started: Instant,
    /// Templates on the command line.
    pub templates: AtomicU64,
    /// Objects started.
    pub objects: AtomicU64,
    /// Objects finished without errors.
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

    /// Three lines: templates and what became of them, then errors, time and memory.
    pub fn text(&self) -> String {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let memory = peak_memory()
            .map(|megabytes| format!(", {megabytes} MB memory at most"))
            .unwrap_or_default();
        format!(
            "{} templates\n{}/{} compiled, {}/{} written\n{} errors, {} ms{memory}\n",
            count(&self.templates),
            count(&self.compiled),
            count(&self.objects),
            count(&self.written),
            count(&self.to_write),
            count(&self.errors),
            self.started.elapsed().as_millis(),
        )
    }
}

/// The largest resident size of this process so far, in megabytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace()
        .next()?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let statistics = Statistics::default();
        Statistics::add(&statistics.objects, 3);
        Statistics::add(&statistics.compiled, 2);
        let text = statistics.text();
        assert!(
            text.starts_with("0 templates\n2/3 compiled, 0/0 written\n0 errors, "),
            "{text}"
        );
        assert_eq!(text.lines().count(), 3);
    }
}
