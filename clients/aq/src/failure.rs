//! Why `aq` gives up, with its exit status.

/// A message for standard error and the exit status that goes with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// 1 for mistakes on this side, 2 for unknown commands, an HTTP status divided by 100 for refusals.
    pub status: u8,
    /// Without a final newline.
    pub message: String,
}

impl Failure {
    /// A mistake on this side.
    pub fn here(message: impl Into<String>) -> Self {
        Self {
            status: 1,
            message: message.into(),
        }
    }

    /// A command that does not exist.
    pub fn unknown_command(message: impl Into<String>) -> Self {
        Self {
            status: 2,
            message: message.into(),
        }
    }
}
