use std::fmt;
use std::time::Duration;

/// What a run did, in the three lines that the reference prints at its end. Scripts match on its labels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Templates given.
    pub templates: u64,
    /// Templates compiled: correct ones, all.
    pub compiled: (u64, u64),
    /// Annotation files: written, all.
    pub annotations: (u64, u64),
    /// Results: written, all.
    pub results: (u64, u64),
    /// Errors.
    pub errors: u64,
    /// How long it took.
    pub time: Duration,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pair = |(done, all): (u64, u64)| format!("{}/{}", grouped(done), grouped(all));
        writeln!(f, "{} templates", grouped(self.templates))?;
        writeln!(
            f,
            "{} compiled, {} annotations, {} xml, 0/0 dependency",
            pair(self.compiled),
            pair(self.annotations),
            pair(self.results)
        )?;
        // There is no other memory than that of the process.
        let (used, all) = memory();
        writeln!(
            f,
            "{} errors, {} ms, {} MB/{} MB heap, 0 MB/-1 MB nonheap",
            grouped(self.errors),
            grouped(u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX)),
            grouped(used),
            grouped(all)
        )
    }
}

/// The number with a comma between groups of three digits.
#[must_use]
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
        let summary = Summary {
            templates: 1234,
            compiled: (999, 1_000_000),
            results: (1000, 100),
            time: Duration::from_millis(5678),
            ..Summary::default()
        };
        let text = summary.to_string();
        assert!(
            text.starts_with(
                "1,234 templates\n999/1,000,000 compiled, 0/0 annotations, 1,000/100 xml, 0/0 dependency\n\
                 0 errors, 5,678 ms, "
            ),
            "{text}"
        );
        assert!(
            text.ends_with(" MB heap, 0 MB/-1 MB nonheap\n") && text.lines().count() == 3,
            "{text}"
        );
    }
}
