//! Is there a ticket, and does it open the broker's door?

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aq_auth::{InitiateError, Initiator, Ticket};

use super::report::Report;
use crate::config::Config;

/// Less than this left, and a longer compile may outlive the ticket.
const SHORT: Duration = Duration::from_secs(10 * 60);

/// Where the library looks when nothing is configured.
const SYSTEM_CONF: &str = "/etc/krb5.conf";

/// The library's configuration files: at least one must be readable.
pub(super) fn configuration(report: &mut Report) {
    let named = env::var_os("KRB5_CONFIG");
    let from_environment = named.is_some();
    let files: Vec<PathBuf> = match named {
        Some(list) => env::split_paths(&list).collect(),
        None => vec![PathBuf::from(SYSTEM_CONF)],
    };
    judge(report, &files, from_environment);
}

fn judge(report: &mut Report, files: &[PathBuf], from_environment: bool) {
    const WHAT: &str = "kerberos configuration";
    let texts: Vec<(&Path, std::io::Result<String>)> = files
        .iter()
        .map(|file| (file.as_path(), fs::read_to_string(file)))
        .collect();
    let origin = if from_environment { " (KRB5_CONFIG)" } else { "" };
    let readable: Vec<&String> = texts.iter().filter_map(|(_, text)| text.as_ref().ok()).collect();
    if readable.is_empty() {
        let reasons: Vec<String> = texts
            .iter()
            .filter_map(|(file, text)| Some(format!("{}{origin}: {}", file.display(), text.as_ref().err()?)))
            .collect();
        return report.fail(
            WHAT,
            format!("not readable: {}", reasons.join(", ")),
            format!("Install the site's krb5.conf as {SYSTEM_CONF}, or name it in KRB5_CONFIG."),
        );
    }
    let realm = readable.iter().find_map(|text| default_realm(text));
    let names: Vec<String> = texts
        .iter()
        .filter(|(_, text)| text.is_ok())
        .map(|(file, _)| format!("{}{origin}", file.display()))
        .collect();
    match realm {
        Some(realm) => report.ok(WHAT, format!("{}, default realm {realm}", names.join(", "))),
        // Included files and DNS may name one still; the ticket shows whether it works.
        None => report.warn(
            WHAT,
            format!("{} sets no default_realm", names.join(", ")),
            "Set it in [libdefaults], unless an included file does.",
        ),
    }
}

fn default_realm(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "default_realm").then(|| value.trim())
    })
}

/// The user's ticket and the one for the broker. True when both are there.
pub(super) async fn tickets(report: &mut Report, config: &Config) -> bool {
    let (cache, service) = (config.credential_cache.clone(), config.service_name());
    let examined = tokio::task::spawn_blocking(move || {
        let ticket = Ticket::find(cache.as_deref());
        let started = ticket
            .as_ref()
            .ok()
            .map(|ticket| Initiator::start(ticket, &service));
        let label = started.map(|started| started.map(|(conversation, _)| conversation.label().cloned()));
        (ticket, label)
    })
    .await;
    let Ok((ticket, label)) = examined else {
        report.fail("ticket", "the check ended early", "Run aq doctor again.");
        return false;
    };
    match &ticket {
        Ok(ticket) => {
            let detail = format!("{}, {} left", ticket.principal(), duration(ticket.remaining()));
            if ticket.remaining() < SHORT {
                report.warn("ticket", detail, "Run kinit.");
            } else {
                report.ok("ticket", detail);
            }
        }
        Err(error) => refused(report, "ticket", error),
    }
    match label {
        Some(Ok(label)) => {
            let detail = label.map_or_else(
                || config.service_name(),
                |label| match label.key_version {
                    Some(version) => format!("{}@{}, key version {version}", label.service, label.realm),
                    None => format!("{}@{}", label.service, label.realm),
                },
            );
            report.ok("service ticket", detail);
            true
        }
        Some(Err(error)) => {
            refused(report, "service ticket", &error);
            false
        }
        None => false,
    }
}

fn refused(report: &mut Report, what: &'static str, error: &InitiateError) {
    let advice = match error {
        // Not "run aq doctor", which this is.
        InitiateError::Other { .. } => {
            "Set KRB5_TRACE=/dev/stderr to see what the library does, and ask your Kerberos administrator."
                .to_owned()
        }
        _ => error.advice(),
    };
    report.fail(what, error.problem(), advice);
}

/// Hours and minutes, or seconds when that is all there is.
fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 3600, seconds / 60 % 60) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    fn judged(files: &[PathBuf]) -> (Level, String) {
        let mut report = Report::default();
        judge(&mut report, files, false);
        let finding = report.findings.remove(0);
        (finding.level, finding.detail)
    }

    #[test]
    fn configuration_files() {
        let dir = tempfile::tempdir().unwrap();
        let (good, empty, missing) = (
            dir.path().join("good"),
            dir.path().join("empty"),
            dir.path().join("missing"),
        );
        fs::write(&good, "[libdefaults]\n default_realm = EXAMPLE.COM\n").unwrap();
        fs::write(&empty, "[libdefaults]\n").unwrap();
        assert_eq!(judged(&[missing.clone(), good.clone()]).0, Level::Ok);
        assert!(judged(&[good]).1.ends_with("default realm EXAMPLE.COM"));
        assert_eq!(judged(&[empty]).0, Level::Warn);
        let (level, detail) = judged(&[missing]);
        assert_eq!(level, Level::Fail);
        assert!(detail.contains("missing: No such file"), "{detail}");
    }

    #[test]
    fn durations() {
        let text = |seconds| duration(Duration::from_secs(seconds));
        assert_eq!(
            (text(59), text(61), text(36_000)),
            ("59 s".into(), "1 min".into(), "10 h 0 min".into())
        );
    }
}
