//! Does the broker answer, is its clock ours, and whom does it take us for?

use std::time::{Duration, Instant};

use time::OffsetDateTime;

use super::report::Report;
use crate::client::Client;
use crate::config::{Auth, Config};
use crate::request::Request;

/// Kerberos gives up at this difference between two clocks, unless configured otherwise.
const KERBEROS_LIMIT: i64 = 300;
/// A machine with a working time service is never off by so much.
const SUSPICIOUS: i64 = 30;
/// A ping that takes longer has something the matter.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the broker's answer to a ping tells besides that it runs.
pub(super) struct Answer {
    /// Seconds that this machine's clock is ahead of the broker's.
    pub(super) clock: Option<i64>,
}

/// Asks for a sign of life, anonymously.
pub(super) async fn ping(report: &mut Report, config: &Config) -> Option<Answer> {
    let client = Client::new(Config {
        auth: Auth::Off,
        ..config.clone()
    });
    let start = Instant::now();
    let answer = match tokio::time::timeout(PATIENCE, client.send(Request::get("/status/ping"))).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            report.fail("broker", error.problem(), error.advice());
            return None;
        }
        Err(_) => {
            let detail = format!("no answer in {} s", PATIENCE.as_secs());
            report.fail(
                "broker",
                detail,
                "Look at the broker's log and at the load of its machine.",
            );
            return None;
        }
    };
    if !answer.is_success() {
        report.fail(
            "broker",
            format!("status {} {}", answer.status, answer.failure()),
            "If this is no broker at all, check --aqport; else look at its log.",
        );
        return None;
    }
    report.ok("broker", format!("answers in {} ms", start.elapsed().as_millis()));
    let clock = answer
        .date
        .map(|theirs| (OffsetDateTime::now_utc() - theirs).whole_seconds());
    Some(Answer { clock })
}

/// Judges the difference between the clocks, which the broker's answer shows to the second.
pub(super) fn clock(report: &mut Report, ahead: i64) {
    let detail = match ahead {
        -1..=1 => "the same as the broker's".to_owned(),
        2.. => format!("{ahead} s ahead of the broker's"),
        _ => format!("{} s behind the broker's", -ahead),
    };
    let advice = "Set the clock of the machine that is wrong, and run a time service (chrony, NTP).";
    if ahead.abs() >= KERBEROS_LIMIT {
        report.fail("clock", detail, advice);
    } else if ahead.abs() >= SUSPICIOUS {
        report.warn("clock", detail, advice);
    } else {
        report.ok("clock", detail);
    }
}

/// Asks who we are, with all that there is to prove it.
pub(super) async fn status(report: &mut Report, config: &Config) {
    const WHAT: &str = "identity";
    let client = Client::new(Config {
        auth: Auth::Required,
        ..config.clone()
    });
    let answer = match tokio::time::timeout(PATIENCE, client.send(Request::get("/status/server"))).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return report.fail(WHAT, error.problem(), error.advice()),
        Err(_) => {
            let detail = format!("no answer to status in {} s", PATIENCE.as_secs());
            return report.fail(
                WHAT,
                detail,
                "Look at the broker's log: its database may be away.",
            );
        }
    };
    if !answer.is_success() {
        return report.fail(
            WHAT,
            format!("refused: {}", answer.failure().replace('\n', " ")),
            "Do what the broker says; if it says nothing, look at its log.",
        );
    }
    let text = answer.text();
    let Some(connected) = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Connected as: "))
    else {
        return report.fail(
            WHAT,
            "the broker took the request for anonymous",
            "Its administrator must give it a key tab and switch on authentication.",
        );
    };
    if connected.ends_with("[nobody]") {
        let principal = connected.split(' ').next().unwrap_or(connected);
        let advice = format!(
            "You may only read. Ask an administrator for a role: aq permission --principal {principal} --role <role>."
        );
        return report.warn(WHAT, connected, advice);
    }
    report.ok(WHAT, connected);
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    fn judged(ahead: i64) -> (Level, String) {
        let mut report = Report::default();
        clock(&mut report, ahead);
        let finding = report.findings.remove(0);
        (finding.level, finding.detail)
    }

    #[test]
    fn clocks() {
        assert_eq!(judged(1), (Level::Ok, "the same as the broker's".to_owned()));
        assert_eq!(judged(-29), (Level::Ok, "29 s behind the broker's".to_owned()));
        assert_eq!(judged(30), (Level::Warn, "30 s ahead of the broker's".to_owned()));
        assert_eq!(
            judged(-300),
            (Level::Fail, "300 s behind the broker's".to_owned())
        );
    }
}
