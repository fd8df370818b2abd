//! The Pan compiler's command line.
fn main() {}
