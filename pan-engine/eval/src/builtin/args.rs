//! Arguments of pure functions, with the refusals that all of them share.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::Value;

use super::{Argument, Fault};
use crate::limits::Limit;

const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];

/// A refusal of an argument.
pub fn refused(message: impl Into<String>) -> Fault {
    Fault::new(message).with_code(codes::evaluation::ARGUMENT)
}

fn wrong_kind(function: &str, index: usize, wanted: &str, found: &str) -> Fault {
    let place = ORDINALS.get(index).copied().unwrap_or("last");
    refused(format!(
        "the {place} argument of {function}() must be a {wanted}, not {found}"
    ))
}

/// The argument at `index`; undef if there is none.
pub fn value(args: &[Value], index: usize) -> &Value {
    args.get(index).unwrap_or(&Value::Undef)
}

/// The string at `index`.
///
/// # Errors
/// It is something else.
pub fn string<'a>(function: &str, args: &'a [Value], index: usize) -> Result<&'a Arc<str>, Fault> {
    match value(args, index) {
        Value::String(text) => Ok(text),
        other => Err(wrong_kind(function, index, "string", other.type_name())),
    }
}

/// The long at `index`.
///
/// # Errors
/// It is something else.
pub fn long(function: &str, args: &[Value], index: usize) -> Result<i64, Fault> {
    match value(args, index) {
        Value::Long(number) => Ok(*number),
        other => Err(wrong_kind(function, index, "long", other.type_name())),
    }
}

/// The long at `index`, which must be a 32-bit number because it counts characters or elements.
///
/// # Errors
/// It is something else or does not fit.
pub fn small(function: &str, args: &[Value], index: usize) -> Result<i64, Fault> {
    let number = long(function, args, index)?;
    if i32::try_from(number).is_ok() {
        Ok(number)
    } else {
        Err(refused(format!(
            "{number} is too large for an argument of {function}()"
        )))
    }
}

/// The check of functions all of whose arguments are strings.
///
/// # Errors
/// A constant one is not.
pub fn check_strings(args: &[Argument<'_>]) -> Result<(), String> {
    let wrong = args
        .iter()
        .filter_map(|arg| arg.constant())
        .find(|value| value.as_str().is_none());
    wrong.map_or(Ok(()), |value| {
        Err(format!(
            "the arguments must be strings, not {}",
            value.type_name()
        ))
    })
}

/// A string of the result within its limit.
///
/// # Errors
/// It is longer.
pub fn bounded(text: String, limit: usize) -> Result<Value, Fault> {
    if text.len() > limit {
        return Err(too_long(limit));
    }
    Ok(Value::from(text))
}

/// The refusal of a result that is too long.
pub fn too_long(limit: usize) -> Fault {
    Limit::String.reached(format!("the result has more than {limit} bytes"))
}

/// The value as text.
///
/// # Errors
/// It is longer than the limit. What is shared counts every time it is written.
pub fn text_of(value: &Value, limit: usize) -> Result<String, Fault> {
    let mut text = Bounded {
        text: String::new(),
        limit,
    };
    match write!(text, "{value}") {
        Ok(()) => Ok(text.text),
        Err(_) => Err(too_long(limit)),
    }
}

/// Text that is not written further when it is too long.
struct Bounded {
    text: String,
    limit: usize,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        if self.text.len() + part.len() > self.limit {
            return Err(fmt::Error);
        }
        self.text.push_str(part);
        Ok(())
    }
}
