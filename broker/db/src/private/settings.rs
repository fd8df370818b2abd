//! Settings of a private cluster, and the configuration file that they become.

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::account::Account;
use super::layout::Layout;
use crate::{DbError, Result};

/// What the data is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// What was committed survives a loss of power.
    Durable,
    /// Tests: fast, and lost with the machine.
    Throwaway,
}

/// How a private cluster is made and run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Directory of the cluster. It is made when missing, belongs to the server's account and holds nothing else.
    pub directory: PathBuf,
    /// What the data is worth.
    pub durability: Durability,
    /// Connections that the server accepts, of all brokers and tools together.
    pub connections: u32,
    /// Directory of the server programs; found by itself when `None`.
    pub binaries: Option<PathBuf>,
}

impl Settings {
    /// Durable settings for a directory.
    #[must_use]
    pub fn durable(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            durability: Durability::Durable,
            connections: 100,
            binaries: None,
        }
    }

    /// Settings for tests in a directory.
    #[must_use]
    pub fn throwaway(directory: impl Into<PathBuf>) -> Self {
        Self {
            durability: Durability::Throwaway,
            connections: 300,
            ..Self::durable(directory)
        }
    }
}

/// Writes `postgresql.conf`. It is ours, written at every start; what an administrator changes goes to `site.conf` in the
/// directory of the cluster, which is read last.
pub(super) fn write(settings: &Settings, layout: &Layout, account: Option<&Account>) -> Result<()> {
    let path = layout.data.join("postgresql.conf");
    let failure = |e: std::io::Error| DbError::Cluster(format!("{}: {e}", path.display()));
    let fresh = path.with_extension("conf.new");
    fs::write(&fresh, text(settings, layout)).map_err(failure)?;
    fs::set_permissions(&fresh, fs::Permissions::from_mode(0o600)).map_err(failure)?;
    if let Some(account) = account {
        account.own(&fresh).map_err(failure)?;
    }
    fs::rename(&fresh, &path).map_err(failure)
}

fn text(settings: &Settings, layout: &Layout) -> String {
    let mut out =
        String::from("# Written at every start; changes belong into site.conf beside the data directory.\n");
    let connections = settings.connections.to_string();
    let socket = layout.socket_directory.to_string_lossy();
    let mut put = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{name} = '{}'",
            value.replace('\\', "\\\\").replace('\'', "''")
        );
    };
    put("listen_addresses", "");
    put("unix_socket_directories", &socket);
    put("unix_socket_permissions", "0700");
    put("max_connections", &connections);
    put("timezone", "UTC");
    put("log_timezone", "UTC");
    put("lc_messages", "C");
    // Statements are short: planning them again as machine code costs more than it saves.
    put("jit", "off");
    match settings.durability {
        Durability::Durable => {
            put("fsync", "on");
            put("full_page_writes", "on");
            put("synchronous_commit", "on");
            put("wal_compression", "on");
            put("shared_buffers", "256MB");
            put("max_wal_size", "2GB");
            // One file per weekday, overwritten after a week.
            put("logging_collector", "on");
            put("log_directory", "../log");
            put("log_filename", "postgres-%a.log");
            put("log_rotation_age", "1d");
            put("log_truncate_on_rotation", "on");
            put("log_line_prefix", "%m [%p] ");
        }
        Durability::Throwaway => {
            put("fsync", "off");
            put("full_page_writes", "off");
            put("synchronous_commit", "off");
            put("shared_buffers", "64MB");
            // Files of the cluster, which go with it, instead of segments that a killed server leaves in memory.
            put("dynamic_shared_memory_type", "mmap");
            put("wal_level", "minimal");
            put("max_wal_senders", "0");
            put("autovacuum", "off");
        }
    }
    out.push_str("include_if_exists = '../site.conf'\n");
    out
}
