//! What tests share: private PostgreSQL, KDC, broker, site.

pub mod kdc;
pub mod realm_test;
