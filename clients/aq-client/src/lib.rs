//! Talks to the broker: transport, authentication, progress.
//!
//! Plain HTTP/1.1 over TCP or a unix socket; there is no TLS yet. Over TCP, Kerberos proves each side to the other, but
//! what is sent can be read on the way.

mod client;
mod config;
mod connect;
mod credentials;
pub mod doctor;
mod error;
mod request;
mod response;
mod watch;

pub use client::Client;
pub use config::{Auth, Config, DEFAULT_PORT};
pub use error::ClientError;
pub use http::Method;
pub use request::Request;
pub use response::{Identity, Response};
