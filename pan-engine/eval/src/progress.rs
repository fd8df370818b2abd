//! How far a compile of many objects is.

use std::sync::Arc;

/// How far a compile of many objects is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'p> {
    /// Objects delivered, failed ones included.
    pub done: usize,
    /// Objects to deliver. Grows when objects that were not asked for are referred to.
    pub total: usize,
    /// The object delivered last.
    pub object: &'p str,
}

/// Is told after every object, on the thread that compiled it.
pub type ProgressObserver = Arc<dyn Fn(Progress<'_>) + Send + Sync>;
