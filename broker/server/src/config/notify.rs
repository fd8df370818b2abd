//! Settings of what is told after a change; `docs/notifications.md` explains them.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use serde::Deserialize;

/// Telling machines that they have a new profile.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientNotifications {
    /// Tell them.
    pub enabled: bool,
    /// UDP port of the listener on the machines.
    pub port: u16,
    /// Packets that this broker sends in a second.
    pub rate: u32,
    /// Address that the packets are sent from.
    pub bind: Option<IpAddr>,
    /// Where all packets go instead of to the primary addresses of the machines: a relay, or a test.
    pub destination: Option<IpAddr>,
}

impl Default for ClientNotifications {
    fn default() -> Self {
        ClientNotifications {
            enabled: false,
            port: 7777,
            rate: 1000,
            bind: None,
            destination: None,
        }
    }
}

impl ClientNotifications {
    /// Where packets of a family leave from.
    pub fn source(&self, like: IpAddr) -> IpAddr {
        match self.bind {
            Some(address) if address.is_ipv4() == like.is_ipv4() => address,
            _ if like.is_ipv4() => Ipv4Addr::UNSPECIFIED.into(),
            _ => std::net::Ipv6Addr::UNSPECIFIED.into(),
        }
    }
}

/// The stream of events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Events {
    /// Days that events can be read again.
    pub keep_days: u16,
    /// Streams that may be open at a time at this broker.
    pub streams: usize,
}

impl Default for Events {
    fn default() -> Self {
        Events {
            keep_days: 30,
            streams: 200,
        }
    }
}

/// An endpoint that is told of events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Where the events go, `http` or `https`.
    pub url: String,
    /// File with the key of the signatures.
    pub secret_file: PathBuf,
    /// Kinds of events; all when there is none.
    #[serde(default)]
    pub kinds: BTreeSet<String>,
    /// Seconds that the endpoint has for an answer.
    #[serde(default = "Webhook::timeout")]
    pub timeout_seconds: u64,
    /// How often an event is tried before it is left out.
    #[serde(default = "Webhook::attempts")]
    pub attempts: u32,
    /// The longest pause between two attempts.
    #[serde(default = "Webhook::pause")]
    pub longest_pause_seconds: u64,
}

impl Webhook {
    fn timeout() -> u64 {
        10
    }

    /// With the pauses this is a day and a half.
    fn attempts() -> u32 {
        48
    }

    fn pause() -> u64 {
        3600
    }
}
