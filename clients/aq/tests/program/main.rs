//! `aq` as a program, against a broker that the tests play.
#![expect(clippy::expect_used, reason = "tests: a panic is the failure report")]

mod exchange;
mod help;
mod stub;
