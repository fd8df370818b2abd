//! The broker itself, for `aq status`.

use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// What `aq status` shows.
pub struct StatusView {
    /// Version of the broker.
    pub version: &'static str,
    /// Address of the command port.
    pub server: String,
    /// Name and version of the database.
    pub database: String,
    /// Where the reference keeps sandboxes; scripts read it.
    pub sandboxes: String,
    /// Principal and role of the caller.
    pub caller: Option<(String, String)>,
}

impl View for StatusView {
    fn raw(&self, out: &mut Raw) {
        out.line(format_args!("Aquilon Broker {}", self.version))
            .field("Server", &self.server)
            .field("Database", &self.database)
            .field("Sandboxes", &self.sandboxes);
        if let Some((principal, role)) = &self.caller {
            out.field("Connected as", format_args!("{principal} [{role}]"));
        }
    }

    /// Version, address, database, sandboxes, principal and role of the caller.
    fn csv(&self) -> Option<Vec<Columns>> {
        let (principal, role) = self.caller.as_ref().map(|(p, r)| (p, r)).unzip();
        Some(vec![
            Columns::new()
                .add(self.version)
                .add(&self.server)
                .add(&self.database)
                .add(&self.sandboxes)
                .maybe(principal)
                .maybe(role),
        ])
    }

    fn json(&self) -> Value {
        json!({
            "version": self.version,
            "server": self.server,
            "database": self.database,
            "sandboxes": self.sandboxes,
            "principal": self.caller.as_ref().map(|c| &c.0),
            "role": self.caller.as_ref().map(|c| &c.1),
        })
    }
}
