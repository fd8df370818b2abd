//! Objects share what is the same for them. While one object is built and validated, everything that each statement reads from
//! outside of itself and what it leaves behind is recorded, in order: a [`trace::Trace`]. Another object *follows* it: it is
//! known where the two differ ([`changes`], and the layers of [`variables`] and [`layered`]), from that follows which
//! statements are affected ([`usage`]), and only those run ([`follow`]), with the state that the recorded object had before
//! them and the differences on top. What they leave behind is compared with what they left behind then
//! ([`reconcile`]): where it is the same nothing differs any more. The same is done for default values and validation
//! ([`finish`]). So an object costs what differs.
//!
//! What a recording cannot hold (messages for people, other objects) is done by every object itself. Where even that is not
//! possible (a resource with several references), and when anything goes wrong, the object is built again by itself: errors are
//! exactly those of an object by itself.

mod changes;
mod check;
mod closed;
mod created;
mod except;
mod finish;
mod follow;
mod frame;
mod layered;
mod pending;
mod place;
mod question;
mod reconcile;
mod record;
mod recording;
mod roots;
mod run;
mod same;
mod seen;
mod store;
mod tally;
#[cfg(test)]
mod tests;
mod trace;
mod usage;
mod variables;
mod variants;

pub use check::Rule;
pub use created::{Creations, Shared};
pub use finish::Followed;
pub use follow::Follow;
pub use layered::{Layered, Since};
pub use place::Look;
pub use question::{Asked, Question};
pub use record::Recorder;
pub use store::{Plan, Store, likeness, signature};
pub use trace::{Builder, Link, Trace, Unfinished};
pub use variables::Below;

/// A moment in the building of an object: how many statements ran before.
pub type Time = u32;

/// What an evaluator does for the sake of other objects.
#[derive(Debug, Default)]
pub enum Sharing {
    /// Nothing: the object is built by itself.
    #[default]
    Alone,
    /// Nothing any more: there is nothing that objects of its kind could share.
    Abandoned,
    /// It records what others can follow.
    Recording(Box<Builder>),
    /// It follows another object.
    Following(Box<Follow>),
}
