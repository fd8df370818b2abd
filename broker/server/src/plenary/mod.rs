//! Keeps the `plenary` table equal to what the rows say.
//!
//! A command names the subjects that it touched; [`store`] generates what they should have from the rows as they are
//! now, in the command's own transaction, and writes only what differs.

mod generate;
mod store;
mod subject;

pub use generate::{Generated, generate};
pub use store::{Change, store};
pub use subject::{Subject, Touched};
