//! The client against a small broker and a real Kerberos server.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod broker;
mod doctor;
mod kerberos;
mod transport;
