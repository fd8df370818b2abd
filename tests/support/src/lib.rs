//! What tests share: private PostgreSQL, KDC, broker, site.
//!
//! The servers of a run are shared by its tests and started by the first that needs them. `cargo nextest` provides the
//! directory they live in by a set-up script ([`environment`]) and with it their end, however the run ends.

pub mod environment;
pub mod kdc;
pub mod postgres;
pub mod realm_test;
pub mod site;
