//! Regular expressions: `match`, `matches`, `replace`, `split`.

use std::rc::Rc;
use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::Value;

use super::args::{self, refused};
use super::pattern::{Budget, Flags, Pattern, PatternError};
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
            PatternError::TooDeep(..) => Fault::new(error.to_string())
                .with_code(codes::evaluation::RESOURCE_LIMIT)
                .with_hint("a class of characters can be repeated without remembering: [ab]* for (a|b)*"),
            PatternError::Cancelled => Fault::new(error.to_string()).with_code(codes::system::CANCELLED),
            PatternError::Invalid(_) | PatternError::Replacement(..) => refused(error.to_string()),
        }
    }
}

/// Matches within one budget, and counts what they took as work for the object.
fn within_budget<T>(
    host: &mut dyn Host,
    run: impl FnOnce(&Limits, &mut Budget<'_>) -> Result<T, PatternError>,
) -> Result<T, Fault> {
    let is_cancelled = || host.is_cancelled();
    let mut budget = Budget::cancellable(host.limits().regex_steps, &is_cancelled);
    let result = run(host.limits(), &mut budget);
    let used = budget.used();
    host.work(used);
    Ok(result?)
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
) -> Result<(&'a Arc<str>, Rc<Pattern>), Fault> {
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
    let answer = within_budget(host, |_, budget| pattern.is_match_within(subject, budget))?;
    Ok(Value::Boolean(answer))
}

/// The groups up to the last that took part; those before it that did not are empty.
fn matches(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let (subject, pattern) = operands("matches", host, args)?;
    let found = within_budget(host, |_, budget| pattern.find_at(subject, 0, budget))?;
    let Some(found) = found else {
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
    within_budget(host, |limits, budget| {
        pattern.replace_all(subject, replacement, limits.string_bytes, budget)
    })
    .map(Value::from)
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
    let parts = within_budget(host, |limits, budget| {
        pattern.split(subject, limit, limits.list_length, budget)
    })?;
    Ok(Value::list(parts.into_iter().map(Value::from).collect()))
}
