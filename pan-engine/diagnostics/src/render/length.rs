use std::borrow::Cow;

/// Characters of one text, such as a message, in the forms for people at most: more than anybody reads.
pub const SHOWN: usize = 16 << 10;

/// Characters of one text in the forms for programs, and of what templates print, at most.
pub const GIVEN: usize = 256 << 10;

/// The text, or its beginning with a note of how many characters were left out: templates can make it as long as they like.
#[must_use]
pub fn shortened(text: &str, longest: usize) -> Cow<'_, str> {
    // Bytes first: there are at least as many of them.
    let cut = (text.len() > longest).then(|| text.char_indices().nth(longest));
    match cut.flatten().and_then(|(at, _)| text.split_at_checked(at)) {
        Some((begin, rest)) => format!("{begin}... ({} more characters)", rest.chars().count()).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_long_is_cut() {
        for text in ["", "abcd", "äöüß"] {
            assert_eq!(shortened(text, 4), text);
        }
        assert_eq!(shortened("abcdef", 4), "abcd... (2 more characters)");
        assert_eq!(shortened("äöüßäöüß€", 4), "äöüß... (5 more characters)");
    }
}
