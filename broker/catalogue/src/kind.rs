//! Kinds of object that the values of options name.

use crate::tables::KINDS;

/// A kind of object. Completion asks for the names of a kind; the broker refuses the name of an absent one.
#[derive(Debug)]
pub struct Kind {
    /// The name used by [`crate::Opt::complete`].
    pub name: &'static str,
    /// As it begins a sentence: `DNS domain`.
    pub title: &'static str,
    /// The command that lists the names, with its arguments; `None` for absent kinds.
    pub list: Option<(&'static str, &'static [(&'static str, &'static str)])>,
    /// True while the broker stores no objects of this kind: whatever is named does not exist.
    pub absent: bool,
}

/// The kind of this name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}
