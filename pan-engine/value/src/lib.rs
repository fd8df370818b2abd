//! Values of the Pan language: properties, resources, keys, terms, paths and the number formats of the Java
//! virtual machine, which the output formats and `to_string` promise byte for byte.

mod dict;
mod display;
mod escape;
mod key;
mod memo;
mod number;
mod path;
mod range;
mod term;
mod value;

pub use dict::Dict;
pub use escape::{EscapeError, escape, unescape};
pub use key::{Interner, Key};
pub use memo::Memo;
pub use number::{decode_long, format_double, parse_double};
pub use path::{Path, PathError, PathKind, is_template_name};
pub use range::{Range, RangeError};
pub use term::{Term, TermError};
pub use value::{Deep, Kind, List, Value, differing_keys};

/// Number of UTF-16 code units of a string: the unit of every length, index and offset in Pan.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}
