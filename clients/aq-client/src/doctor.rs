//! Looks for what is wrong between this user and the broker (`aq doctor`).
//!
//! Each check is one line; a check whose ground is missing is left out, so that the first FAIL is the cause and not a
//! consequence.

mod broker;
mod kerberos;
mod network;
mod report;

use crate::config::{Auth, Config};
use broker::Answer;
pub use report::{Finding, Level, Report};

/// Examines everything between this user and the broker that `config` names. Takes as long as the slowest time-out
/// when the network swallows packets, else well under a second.
pub async fn examine(config: &Config) -> Report {
    let mut report = Report::default();
    let reachable = match &config.socket {
        Some(path) => network::socket(&mut report, config, path).await,
        None => network::host(&mut report, config).await,
    };
    let answer = if reachable {
        broker::ping(&mut report, config).await
    } else {
        None
    };
    if config.socket.is_some() {
        if answer.is_some() {
            broker::status(&mut report, config).await;
        }
        return report;
    }
    if let Some(Answer {
        clock: Some(difference),
    }) = answer
    {
        broker::clock(&mut report, difference);
    }
    if config.auth == Auth::Off {
        report.warn(
            "authentication",
            "switched off; you may only read",
            "Leave out --noauth.",
        );
        return report;
    }
    // Kerberos is examined without the broker, too: its faults do not go away when the broker comes back.
    kerberos::configuration(&mut report);
    let ready = kerberos::tickets(&mut report, config).await;
    if answer.is_some() && ready {
        broker::status(&mut report, config).await;
    }
    report
}
