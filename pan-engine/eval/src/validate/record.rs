use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Dict, Key, Term, Value};

use super::{At, Check, Violation, range};
use crate::eval::Evaluator;
use crate::ir::{BaseType, Record};
use crate::types::{Named, TypeTable};

impl Evaluator<'_> {
    /// A record by itself: no other fields, unless it is extensible (whether included records are does not matter).
    pub(super) fn check_record(&mut self, record: &Record, value: &Value, at: At<'_>) -> Check {
        let Value::Dict(entries) = value else {
            return Err(Violation::mismatch("dict", value));
        };
        if !record.extensible {
            let unknown = unknown_fields(&self.types, record, entries);
            if !unknown.is_empty() {
                let names: Vec<&str> = unknown.iter().map(|key| &***key).collect();
                let message = format!(
                    "unexpected field{}: {}",
                    if names.len() == 1 { "" } else { "s" },
                    names.join(", ")
                );
                return Err(Violation::new(codes::validation::UNEXPECTED_FIELD, message));
            }
        }
        self.check_fields(record, value, at)
    }

    /// The fields that a record declares: included records first, then required, then optional fields.
    pub(super) fn check_fields(&mut self, record: &Record, value: &Value, at: At<'_>) -> Check {
        let Value::Dict(entries) = value else {
            return Err(Violation::mismatch("dict", value));
        };
        if let Some(range) = record.range {
            range::check(range, value)?;
        }
        for name in &record.includes {
            if let Some(Named::Defined(full)) = self.types.named(name) {
                let full = Arc::clone(full);
                self.check_included(&full, value, at)
                    .map_err(|violation| violation.of_type(name))?;
            }
        }
        for (key, field) in &record.required {
            let Some(child) = entries.get(key) else {
                let message = format!("missing required field: {key}");
                return Err(Violation::new(codes::validation::MISSING_FIELD, message).declared(field));
            };
            let place = at.key_place(key);
            self.check_type(field, child, at.entry(key, &place))
                .map_err(|violation| violation.below(Term::Key(key.clone())))?;
        }
        for (key, field) in &record.optional {
            if let Some(child) = entries.get(key) {
                let place = at.key_place(key);
                self.check_type(field, child, at.entry(key, &place))
                    .map_err(|violation| violation.below(Term::Key(key.clone())))?;
            }
        }
        Ok(())
    }
}

/// The fields that neither the record nor one it includes declares.
fn unknown_fields<'v>(types: &TypeTable, record: &Record, entries: &'v Dict) -> Vec<&'v Key> {
    entries
        .keys()
        .filter(|key| !declares(types, record, key))
        .collect()
}

fn declares(types: &TypeTable, record: &Record, key: &Key) -> bool {
    let has =
        |fields: &[(Key, crate::ir::FullType)]| fields.binary_search_by(|(name, _)| name.cmp(key)).is_ok();
    has(&record.required)
        || has(&record.optional)
        || record.includes.iter().any(|name| match types.named(name) {
            Some(Named::Defined(full)) => match &full.base {
                BaseType::Record(included) => declares(types, included, key),
                _ => false,
            },
            _ => false,
        })
}
