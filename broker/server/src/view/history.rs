//! A version of a profile, for `aq show_history`.

use aq_db::profile::Past;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::stamp;
use crate::format::{Columns, Raw, View};

/// Digits of a commit that people read.
const SHORT: usize = 12;

/// A version of a profile.
pub struct VersionView(pub Past);

impl View for VersionView {
    /// One line; parts are two blanks apart.
    fn raw(&self, out: &mut Raw) {
        let past = &self.0;
        let commit = past.commit_id.get(..SHORT).unwrap_or(&past.commit_id);
        let by = match (&past.command, &past.username) {
            (Some(command), Some(user)) => format!("{command} by {user}"),
            _ => "-".to_owned(),
        };
        let size = past.xml_size.or(past.json_size).unwrap_or_default();
        out.line(format_args!(
            "{}  {}  {}  {commit}  {by}  {}  {size} bytes{}",
            past.profile_id,
            stamp(past.created),
            past.branch,
            past.engine_version,
            if past.served { "  served" } else { "" }
        ));
    }

    fn csv(&self) -> Option<Vec<Columns>> {
        let past = &self.0;
        let row = Columns::new()
            .add(past.profile_id)
            .add(stamp(past.created))
            .add(&past.branch)
            .add(&past.commit_id)
            .maybe(past.command.as_ref())
            .maybe(past.username.as_ref())
            .maybe(past.audit_number);
        Some(vec![
            row.add(&past.engine_version)
                .maybe(past.xml_size)
                .maybe(past.json_size)
                .add(super::truth(past.served)),
        ])
    }

    fn json(&self) -> Value {
        let past = &self.0;
        json!({
            "version": past.profile_id,
            "created": past.created.format(&Rfc3339).ok(),
            "branch": past.branch,
            "commit": past.commit_id,
            "command": past.command,
            "user": past.username,
            "auditid": past.audit_number,
            "engine": past.engine_version,
            "xml_size": past.xml_size,
            "json_size": past.json_size,
            "served": past.served,
        })
    }
}
