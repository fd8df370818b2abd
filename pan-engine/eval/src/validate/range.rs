use pan_diagnostics::codes;
use pan_value::{Range, Value, utf16_len};

use super::{Check, Violation};

/// Is the number, or the length of the string, list or dict, in the range?
pub fn check(range: Range, value: &Value) -> Check {
    let (inside, what) = match value {
        Value::Long(n) => (range.contains(*n), format!("value ({n})")),
        Value::Double(d) => (
            range.contains_double(*d),
            format!("value ({})", pan_value::format_double(*d)),
        ),
        Value::String(text) => measured(range, utf16_len(text), "string"),
        Value::List(items) => measured(range, items.len(), "list"),
        Value::Dict(entries) => measured(range, entries.len(), "dict"),
        other => {
            let message = format!("{} cannot have a range", other.type_name());
            return Err(Violation::new(codes::validation::RANGE, message));
        }
    };
    if inside {
        Ok(())
    } else {
        let message = format!("{what} is outside range {range}");
        Err(Violation::new(codes::validation::RANGE, message).with_value(value))
    }
}

fn measured(range: Range, size: usize, what: &str) -> (bool, String) {
    (
        i64::try_from(size).is_ok_and(|size| range.contains(size)),
        format!("{what} size ({size})"),
    )
}
