//! The aq command line.
fn main() {}
