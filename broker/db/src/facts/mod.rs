//! What the plenaries are made from, read as the models of `aq-plenary`. Every function reads only through the
//! connection it is given, so that a plenary shows exactly what its command's transaction sees.

mod city;
mod host;
mod interface;
mod location;
mod machine;
mod network;
mod personality;

pub use city::city;
pub use host::{HostFacts, NetworkTypes, host};
pub use machine::machine;
pub use network::network;
pub use personality::personality;

use crate::DbError;

/// A stored value that the schema should have refused.
fn damaged(what: &str, value: impl std::fmt::Display) -> DbError {
    DbError::damaged(format!("{what} {value}"))
}

/// EON ids are 32 bit numbers in templates.
fn eon_id(value: i64) -> Result<i32, DbError> {
    i32::try_from(value).map_err(|_| damaged("EON id", value))
}
