//! Format strings as `java.util.Formatter` has them, for the kinds of values that Pan has.

mod date;
mod float;
mod general;
mod integer;
mod spec;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use pan_value::utf16_len;

use spec::{Position, Spec, parse};

/// An argument.
#[derive(Clone, Debug)]
pub enum Item {
    /// A truth value.
    Boolean(bool),
    /// A 64-bit integer.
    Long(i64),
    /// A double.
    Double(f64),
    /// A string, or a resource as text.
    Text(Arc<str>),
}

/// Why nothing can be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The format is malformed or does not fit the arguments.
    Format(String),
    /// The result has too many bytes.
    TooLong,
}

impl From<String> for Refusal {
    fn from(why: String) -> Self {
        Self::Format(why)
    }
}

/// The format with its specifiers replaced by the items.
///
/// # Errors
/// The format is malformed or does not fit the items, or the result is longer than `limit` bytes.
pub fn format(format: &str, items: &[Item], limit: usize) -> Result<String, Refusal> {
    let pieces = parse(format)?;
    let mut out = String::with_capacity(format.len() + 16 * items.len());
    // Index of the item used last, and of the one the last specifier without a position used.
    let mut last: Option<usize> = None;
    let mut ordinary: Option<usize> = None;
    for piece in pieces {
        let spec = match piece {
            spec::Piece::Text(text) => {
                out.push_str(text);
                continue;
            }
            spec::Piece::Spec(spec) => spec,
        };
        let most = spec.width.max(spec.precision).unwrap_or(0);
        if out.len().saturating_add(most) > limit {
            return Err(Refusal::TooLong);
        }
        match spec.conversion {
            '%' => justify(&mut out, &spec, "%"),
            'n' => out.push('\n'),
            _ => {
                let index = match spec.position {
                    Position::Next => {
                        ordinary = Some(ordinary.map_or(0, |index| index + 1));
                        ordinary
                    }
                    Position::Same => last,
                    Position::At(index) => Some(index),
                };
                last = index;
                let item = index
                    .and_then(|index| items.get(index))
                    .ok_or_else(|| format!("there is no argument for '{}'", spec.text))?;
                let text = convert(&spec, item)?;
                justify(&mut out, &spec, &text);
            }
        }
    }
    Ok(out)
}

fn convert(spec: &Spec<'_>, item: &Item) -> Result<String, String> {
    let mismatch = || format!("'{}' cannot show a {}", spec.text, item.kind());
    let text = match (spec.conversion, item) {
        ('s', item) => general::truncate(spec, &item.text()),
        ('b', item) => general::truncate(
            spec,
            if matches!(item, Item::Boolean(false)) {
                "false"
            } else {
                "true"
            },
        ),
        ('h', item) => general::truncate(spec, &format!("{:x}", item.hash())),
        ('d' | 'o' | 'x', Item::Long(number)) => return integer::convert(spec, *number),
        ('e' | 'f' | 'g' | 'a', Item::Double(number)) => return Ok(float::convert(spec, *number)),
        ('t', Item::Long(milliseconds)) => {
            let text = date::convert(spec.date, *milliseconds);
            return Ok(if spec.upper { text.to_uppercase() } else { text });
        }
        _ => return Err(mismatch()),
    };
    Ok(if spec.upper { text.to_uppercase() } else { text })
}

/// Adds the text, filled with blanks to the width of the specifier.
fn justify(out: &mut String, spec: &Spec<'_>, text: &str) {
    let blanks = spec.width.unwrap_or(0).saturating_sub(utf16_len(text));
    let (before, after) = if spec.flags.left { (0, blanks) } else { (blanks, 0) };
    out.extend(std::iter::repeat_n(' ', before));
    out.push_str(text);
    out.extend(std::iter::repeat_n(' ', after));
}
