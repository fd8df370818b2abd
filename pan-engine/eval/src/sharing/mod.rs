//! Objects share what is the same for them. Most of what one object includes is what the object before it included, with the
//! same variables and the same tree around it. So while an include runs, everything that it reads from outside of itself and
//! what it leaves behind is recorded ([`frame`]); when another object comes to the same include, and finds the same, what was
//! left behind is put in place instead ([`replay`]). The same is done for the validation of values.
//!
//! What a recording cannot hold makes it void: messages for people, other objects, resources with several references. And when
//! anything goes wrong, the object is built again without sharing: errors are exactly those of an object by itself.

mod except;
mod frame;
mod place;
mod question;
mod record;
mod recording;
mod replay;
mod store;
#[cfg(test)]
mod tests;

mod validation;

pub use place::Look;
pub use question::{Asked, Question};
pub use record::Recorder;
pub use store::{Search, Store};
