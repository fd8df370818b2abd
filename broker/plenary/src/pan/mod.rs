//! Pan values and their source text.
//!
//! [`Pan`] is every value a plenary may hold. [`text::value`] writes one so that the Pan compiler reads the same
//! value back, whatever characters are in it, in the layout that Aquilon's users have in their repositories.

mod float;
pub mod key;
pub mod string;
pub mod text;
mod value;

pub use value::{Pan, Source, Unit};

/// A value that Pan source cannot express.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PanError {
    /// Path keys are escaped byte-wise in two hexadecimal digits, so code points above 255 have no escape.
    #[error("'{0}' cannot be the name of a Pan path element: it holds characters outside Latin-1")]
    Key(String),
    /// Pan has no notation for infinities and not-a-number.
    #[error("{0} cannot be written as a Pan double")]
    Float(f64),
    /// Pan longs have 64 bits.
    #[error("{0} does not fit a Pan long")]
    Long(String),
}
