//! One module per command; see the build script.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

include!(concat!(env!("OUT_DIR"), "/tests.rs"));
