//! What tests share: private PostgreSQL, KDC, broker, site.
