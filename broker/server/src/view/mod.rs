//! How objects look in `raw`, `csv` and `json`: one file per kind of object.

pub mod active;
pub mod disk;
pub mod host;
pub mod interface;
pub mod location;
pub mod machine;
pub mod model;
pub mod named;
pub mod status;
pub mod transaction;
pub mod vendor;
