//! PostgreSQL: connection pool, migrations, private cluster, one SQL module per entity, constraint messages.
//!
//! Everything that reads or writes rows goes through a module of this crate. How such a module looks is shown by
//! [`vendor`]: a plain row struct, and functions on `&mut PgConnection` named
//!
//! | function  | gives |
//! |-----------|-------|
//! | `get`     | the row with an id |
//! | `find`    | the row with a name, or `None` |
//! | `require` | the row with a name, or [`DbError::NotFound`] with the nearest name |
//! | `list`    | all rows, by name |
//! | `insert`, `update`, `delete` | the change; the schema's refusals come back as [`DbError::Refused`] |
//!
//! Functions neither begin nor end transactions: a command is one transaction, begun with [`Db::begin`].

mod constraint_messages;
mod database;
mod error;
mod migrate;
mod seed;

pub mod address;
pub mod address_assignment;
pub mod archetype;
pub mod audit;
pub mod branch;
pub mod capture;
pub mod client_notification;
pub mod compile_job;
pub mod compile_target;
pub mod disk;
pub mod dns_domain;
pub mod dns_environment;
pub mod dns_name;
pub mod dns_record;
pub mod domain;
pub mod event;
pub mod facts;
pub mod flush;
pub mod fqdn;
pub mod grn;
pub mod host;
pub mod host_environment;
pub mod interface;
pub mod location;
pub mod locks;
pub mod machine;
pub mod model;
pub mod network;
pub mod network_compartment;
pub mod network_environment;
pub mod os;
pub mod outbox;
pub mod personality;
mod plans;
pub mod plenary;
pub mod principal;
pub mod private;
pub mod profile;
pub mod progress;
pub mod realm;
pub mod review;
pub mod role;
pub mod sandbox;
pub mod savepoint;
pub mod server;
pub mod stale;
pub mod suggest;
pub mod user;
pub mod vendor;
pub mod webhook;

pub use constraint_messages::{Explanation, explain, names as constraint_names};
pub use database::{Db, PoolSettings, Tx};
pub use error::{DbError, ErrorClass, Refusal};
pub use seed::Seed;
pub use sqlx::PgConnection;

/// What every function of this crate gives.
pub type Result<T, E = DbError> = std::result::Result<T, E>;
