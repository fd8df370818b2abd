//! `format`, and the formatting that `error` and `debug` do.

use std::sync::Arc;

use pan_value::Value;

use super::args::{bounded, refused, string, text_of};
use super::formatter::{self, Item};
use super::{Arity, Builtin, Fault, Host, Run, no_check};
use crate::limits::Limit;

/// The family.
pub const FUNCTIONS: &[Builtin] = &[Builtin {
    name: "format",
    arity: Arity::at_least(1),
    check: no_check,
    folds: true,
    run: Run::Pure(format),
}];

fn format(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    format_arguments("format", host, args)
}

/// The first argument with its format specifiers replaced by the others.
///
/// # Errors
/// The first is not a string, another one is undef or null, or specifiers and arguments do not go together.
pub fn format_arguments(function: &str, host: &dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let format = string(function, args, 0)?;
    let limit = host.limits().string_bytes;
    let items = args.iter().skip(1).map(|value| match value {
        Value::Boolean(truth) => Ok(Item::Boolean(*truth)),
        Value::Long(number) => Ok(Item::Long(*number)),
        Value::Double(number) => Ok(Item::Double(*number)),
        Value::String(text) => Ok(Item::Text(Arc::clone(text))),
        Value::List(_) | Value::Dict(_) => Ok(Item::Text(Arc::from(text_of(value, limit)?))),
        Value::Undef | Value::Null => Err(refused(format!(
            "the arguments of {function}() cannot be {}",
            value.type_name()
        ))),
    });
    let items = items.collect::<Result<Vec<_>, _>>()?;
    match formatter::format(format, &items, limit) {
        Ok(text) => bounded(text, limit),
        Err(formatter::Refusal::Format(why)) => Err(refused(format!(
            "invalid format specification or mismatched types in format(): {why} in '{format}'"
        ))),
        Err(formatter::Refusal::TooLong) => {
            Err(Limit::String.reached(format!("the formatted text has more than {limit} bytes")))
        }
    }
}
