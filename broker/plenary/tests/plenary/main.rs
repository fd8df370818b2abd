//! Plenaries as a whole: text, names, values, differences.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a model that does not render is a failed test"
)]

mod fixtures;

mod diff;
mod hosts;
mod machines;
mod names;
mod personalities;
mod places;
mod strings;

use aq_plenary::{Model, render};

/// The text with its end made visible, because snapshots are compared without trailing white space.
fn text<M: Model>(model: &M) -> String {
    let plenary = render(model).unwrap();
    let header = format!("{} template {};\n\n", plenary.kind, plenary.name);
    assert!(plenary.body.starts_with(&header), "{}", plenary.body);
    assert_eq!(render(model).unwrap(), plenary, "the same bytes every time");
    format!("{}<end>", plenary.body)
}
