//! An audit record, for `aq search_audit`.

use aq_db::audit::Record;
use serde_json::{Map, Value, json};
use time::format_description::well_known::Rfc3339;

use super::stamp;
use crate::format::{Columns, Raw, View};

/// An audit record.
pub struct TransactionView(pub Record);

impl TransactionView {
    fn command_line(&self) -> String {
        let mut line = format!("aq {}", self.0.command);
        for (name, value) in &self.0.arguments {
            line.push_str(&format!(" --{name}='{value}'"));
        }
        line
    }

    fn results(&self) -> String {
        self.0
            .results
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl View for TransactionView {
    /// One line, in the layout that scripts over Aquilon's audit match.
    fn raw(&self, out: &mut Raw) {
        let record = &self.0;
        let code = record
            .return_code
            .map_or_else(|| "-".to_owned(), |c| c.to_string());
        let results = if record.results.is_empty() {
            String::new()
        } else {
            format!(" [Result: {}]", self.results())
        };
        out.line(format_args!(
            "{} {} {code} {}{results}",
            stamp(record.start_time),
            record.username,
            self.command_line()
        ));
    }

    fn csv(&self) -> Option<Vec<Columns>> {
        let r = &self.0;
        let row = Columns::new()
            .add(stamp(r.start_time))
            .add(&r.username)
            .maybe(r.return_code);
        Some(vec![row.add(self.command_line()).add(self.results())])
    }

    fn json(&self) -> Value {
        let r = &self.0;
        let pairs = |list: &[(String, String)]| -> Value {
            list.iter()
                .map(|(k, v)| (k.clone(), Value::from(v.as_str())))
                .collect::<Map<_, _>>()
                .into()
        };
        json!({
            "requestid": r.request_id,
            "auditid": r.number,
            "user": r.username,
            "command": r.command,
            "readonly": r.readonly,
            "start": r.start_time.format(&Rfc3339).ok(),
            "end": r.end_time.and_then(|t| t.format(&Rfc3339).ok()),
            "return_code": r.return_code,
            "arguments": pairs(&r.arguments),
            "results": pairs(&r.results),
        })
    }
}
