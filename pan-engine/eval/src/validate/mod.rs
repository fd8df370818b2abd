//! Checking values against types.

mod range;
mod record;
mod violation;

use pan_diagnostics::{Location, codes, did_you_mean};
use pan_value::{Key, Path, Term, Value};

pub use violation::{Findings, Violation};

use crate::elem::Elem;
use crate::eval::{Evaluator, Interrupt};
use crate::ir::{BaseType, Block, FullType};
use crate::types::{At, Named};

/// The value fits, or what does not.
pub type Check = Result<(), Box<Violation>>;

impl Evaluator<'_> {
    /// Does the value fit the type? The base type first, then `with`.
    pub(crate) fn check_type(&mut self, full: &FullType, value: &Value, at: At<'_>) -> Check {
        if at.is_done(value) {
            return Ok(());
        }
        self.check_base(&full.base, value, at)
            .and_then(|()| self.check_with(full, value, at))
            .map_err(|violation| violation.declared(full))
    }

    /// As [`Evaluator::check_type`] for a type included in another record: fields it does not know are the other's business.
    fn check_included(&mut self, full: &FullType, value: &Value, at: At<'_>) -> Check {
        let base = match &full.base {
            BaseType::Record(record) => self.check_fields(record, value, at),
            _ => Err(Violation::new(
                codes::system::INTERNAL,
                "only records can be included",
            )),
        };
        base.and_then(|()| self.check_with(full, value, at))
            .map_err(|violation| violation.declared(full))
    }

    fn check_with(&mut self, full: &FullType, value: &Value, at: At<'_>) -> Check {
        match &full.with {
            Some(block) if !at.is_kept(value) => {
                self.recording_rule(at, |evaluator| evaluator.check_rule(full, block, value))
            }
            _ => Ok(()),
        }
    }

    fn check_rule(&mut self, full: &FullType, block: &Block, value: &Value) -> Check {
        let source = self.swap_to(&full.source);
        let result = self.run_validation(block, Elem::Fixed(value.clone()));
        self.swap_to(&source);
        let violation = match result {
            Ok(Elem::Fixed(Value::Boolean(true))) => return Ok(()),
            Ok(Elem::Fixed(Value::Boolean(false))) => {
                Violation::new(codes::validation::RULE, "user-defined validation failed").with_value(value)
            }
            Ok(other) => {
                let message = format!("the validation gives {}, not a boolean", other.type_name());
                Violation::new(codes::validation::RULE_FAILED, message)
            }
            Err(Interrupt::Return) => {
                Violation::new(codes::validation::RULE_FAILED, "the validation gives no value")
            }
            Err(Interrupt::Failed(cause)) => {
                let message = format!("the validation failed: {}", cause.message);
                let mut violation = Violation::new(codes::validation::RULE_FAILED, message);
                violation.cause = Some(cause);
                violation
            }
        };
        Err(violation.at_rule(rule_location(full, block)))
    }

    /// Does the value fit the base type?
    pub(crate) fn check_base(&mut self, base: &BaseType, value: &Value, at: At<'_>) -> Check {
        if at.is_done(value) {
            return Ok(());
        }
        if self.is_cancelled() {
            let message = "the compile was cancelled";
            return Err(Violation::new(codes::system::CANCELLED, message));
        }
        match base {
            BaseType::Named { name, range } => {
                self.check_named(name, value, at)?;
                match range {
                    Some(range) => range::check(*range, value).map_err(|violation| violation.of_type(name)),
                    None => Ok(()),
                }
            }
            BaseType::List { element, range } => {
                let Value::List(items) = value else {
                    return Err(Violation::mismatch("list", value));
                };
                if let Some(range) = range {
                    range::check(*range, value)?;
                }
                let mut findings = Findings::new(self.thorough);
                for (i, item) in items.iter().enumerate() {
                    let index = i32::try_from(i).unwrap_or(i32::MAX);
                    let place = at.index_place(index);
                    let result = self.check_base(element, item, at.item(i, index, &place));
                    findings.add(result.map_err(|violation| violation.below(Term::Index(index))))?;
                }
                findings.result()
            }
            BaseType::Dict { element, range } => {
                let Value::Dict(entries) = value else {
                    return Err(Violation::mismatch("dict", value));
                };
                if let Some(range) = range {
                    range::check(*range, value)?;
                }
                let mut findings = Findings::new(self.thorough);
                for (key, item) in entries.iter() {
                    let place = at.key_place(key);
                    let result = self.check_base(element, item, at.entry(key, &place));
                    findings.add(result.map_err(|violation| violation.below(Term::Key(key.clone()))))?;
                }
                findings.result()
            }
            BaseType::Link { target } if !at.is_kept(value) => {
                self.recording_rule(at, |evaluator| evaluator.check_link(target, value))
            }
            BaseType::Link { .. } => Ok(()),
            BaseType::Choice { choices } => match value {
                Value::String(text) if choices.iter().any(|choice| choice == text) => Ok(()),
                Value::String(text) => {
                    let choices: Vec<&str> = choices.iter().map(|choice| &**choice).collect();
                    let message = format!(
                        "value ({text}) is not a possible choice value; choose from: {}",
                        choices.join(", ")
                    );
                    let hint = did_you_mean(text, choices.iter().copied());
                    Err(Violation::new(codes::validation::CHOICE, message)
                        .with_value(value)
                        .with_hint(hint))
                }
                other => Err(Violation::mismatch("string", other)),
            },
            BaseType::Record(record) => self.check_record(record, value, at),
        }
    }

    fn check_named(&mut self, name: &Key, value: &Value, at: At<'_>) -> Check {
        let full = match self.types.named(name) {
            Some(Named::Builtin(test)) if test(value.kind()) => return Ok(()),
            Some(Named::Builtin(_)) => return Err(Violation::mismatch(name, value)),
            Some(Named::Defined(full)) => std::sync::Arc::clone(full),
            None => {
                let message = format!("the type '{name}' is not defined");
                return Err(Violation::new(codes::system::INTERNAL, message));
            }
        };
        self.check_type(&full, value, at)
            .map_err(|violation| violation.of_type(name))
    }

    fn check_link(&mut self, target: &BaseType, value: &Value) -> Check {
        let Value::String(text) = value else {
            return Err(Violation::mismatch("link", value));
        };
        let broken = |message: String| Violation::new(codes::validation::LINK, message).with_value(value);
        let path = Path::parse(text).map_err(|error| broken(format!("'{text}' is not a path: {error}")))?;
        let span = pan_diagnostics::Span::default();
        let linked = match self.element_at(&path, span) {
            Ok(Some(elem)) => elem,
            Ok(None) => return Err(broken(format!("there is nothing at '{path}'"))),
            Err(Interrupt::Failed(cause)) => return Err(broken(format!("'{path}': {}", cause.message))),
            Err(Interrupt::Return) => return Err(broken(format!("'{path}' cannot be looked up"))),
        };
        let linked = self.frozen(&linked).map_err(|error| broken(error.to_string()))?;
        self.check_base(target, &linked, At::default()).map_err(|inner| {
            let where_to = Path::absolute(inner.terms_in_order());
            let below = if where_to.terms().is_empty() {
                String::new()
            } else {
                format!(" (at {where_to} below it)")
            };
            let mut violation = broken(format!(
                "the element at '{path}' is not valid: {}{below}",
                inner.message
            ));
            violation.cause = inner.cause;
            violation
        })
    }
}

fn rule_location(full: &FullType, block: &Block) -> Location {
    let span = crate::eval::span_of(&block.body);
    let span = if span.is_empty() { full.span } else { span };
    Location::new(&full.source, span)
}

#[cfg(test)]
mod tests;
