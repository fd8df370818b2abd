//! The one error of the format: which file, which command, what is wrong.

/// A mistake in the catalogue's files.
#[derive(Debug, thiserror::Error)]
#[error("catalogue: {file}: {command}{message}")]
pub struct FormatError {
    file: String,
    /// Empty, or the command's name followed by a colon and a space.
    command: String,
    message: String,
}

impl FormatError {
    /// `command` may be empty when the mistake is not within one command.
    pub fn new(file: &str, command: &str, message: impl ToString) -> Self {
        let command = if command.is_empty() {
            String::new()
        } else {
            format!("{command}: ")
        };
        Self {
            file: file.to_owned(),
            command,
            message: message.to_string(),
        }
    }
}
