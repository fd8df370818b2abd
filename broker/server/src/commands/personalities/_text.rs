//! Free text that an empty text takes away.

/// The text, unless it is empty.
pub fn kept(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// Puts a given text in the place of the old one; an empty one removes it.
pub fn replace(old: &mut Option<String>, new: Option<String>) {
    if let Some(text) = new {
        *old = Some(text).filter(|text| !text.is_empty());
    }
}
