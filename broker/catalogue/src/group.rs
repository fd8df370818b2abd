//! Options that belong together under one rule.

use crate::option::Opt;

/// A group of options. Counting is by members: a nested group counts as given when one of its members is.
#[derive(Debug)]
pub struct Group {
    /// Other options can require or exclude a named group as they can an option.
    pub name: Option<&'static str>,
    /// A heading for help texts.
    pub help: Option<&'static str>,
    /// Whether members have to be given at all.
    pub mandatory: bool,
    /// How many of the members.
    pub fields: Fields,
    /// Any member may be used only with one of these.
    pub requires: &'static [Condition],
    /// No member may be used with any of these.
    pub conflicts: &'static [Condition],
    /// Options and nested groups.
    pub members: &'static [Member],
}

/// Names of options or groups that hold together: all of them given.
pub type Condition = &'static [&'static str];

/// What a group consists of.
#[derive(Debug)]
pub enum Member {
    /// An option.
    Option(Opt),
    /// A nested group with a rule of its own.
    Group(Group),
}

/// How many members of a group are given, when the group is used or mandatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// All, or none where the group is not mandatory.
    All,
    /// One; at most one where the group is not mandatory.
    One,
    /// At least one where the group is mandatory.
    Any,
    /// No rule: the group only has a heading.
    None,
}
