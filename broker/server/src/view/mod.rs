//! How objects look in `raw`, `csv` and `json`: one file per kind of object.

pub mod active;
pub mod location;
pub mod model;
pub mod named;
pub mod status;
pub mod transaction;
pub mod vendor;
