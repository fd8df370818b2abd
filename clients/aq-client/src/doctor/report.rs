//! The findings and how they are shown.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Ok,
    /// Works, but may surprise.
    Warn,
    /// Keeps commands from working.
    Fail,
}

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What was examined.
    pub what: &'static str,
    /// What was found.
    pub detail: String,
    /// What to do about it; nothing where all is well.
    pub advice: Option<String>,
}

/// All findings, in the order of the checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// One for each check that was made.
    pub findings: Vec<Finding>,
}

impl Report {
    pub(super) fn ok(&mut self, what: &'static str, detail: impl Into<String>) {
        self.findings.push(Finding {
            level: Level::Ok,
            what,
            detail: detail.into(),
            advice: None,
        });
    }

    pub(super) fn warn(&mut self, what: &'static str, detail: impl Into<String>, advice: impl Into<String>) {
        self.add(Level::Warn, what, detail, advice);
    }

    pub(super) fn fail(&mut self, what: &'static str, detail: impl Into<String>, advice: impl Into<String>) {
        self.add(Level::Fail, what, detail, advice);
    }

    fn add(
        &mut self,
        level: Level,
        what: &'static str,
        detail: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.findings.push(Finding {
            level,
            what,
            detail: detail.into(),
            advice: Some(advice.into()),
        });
    }

    /// The worst level; [`Level::Ok`] when nothing was examined.
    #[must_use]
    pub fn worst(&self) -> Level {
        self.findings
            .iter()
            .map(|finding| finding.level)
            .max()
            .unwrap_or(Level::Ok)
    }

    /// Exit status of `aq doctor`: 1 when a check failed, else 0.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        u8::from(self.worst() == Level::Fail)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<4} {}: {}", self.level, self.what, self.detail)?;
        match &self.advice {
            Some(advice) => write!(f, " -> {advice}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Report {
    /// One line for each finding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings
            .iter()
            .try_for_each(|finding| writeln!(f, "{finding}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_exit_status() {
        let mut report = Report::default();
        report.ok("dns", "localhost is 127.0.0.1");
        report.warn("ticket", "3 minutes left", "Run kinit.");
        assert_eq!(report.exit_status(), 0);
        report.fail("broker", "no answer", "Start it.");
        assert_eq!(report.exit_status(), 1);
        assert_eq!(
            report.to_string(),
            "ok   dns: localhost is 127.0.0.1\nwarn ticket: 3 minutes left -> Run kinit.\n\
             FAIL broker: no answer -> Start it.\n"
        );
    }
}
