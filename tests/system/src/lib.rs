//! Scenarios that cross crates live in `tests/`. There is no code here.
