//! Is there a way to the broker?

use std::net::IpAddr;
use std::path::Path;
use std::time::Instant;

use super::report::Report;
use crate::config::{Auth, Config};
use crate::connect::{addresses, tcp, unix};

/// Name and port. True when a connection was made.
pub(super) async fn host(report: &mut Report, config: &Config) -> bool {
    let described = format!(
        "{}, service {}, authentication {:?}",
        config.place(),
        config.service_name(),
        config.auth
    );
    if config.host.parse::<IpAddr>().is_ok() && config.auth != Auth::Off {
        report.warn(
            "configuration",
            described,
            "Use the broker's name in place of its address: its Kerberos service is registered by name.",
        );
    } else {
        report.ok("configuration", described);
    }
    match addresses(config).await {
        Ok(mut found) => {
            found.dedup();
            let found: Vec<String> = found.iter().map(|address| address.ip().to_string()).collect();
            report.ok("dns", format!("{} is {}", config.host, found.join(", ")));
        }
        Err(error) => {
            report.fail("dns", error.problem(), error.advice());
            return false;
        }
    }
    let start = Instant::now();
    match tcp(config).await {
        Ok(_) => report.ok(
            "network",
            format!("connected in {} ms", start.elapsed().as_millis()),
        ),
        Err(error) => {
            report.fail("network", error.problem(), error.advice());
            return false;
        }
    }
    true
}

/// The unix socket. True when a connection was made.
pub(super) async fn socket(report: &mut Report, config: &Config, path: &Path) -> bool {
    report.ok("configuration", format!("unix socket {}", config.place()));
    match unix(path).await {
        Ok(_) => report.ok("socket", "connected"),
        Err(error) => {
            report.fail("socket", error.problem(), error.advice());
            return false;
        }
    }
    true
}
