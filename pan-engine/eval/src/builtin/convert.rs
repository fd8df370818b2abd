//! Conversions between properties, and the smaller or larger of two numbers.

use pan_value::{Value, decode_long, parse_double};

use super::args::{self, refused};
use super::{Arity, Builtin, Fault, Host, Run, no_check};

const fn unary(name: &'static str, run: super::Pure) -> Builtin {
    Builtin {
        name,
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(run),
    }
}

const fn binary(name: &'static str, run: super::Pure) -> Builtin {
    Builtin {
        arity: Arity::exactly(2),
        ..unary(name, run)
    }
}

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    unary("to_boolean", to_boolean),
    unary("to_double", to_double),
    Builtin {
        arity: Arity::between(1, 2),
        ..unary("to_long", to_long)
    },
    unary("to_string", to_string),
    binary("max", max),
    binary("min", min),
];

fn not_a_property(function: &str, value: &Value) -> Fault {
    refused(format!(
        "{function}() takes a boolean, number or string, not {}",
        value.type_name()
    ))
}

fn to_boolean(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    Ok(Value::Boolean(match args::value(args, 0) {
        Value::Boolean(truth) => *truth,
        Value::Long(number) => *number != 0,
        Value::Double(number) => *number != 0.0,
        // Anything but these two: "no" and "0" are true.
        Value::String(text) => !(text.is_empty() || text.eq_ignore_ascii_case("false")),
        other => return Err(not_a_property("to_boolean", other)),
    }))
}

fn to_double(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    Ok(Value::Double(match args::value(args, 0) {
        Value::Boolean(truth) => f64::from(u8::from(*truth)),
        #[expect(clippy::cast_precision_loss, reason = "rounded as every long is")]
        Value::Long(number) => *number as f64,
        Value::Double(number) => *number,
        Value::String(text) => parse_double(text)
            .ok_or_else(|| refused(format!("the string '{text}' cannot be converted to double")))?,
        other => return Err(not_a_property("to_double", other)),
    }))
}

fn to_long(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let radix = match args.get(1) {
        None => None,
        Some(Value::Long(radix)) => Some(
            u32::try_from(*radix)
                .ok()
                .filter(|radix| (2..=36).contains(radix))
                .ok_or_else(|| refused(format!("the radix {radix} is not between 2 and 36")))?,
        ),
        Some(other) => {
            return Err(refused(format!(
                "the radix must be a long, not {}",
                other.type_name()
            )));
        }
    };
    Ok(Value::Long(match args::value(args, 0) {
        Value::Boolean(truth) => i64::from(*truth),
        Value::Long(number) => *number,
        Value::Double(number) => round(*number),
        Value::String(text) => radix
            .map_or_else(
                || decode_long(text),
                |radix| i64::from_str_radix(text, radix).ok(),
            )
            .ok_or_else(|| refused(format!("the string '{text}' cannot be converted to long")))?,
        other => return Err(not_a_property("to_long", other)),
    }))
}

/// To the nearest long, halves upwards; what does not fit becomes the nearest limit, NaN becomes 0.
#[expect(clippy::cast_possible_truncation, reason = "saturation is wanted")]
fn round(number: f64) -> i64 {
    let floor = number.floor();
    (if number - floor >= 0.5 { floor + 1.0 } else { floor }) as i64
}

fn to_string(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    Ok(match args::value(args, 0) {
        text @ Value::String(_) => text.clone(),
        other => Value::from(args::text_of(other, host.limits().string_bytes)?),
    })
}

fn numbers(function: &str, args: &[Value]) -> Result<(f64, f64), Fault> {
    match (args::value(args, 0).as_number(), args::value(args, 1).as_number()) {
        (Some(a), Some(b)) => Ok((a, b)),
        _ => Err(refused(format!(
            "{function}() takes two numbers, not {} and {}",
            args::value(args, 0).type_name(),
            args::value(args, 1).type_name()
        ))),
    }
}

fn max(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    if let [Value::Long(a), Value::Long(b)] = args {
        return Ok(Value::Long(*a.max(b)));
    }
    let (a, b) = numbers("max", args)?;
    Ok(Value::Double(match (a.is_nan() || b.is_nan(), a == b) {
        (true, _) => f64::NAN,
        // Of the two zeros the positive one is larger.
        (_, true) => {
            if a.is_sign_negative() {
                b
            } else {
                a
            }
        }
        _ => a.max(b),
    }))
}

fn min(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    if let [Value::Long(a), Value::Long(b)] = args {
        return Ok(Value::Long(*a.min(b)));
    }
    let (a, b) = numbers("min", args)?;
    Ok(Value::Double(match (a.is_nan() || b.is_nan(), a == b) {
        (true, _) => f64::NAN,
        (_, true) => {
            if a.is_sign_negative() {
                a
            } else {
                b
            }
        }
        _ => a.min(b),
    }))
}
