//! Strings: `substr`, `index`, `join`, `to_lowercase`, `to_uppercase`, `escape`, `unescape`, `substitute`.
//!
//! Lengths and offsets are UTF-16 code units.

use pan_value::{Key, Value, utf16_len};

use super::args::{self, bounded, refused};
use super::{Argument, Arity, Builtin, Fault, Host, Run, no_check};
use crate::substitution;

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "substr",
        arity: Arity::between(2, 3),
        check: no_check,
        folds: true,
        run: Run::Pure(substr),
    },
    Builtin {
        name: "index",
        arity: Arity::between(2, 3),
        check: no_check,
        folds: true,
        run: Run::Pure(index),
    },
    Builtin {
        name: "join",
        arity: Arity::at_least(2),
        check: check_join,
        folds: true,
        run: Run::Pure(join),
    },
    Builtin {
        name: "to_lowercase",
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(to_lowercase),
    },
    Builtin {
        name: "to_uppercase",
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(to_uppercase),
    },
    Builtin {
        name: "escape",
        arity: Arity::exactly(1),
        check: check_escape,
        folds: true,
        run: Run::Pure(escape),
    },
    Builtin {
        name: "unescape",
        arity: Arity::exactly(1),
        check: check_unescape,
        folds: true,
        run: Run::Pure(unescape),
    },
    Builtin {
        name: "substitute",
        arity: Arity::between(1, 2),
        check: no_check,
        folds: true,
        run: Run::Pure(substitute),
    },
];

/// The units from `start` to `end` of the string. Half a surrogate pair becomes a question mark, which is what the
/// reference's output makes of it.
pub fn slice(text: &str, start: usize, end: usize) -> String {
    if text.is_ascii() {
        return text.get(start..end).unwrap_or_default().to_owned();
    }
    let units = text.encode_utf16().skip(start).take(end.saturating_sub(start));
    char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect()
}

fn substr(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("substr", args, 0)?;
    let length = i64::try_from(utf16_len(text)).unwrap_or(i64::MAX);
    let from_end = |n: i64| if n < 0 { n + length } else { n };
    let start = from_end(args::small("substr", args, 1)?);
    if !(0..=length).contains(&start) {
        return Err(refused(format!(
            "substr() cannot start at {}: the string has {length} characters",
            args::value(args, 1)
        )));
    }
    let end = match args.get(2) {
        None => length,
        Some(_) => match args::small("substr", args, 2)? {
            count @ 0.. => start + count,
            until => length + until,
        },
    };
    if end > length || end < start {
        return Err(refused(format!(
            "substr() cannot take {} characters from {start}: the string has {length} characters",
            args::value(args, 2)
        )));
    }
    let offset = |n: i64| usize::try_from(n).unwrap_or(0);
    Ok(Value::from(slice(text, offset(start), offset(end))))
}

fn index(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let from = match args.get(2) {
        None => 0,
        // Java's narrowing to 32 bits; negative starts are the beginning.
        #[expect(clippy::cast_possible_truncation, reason = "the reference narrows so")]
        Some(_) => usize::try_from(args::long("index", args, 2)? as i32).unwrap_or(0),
    };
    let wanted = args::value(args, 0);
    match (wanted, args::value(args, 1)) {
        (Value::String(part), Value::String(text)) => Ok(Value::Long(find(part, text, from))),
        (_, Value::List(items)) => {
            let position = items
                .iter()
                .enumerate()
                .skip(from)
                .find(|(_, item)| *item == wanted);
            Ok(Value::Long(
                position.map_or(-1, |(i, _)| i64::try_from(i).unwrap_or(i64::MAX)),
            ))
        }
        (_, Value::Dict(entries)) => {
            let key = entries.iter().filter(|(_, entry)| *entry == wanted).nth(from);
            Ok(key.map_or_else(|| Value::from(""), |(key, _)| Value::String(key.shared())))
        }
        (wanted, other) => Err(refused(format!(
            "index() looks for a string in a string, or for anything in a list or dict, not for {} in {}",
            wanted.type_name(),
            other.type_name()
        ))),
    }
}

/// Where `part` begins in `text` at or behind the unit `from`; -1 if nowhere.
fn find(part: &str, text: &str, from: usize) -> i64 {
    let length = utf16_len(text);
    if from > length {
        return if part.is_empty() {
            i64::try_from(length).unwrap_or(i64::MAX)
        } else {
            -1
        };
    }
    let mut units = 0;
    let start = text.char_indices().find(|(_, c)| {
        let here = units >= from;
        units += usize::from(!here) * c.len_utf16();
        here
    });
    let start = start.map_or(text.len(), |(offset, _)| offset);
    let rest = text.get(start..).unwrap_or_default();
    match rest.find(part) {
        Some(offset) => {
            let before = text.get(..start + offset).unwrap_or_default();
            i64::try_from(utf16_len(before)).unwrap_or(i64::MAX)
        }
        None => -1,
    }
}

fn check_join(args: &[Argument<'_>]) -> Result<(), String> {
    if args
        .iter()
        .take(2)
        .any(|arg| matches!(arg.constant(), Some(Value::Null)))
    {
        return Err("the arguments cannot be null".to_owned());
    }
    match args {
        [_, Argument::Constant(list)] if !matches!(list, Value::List(_)) => Err(format!(
            "the second argument must be a list or a variable, not {}",
            list.type_name()
        )),
        _ => Ok(()),
    }
}

fn join(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let delimiter = args::string("join", args, 0)?;
    let parts = match args {
        [_, Value::List(items)] => items.as_slice(),
        [_, _] => {
            return Err(refused(
                "join() takes a list, or at least two strings behind the delimiter",
            ));
        }
        [_, parts @ ..] => parts,
        [] => &[],
    };
    let limit = host.limits().string_bytes;
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        let part = part
            .as_str()
            .ok_or_else(|| refused(format!("join() takes strings only, not {}", part.type_name())))?;
        if i > 0 {
            out.push_str(delimiter);
        }
        out.push_str(part);
        if out.len() > limit {
            return Err(args::too_long(limit));
        }
    }
    Ok(Value::from(out))
}

fn to_lowercase(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    Ok(Value::from(args::string("to_lowercase", args, 0)?.to_lowercase()))
}

fn to_uppercase(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    Ok(Value::from(args::string("to_uppercase", args, 0)?.to_uppercase()))
}

fn check_escape(args: &[Argument<'_>]) -> Result<(), String> {
    args::check_strings(args)?;
    let text = args
        .first()
        .and_then(|arg| arg.constant())
        .and_then(Value::as_str);
    text.map_or(Ok(()), |text| {
        pan_value::escape(text)
            .map(drop)
            .map_err(|error| error.to_string())
    })
}

fn escape(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("escape", args, 0)?;
    pan_value::escape(text)
        .map(Value::from)
        .map_err(|error| refused(error.to_string()))
}

fn check_unescape(args: &[Argument<'_>]) -> Result<(), String> {
    args::check_strings(args)?;
    let text = args
        .first()
        .and_then(|arg| arg.constant())
        .and_then(Value::as_str);
    text.map_or(Ok(()), |text| {
        pan_value::unescape(text)
            .map(drop)
            .map_err(|error| error.to_string())
    })
}

fn unescape(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("unescape", args, 0)?;
    pan_value::unescape(text)
        .map(Value::from)
        .map_err(|error| refused(error.to_string()))
}

fn substitute(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let template = args::string("substitute", args, 0)?;
    let limit = host.limits().string_bytes;
    let missing = |name: &str| refused(format!("the variable '{name}' of substitute() is not defined"));
    let text = match args.get(1) {
        None => substitution::expand(template, limit, &mut |name| {
            let value = host.variable(name).ok_or_else(|| missing(name))?;
            args::text_of(&value, limit)
        })?,
        Some(Value::Dict(values)) => substitution::expand(template, limit, &mut |name| {
            let value = values.get(&Key::new(name)).ok_or_else(|| missing(name))?;
            args::text_of(value, limit)
        })?,
        Some(other) => {
            return Err(refused(format!(
                "the second argument of substitute() must be a dict, not {}",
                other.type_name()
            )));
        }
    };
    bounded(text, limit)
}
