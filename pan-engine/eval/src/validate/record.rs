use std::sync::Arc;

use pan_diagnostics::{codes, did_you_mean};
use pan_value::{Dict, Key, Term, Value};

use super::{Check, Findings, Violation, range};
use crate::eval::Evaluator;
use crate::ir::{BaseType, FullType, Record};
use crate::types::{At, Named, TypeTable};

impl Evaluator<'_> {
    /// A record by itself: no other fields, unless it is extensible (whether included records are does not matter).
    pub(super) fn check_record(&mut self, record: &Record, value: &Value, at: At<'_>) -> Check {
        let Value::Dict(entries) = value else {
            return Err(Violation::mismatch("dict", value));
        };
        let mut findings = Findings::new(self.thorough);
        if !record.extensible {
            let unknown = unknown_fields(&self.types, record, entries, at);
            if !unknown.is_empty() {
                let names: Vec<&str> = unknown.iter().map(|key| &***key).collect();
                let message = format!(
                    "unexpected field{}: {}",
                    if names.len() == 1 { "" } else { "s" },
                    names.join(", ")
                );
                let hint = meant(&self.types, record, entries, &unknown);
                let violation = Violation::new(codes::validation::UNEXPECTED_FIELD, message);
                findings.add(Err(violation.with_value(value).with_hint(hint)))?;
            }
        }
        findings.add(self.check_fields(record, value, at))?;
        findings.result()
    }

    /// The fields that a record declares: included records first, then required, then optional fields.
    pub(super) fn check_fields(&mut self, record: &Record, value: &Value, at: At<'_>) -> Check {
        let Value::Dict(entries) = value else {
            return Err(Violation::mismatch("dict", value));
        };
        if let Some(range) = record.range {
            range::check(range, value)?;
        }
        let mut findings = Findings::new(self.thorough);
        for name in &record.includes {
            if let Some(Named::Defined(full)) = self.types.named(name) {
                let full = Arc::clone(full);
                let result = self.check_included(&full, value, at);
                findings.add(result.map_err(|violation| violation.of_type(name)))?;
            }
        }
        match at.open_keys(entries) {
            // What is missing there, too, is not required.
            Some(keys) => {
                for key in keys {
                    if let Some((field, required)) = record.field(key) {
                        findings.add(self.check_field((key, field, required), entries, at))?;
                    }
                }
            }
            None => {
                for (key, field) in &record.required {
                    findings.add(self.check_field((key, field, true), entries, at))?;
                }
                for (key, field) in &record.optional {
                    findings.add(self.check_field((key, field, false), entries, at))?;
                }
            }
        }
        findings.result()
    }

    fn check_field(
        &mut self,
        (key, field, required): (&Key, &FullType, bool),
        entries: &Dict,
        at: At<'_>,
    ) -> Check {
        match entries.get(key) {
            Some(child) => {
                let place = at.key_place(key);
                let result = self.check_type(field, child, at.entry(key, &place));
                result.map_err(|violation| violation.below(Term::Key(key.clone())))
            }
            None if required => {
                let message = format!("missing required field: {key}");
                Err(Violation::new(codes::validation::MISSING_FIELD, message).declared(field))
            }
            None => Ok(()),
        }
    }
}

/// For fields that are not declared: declared ones with similar names that are not there.
fn meant(types: &TypeTable, record: &Record, entries: &Dict, unknown: &[&Key]) -> Option<String> {
    let mut declared = Vec::new();
    collect_fields(types, record, &mut declared);
    declared.retain(|key| !entries.contains_key(key));
    let hints: Vec<String> = unknown
        .iter()
        .filter_map(|key| {
            let hint = did_you_mean(key, declared.iter().map(|key| &***key))?;
            Some(if unknown.len() == 1 {
                hint
            } else {
                format!("{key}: {hint}")
            })
        })
        .collect();
    (!hints.is_empty()).then(|| hints.join("\n"))
}

fn collect_fields<'r>(types: &'r TypeTable, record: &'r Record, into: &mut Vec<&'r Key>) {
    into.extend(record.required.iter().chain(&record.optional).map(|(key, _)| key));
    for name in &record.includes {
        if let Some(Named::Defined(full)) = types.named(name)
            && let BaseType::Record(included) = &full.base
        {
            collect_fields(types, included, into);
        }
    }
}

/// The fields that neither the record nor one it includes declares.
fn unknown_fields<'v>(types: &TypeTable, record: &Record, entries: &'v Dict, at: At<'_>) -> Vec<&'v Key> {
    entries
        .keys()
        .filter(|key| !at.is_known(key) && !declares(types, record, key))
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
