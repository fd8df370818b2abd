//! The form without snippets: for logs, and for output that other programs read.

use std::fmt::Write as _;

use super::{SHOWN, facts, heading, shortened};
use crate::Diagnostic;

/// A heading line, the message with its code, remarks and facts indented; no final newline.
#[must_use]
pub fn short(diagnostic: &Diagnostic) -> String {
    let mut text = format!(
        "{}\n{} ({})",
        heading(diagnostic),
        shortened(&diagnostic.message, SHOWN),
        diagnostic.code
    );
    for label in &diagnostic.labels {
        let _ = write!(text, "\n  {}: {}", label.location, label.message);
    }
    for (name, fact) in facts(diagnostic) {
        let _ = write!(text, "\n  {name}: {}", fact.replace('\n', "\n    "));
    }
    text
}
