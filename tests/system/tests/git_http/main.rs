//! The repository over HTTP with the real `git` and real tickets, against the broker as it is shipped.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

mod clients;
mod content;
mod fetch;
mod interrupted;
mod permission;
mod push;
mod wire;
mod work;
