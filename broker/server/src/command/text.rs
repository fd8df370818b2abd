//! Texts of options. An empty text says that there is none, and takes an old one away.

/// The text, unless it is empty.
pub fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

/// Puts a text that was given into a field; an empty one clears it.
pub fn replace(field: &mut Option<String>, new: Option<String>) {
    if let Some(text) = new {
        *field = Some(text).filter(|text| !text.is_empty());
    }
}
