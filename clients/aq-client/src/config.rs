//! Where the broker is and how to authenticate.

use std::path::PathBuf;
use std::time::Duration;

/// Port of a broker's commands unless configured, as in Aquilon.
pub const DEFAULT_PORT: u16 = 6900;

/// Whether to prove who the user is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Auth {
    /// With Kerberos when there is a usable ticket, else anonymously, which suffices for reading.
    #[default]
    Auto,
    /// With Kerberos or not at all.
    Required,
    /// Anonymously (`--noauth`).
    Off,
}

/// How to reach the broker. Start from [`Config::default`] and change what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Host name of the broker; the name in its Kerberos service principal. An address works for anonymous use only.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Kerberos service: a name (`HTTP`), which is asked for on [`Config::host`], or `name@host` in full.
    pub service: String,
    /// Whether to authenticate. Without effect on a unix socket, where the kernel tells the broker who connects.
    pub auth: Auth,
    /// Path of the broker's unix socket, to be used in place of host and port.
    pub socket: Option<PathBuf>,
    /// Credential cache file to be used in place of the user's own (`KRB5CCNAME`).
    pub credential_cache: Option<PathBuf>,
    /// Whether [`crate::Client::watch`] asks for debug messages too.
    pub debug: bool,
    /// Longest wait for a connection to one address.
    pub connect_timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: "localhost".to_owned(),
            port: DEFAULT_PORT,
            service: "HTTP".to_owned(),
            auth: Auth::Auto,
            socket: None,
            credential_cache: None,
            debug: false,
            connect_timeout: Duration::from_secs(10),
        }
    }
}

impl Config {
    /// The Kerberos service to ask for, `HTTP@host`.
    #[must_use]
    pub fn service_name(&self) -> String {
        if self.service.contains('@') {
            self.service.clone()
        } else {
            format!("{}@{}", self.service, self.host)
        }
    }

    /// Where the broker is, for messages.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.socket {
            Some(path) => path.display().to_string(),
            None => self.authority(),
        }
    }

    /// `host:port`, with an IPv6 address in brackets.
    pub(crate) fn authority(&self) -> String {
        if self.host.contains(':') && !self.host.starts_with('[') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_is_on_the_host_unless_given_in_full() {
        let mut config = Config {
            host: "broker.example.org".to_owned(),
            ..Config::default()
        };
        assert_eq!(config.service_name(), "HTTP@broker.example.org");
        config.service = "cdb@other.example.org".to_owned();
        assert_eq!(config.service_name(), "cdb@other.example.org");
    }

    #[test]
    fn addresses_of_version_6_are_bracketed() {
        let config = Config {
            host: "::1".to_owned(),
            ..Config::default()
        };
        assert_eq!(config.place(), "[::1]:6900");
    }
}
