//! Tests of the crate's logic over the catalogue of odd shapes.

mod args;
mod check;
mod route;
mod rules;

use crate::error::ArgumentError;
use crate::shapes::{AREAS, KINDS, shape};
use crate::values::Values;

/// Checks `name=value` texts against an odd shape.
fn checked(command: &str, arguments: &[&str]) -> Result<Values, ArgumentError> {
    let raw = arguments
        .iter()
        .map(|argument| argument.split_once('=').expect("name=value"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    crate::check(shape(command), raw)
}

/// The message of a refusal.
fn refused(command: &str, arguments: &[&str]) -> String {
    checked(command, arguments).expect_err("a refusal").full()
}

#[test]
fn areas_and_kinds_are_read() {
    let areas: Vec<(&str, &str)> = AREAS.iter().map(|area| (area.name, area.title)).collect();
    assert_eq!(areas, [("odd", "Odd shapes")]);
    let kinds: Vec<_> = KINDS
        .iter()
        .map(|kind| (kind.name, kind.list, kind.absent))
        .collect();
    let list: (&str, &[(&str, &str)]) = ("show_thing", &[("all", "True")]);
    assert_eq!(kinds, [("thing", Some(list), false), ("cluster", None, true)]);
}
