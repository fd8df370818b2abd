//! What a compile may be told.

use std::fmt;
use std::sync::Arc;

use pan_value::Value;

use crate::cancellation::Cancellation;
use crate::progress::ProgressObserver;

/// What to do with `deprecated` calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Warnings {
    /// Say nothing.
    Off,
    /// Print the message.
    #[default]
    On,
    /// Refuse the object.
    Fatal,
}

/// Tells for a template name whether `debug` and `traceback` are active in it.
pub type DebugFilter = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// Options of a compile.
#[derive(Clone)]
pub struct Options {
    /// For `deprecated`.
    pub warnings: Warnings,
    /// Where `debug` and `traceback` are active; nowhere without it.
    pub debug: Option<DebugFilter>,
    /// The tree to start with (`--initial-data`), a dict; empty without it.
    pub initial: Option<Value>,
    /// Do objects of one compile share what is the same for them? The results are the same either way.
    pub sharing: bool,
    /// Ends the compile early when it is cancelled.
    pub cancellation: Option<Cancellation>,
    /// Is told how far a compile of many objects is.
    pub progress: Option<ProgressObserver>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            warnings: Warnings::default(),
            debug: None,
            initial: None,
            sharing: true,
            cancellation: None,
            progress: None,
        }
    }
}

impl Options {
    /// Is debugging active in this template?
    #[must_use]
    pub fn debugs(&self, template: &str) -> bool {
        self.debug.as_ref().is_some_and(|filter| filter(template))
    }

    /// Was the compile cancelled?
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancellation.as_ref().is_some_and(Cancellation::is_cancelled)
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("warnings", &self.warnings)
            .field("debug", &self.debug.is_some())
            .field("initial", &self.initial)
            .field("sharing", &self.sharing)
            .field("cancellation", &self.cancellation)
            .field("progress", &self.progress.is_some())
            .finish()
    }
}
