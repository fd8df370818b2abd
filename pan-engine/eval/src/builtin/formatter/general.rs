//! What goes for every kind of item: its text and its hash.

use pan_value::{format_double, utf16_len};

use super::Item;
use super::spec::Spec;
use crate::builtin::string::slice;

impl Item {
    /// The kind, for messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "boolean",
            Self::Long(_) => "long",
            Self::Double(_) => "double",
            Self::Text(_) => "string",
        }
    }

    /// As `%s` shows it.
    pub fn text(&self) -> String {
        match self {
            Self::Boolean(truth) => truth.to_string(),
            Self::Long(number) => number.to_string(),
            Self::Double(number) => format_double(*number),
            Self::Text(text) => text.to_string(),
        }
    }

    /// Java's hash code of the value, as `%h` shows it.
    pub fn hash(&self) -> u32 {
        let fold = |bits: u64| {
            let [a, b, c, d, e, f, g, h] = (bits ^ (bits >> 32)).to_be_bytes();
            let _ = (a, b, c, d);
            u32::from_be_bytes([e, f, g, h])
        };
        match self {
            Self::Boolean(truth) => {
                if *truth {
                    1231
                } else {
                    1237
                }
            }
            Self::Long(number) => fold(number.cast_unsigned()),
            Self::Double(number) => fold(if number.is_nan() {
                f64::NAN.to_bits()
            } else {
                number.to_bits()
            }),
            Self::Text(text) => text.encode_utf16().fold(0_u32, |hash, unit| {
                hash.wrapping_mul(31).wrapping_add(u32::from(unit))
            }),
        }
    }
}

/// At most as many units as the precision says.
pub fn truncate(spec: &Spec<'_>, text: &str) -> String {
    match spec.precision {
        Some(most) if most < utf16_len(text) => slice(text, 0, most),
        _ => text.to_owned(),
    }
}
