//! Regular expressions: `match`, `matches`, `replace`, `split`.

use std::sync::Arc;

use pan_value::Value;

use super::args::{self, refused};
use super::pattern::{Flags, Pattern, PatternError};
use super::{Argument, Arity, Builtin, Fault, Host, Run, no_check};
use crate::limits::{Limit, Limits};

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "match",
        arity: Arity::between(2, 3),
        check: check_match,
        folds: true,
        run: Run::Pure(match_),
    },
    Builtin {
        name: "matches",
        arity: Arity::between(2, 3),
        check: check_match,
        folds: true,
        run: Run::Pure(matches),
    },
    Builtin {
        name: "replace",
        arity: Arity::exactly(3),
        check: no_check,
        folds: true,
        run: Run::Pure(replace),
    },
    Builtin {
        name: "split",
        arity: Arity::between(2, 3),
        check: no_check,
        folds: true,
        run: Run::Pure(split),
    },
];

impl From<PatternError> for Fault {
    fn from(error: PatternError) -> Self {
        match error {
            PatternError::GaveUp { .. } => Limit::Regex.reached(error.to_string()),
            PatternError::TooLong(_, "elements") => Limit::List.reached(error.to_string()),
            PatternError::TooLong(..) => Limit::String.reached(error.to_string()),
            _ => refused(error.to_string()),
        }
    }
}

fn flags(text: &str) -> Result<Flags, String> {
    Flags::parse(text)
        .map_err(|c| format!("'{c}' is not a flag of regular expressions (i, s, m, u and x are)"))
}

/// A constant pattern must be one, with constant flags if there are any.
fn check_match(args: &[Argument<'_>]) -> Result<(), String> {
    args::check_strings(args)?;
    let flags = match args.get(2).and_then(|arg| arg.constant()).and_then(Value::as_str) {
        Some(text) => flags(text)?,
        None => Flags::default(),
    };
    if let Some(Value::String(pattern)) = args.get(1).and_then(|arg| arg.constant()) {
        Pattern::get(pattern, flags, Limits::default().regex_steps).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Subject and pattern of `match` and `matches`.
fn operands<'a>(
    function: &str,
    host: &dyn Host,
    args: &'a [Value],
) -> Result<(&'a Arc<str>, Arc<Pattern>), Fault> {
    let subject = args::string(function, args, 0)?;
    let pattern = args::string(function, args, 1)?;
    let flags = match args.get(2) {
        Some(_) => flags(args::string(function, args, 2)?).map_err(refused)?,
        None => Flags::default(),
    };
    Ok((subject, Pattern::get(pattern, flags, host.limits().regex_steps)?))
}

fn match_(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let (subject, pattern) = operands("match", host, args)?;
    Ok(Value::Boolean(pattern.is_match(subject)?))
}

/// The groups up to the last that took part; those before it that did not are empty.
fn matches(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let (subject, pattern) = operands("matches", host, args)?;
    let Some(found) = pattern.find_at(subject, 0)? else {
        return Ok(Value::list(Vec::new()));
    };
    let last = (0..found.count())
        .rev()
        .find(|number| found.group(*number).is_some())
        .unwrap_or(0);
    let text = |number| {
        let (from, to) = found.group(number).unwrap_or_default();
        Value::from(subject.get(from..to).unwrap_or_default())
    };
    Ok(Value::list((0..=last).map(text).collect()))
}

fn replace(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let pattern = args::string("replace", args, 0)?;
    let pattern = Pattern::get(pattern, Flags::default(), host.limits().regex_steps)?;
    let replacement = args::string("replace", args, 1)?;
    let subject = args::string("replace", args, 2)?;
    Ok(Value::from(pattern.replace_all(
        subject,
        replacement,
        host.limits().string_bytes,
    )?))
}

fn split(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let pattern = args::string("split", args, 0)?;
    let pattern = Pattern::get(pattern, Flags::default(), host.limits().regex_steps)?;
    let (limit, subject) = match args.len() {
        2 => (0, args::string("split", args, 1)?),
        #[expect(clippy::cast_possible_truncation, reason = "the reference narrows so")]
        _ => (
            args::long("split", args, 1)? as i32,
            args::string("split", args, 2)?,
        ),
    };
    let parts = pattern.split(subject, limit, host.limits().list_length)?;
    Ok(Value::list(parts.into_iter().map(Value::from).collect()))
}
