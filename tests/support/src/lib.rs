//! What tests share: private PostgreSQL, KDC, broker, site.
//!
//! One environment serves all tests of a run. `cargo nextest` starts it through the set-up script `test-env` and tells
//! the tests where it is by the variables that [`environment`] names; a watcher takes it down when nextest ends, however
//! it ends.

pub mod environment;
pub mod kdc;
pub mod postgres;
pub mod realm_test;
pub mod site;
