//! Matching without backtracking, for patterns on which both ways agree.
//!
//! Whether a pattern matches at all does not depend on the order in which a matcher tries alternatives, as long as the
//! pattern has only what regular languages have: no looking around, no references to groups, nothing that forbids to
//! go back. Those patterns cannot take exponential time here. Where a match begins and what its groups hold is left to the
//! matcher that Java's order is known of.

use regex::bytes::{Regex, RegexBuilder};

/// What a pattern for the other matcher writes for a `$` without flags; its meaning at the very end of a pattern, for
/// subjects without carriage returns, is that of [`END_CONSUMED`].
const END: &str = "(?=(?:\\r\\n|(?<!\\r)\\n|\\r)?\\z)";
const END_CONSUMED: &str = "(?:\\n?\\z)";

/// What is not regular, or means something else to the other matcher. Literal characters are written as numbers, so these
/// occur as constructs only.
const REFUSED: &[&str] = &[
    "(?=", "(?!", "(?<", "(?>", "\\g", "\\G", "\\b", "\\B", "\\Q", "*+", "++", "?+", "}+", "[[", "&&", "~~",
    "--",
];

/// Bytes that the matcher may need.
const SIZE: usize = 16 << 20;

/// Can a subject be searched so?
pub fn can_search(subject: &str) -> bool {
    subject.is_ascii() && !subject.contains('\r')
}

/// The matcher of a translated pattern; `None` if it is not of this kind.
pub fn build(translated: &str) -> Option<Regex> {
    let text = match translated.strip_suffix(END) {
        // Inside an alternative this is still its end, and nothing follows.
        Some(front) => format!("{front}{END_CONSUMED}"),
        None => translated.to_owned(),
    };
    if REFUSED.iter().any(|construct| text.contains(construct)) {
        return None;
    }
    RegexBuilder::new(&text)
        .unicode(false)
        .size_limit(SIZE)
        .dfa_size_limit(SIZE)
        .build()
        .ok()
}
