//! The codes of all diagnostics, one table for each class.
//!
//! To add one: take the next free number of its table's range, write what it stands for, and explain it in the folder
//! `explanations`; CONTRIBUTING.md tells more. Numbers are never reused.

use crate::{Class, Code};

/// Defines the codes of one class and the list `ALL` of them. Numbers have four digits, as in the names of the explanations. Behind
/// `=>` stands what to do when a diagnostic has no hint of its own.
macro_rules! codes {
    ($class:ident; $($number:literal $name:ident $summary:literal $(=> $advice:literal)?)*) => {
        $(#[doc = concat!($summary, " (PAN number ", stringify!($number), ").")]
        pub const $name: $crate::Code = $crate::Code {
            entry: &$crate::code::Entry {
                number: $number,
                class: $crate::Class::$class,
                summary: $summary,
                explanation: include_str!(concat!("../explanations/PAN", stringify!($number), ".md")),
                advice: &[$($advice)?],
            },
        };)*

        /// All codes of this class.
        pub(super) const ALL: &[$crate::Code] = &[$($name),*];
    };
}

pub mod evaluation;
pub mod parse;
pub mod syntax;
pub mod system;
pub mod validation;

/// The first number of each class's range of 1000 numbers is a multiple of 1000, so that the class can be seen in a code;
/// parse errors come first because they come first in a compilation.
const RANGES: [(Class, &[Code]); 5] = [
    (Class::Parse, parse::ALL),
    (Class::Syntax, syntax::ALL),
    (Class::Evaluation, evaluation::ALL),
    (Class::Validation, validation::ALL),
    (Class::System, system::ALL),
];

/// Every code, in order of number.
pub fn all() -> impl Iterator<Item = Code> {
    RANGES.iter().flat_map(|(_, codes)| codes.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_stay_in_the_range_of_their_class() {
        let mut last = 0;
        for (index, (class, codes)) in RANGES.iter().enumerate() {
            for code in *codes {
                assert_eq!(code.class(), *class, "{code}");
                assert_eq!(
                    usize::from(code.number() / 1000),
                    index,
                    "{code} is outside the range of {class}"
                );
                assert!(code.number() > last, "{code} is not above the code before it");
                assert!(
                    code.summary()
                        .ends_with(|c: char| c.is_alphanumeric() || c == ')'),
                    "{code}: no full stop"
                );
                last = code.number();
            }
        }
    }

    #[test]
    fn a_code_is_found_by_its_number() {
        assert_eq!(
            Code::find(parse::EXPECTED_TOKEN.number()),
            Some(parse::EXPECTED_TOKEN)
        );
        assert_eq!(Code::find(0), None);
        assert_eq!(parse::EXPECTED_TOKEN.to_string(), "PAN0001");
    }
}
