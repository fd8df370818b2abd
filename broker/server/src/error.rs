//! The one error type of commands: an HTTP status, a stable code, a sentence for the user and a hint.
//!
//! Internals (SQL texts, file names of the broker) stay in the log; [`CommandError::internal`] keeps them out of the
//! answer. Statuses follow the reference (`400` argument, `404` unknown object, `503` database away...), with `401`/`403`
//! told apart and `409` for conflicts with a concurrent change.

use std::fmt;

use aq_db::{DbError, ErrorClass};

/// Result of everything a command does.
pub type Result<T, E = CommandError> = std::result::Result<T, E>;

/// Why a command did not succeed.
#[derive(Debug, Clone)]
pub struct CommandError {
    /// HTTP status; the client's exit status is this divided by 100.
    pub status: u16,
    /// Stable identifier, for scripts and for the documentation (`not_found`, `invalid_argument`...).
    pub code: &'static str,
    /// One sentence, or several lines where a command reports per item; names what the user typed.
    pub message: String,
    /// What the user can do about it.
    pub hint: Option<String>,
    /// What really happened, for the log only.
    pub internal: Option<String>,
    /// The transaction may be run again from the start (deadlock, serialization failure).
    pub retry: bool,
}

impl CommandError {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> CommandError {
        CommandError {
            status,
            code,
            message: message.into(),
            hint: None,
            internal: None,
            retry: false,
        }
    }

    /// 400: an argument is wrong or does not fit the state of the objects it names.
    pub fn argument(message: impl Into<String>) -> CommandError {
        CommandError::new(400, "invalid_argument", message)
    }

    /// 400: the compiler refused; `message` holds the diagnostics.
    pub fn compile(message: impl Into<String>) -> CommandError {
        CommandError::new(400, "compile_failed", message)
    }

    /// 400: something the plenaries need is missing.
    pub fn incomplete(message: impl Into<String>) -> CommandError {
        CommandError::new(400, "incomplete", message)
    }

    /// 404: `kind` is the reference's class label ("Building"), `name` what the user typed.
    pub fn not_found(kind: &str, name: impl fmt::Display) -> CommandError {
        CommandError::new(404, "not_found", format!("{kind} {name} not found."))
    }

    /// 400: an object of that name is there already (the reference answers 400 as well).
    pub fn already_exists(kind: &str, name: impl fmt::Display) -> CommandError {
        CommandError::new(400, "already_exists", format!("{kind} {name} already exists."))
    }

    /// 401: the caller has not said who they are.
    pub fn unauthenticated(message: impl Into<String>) -> CommandError {
        CommandError::new(401, "unauthenticated", message)
    }

    /// 403: the caller is known and may not.
    pub fn forbidden(message: impl Into<String>) -> CommandError {
        CommandError::new(403, "forbidden", message)
    }

    /// 404: no command has this path.
    pub fn no_such_path(message: impl Into<String>) -> CommandError {
        CommandError::new(404, "no_such_command", message)
    }

    /// 409: somebody else changed the same objects at the same time.
    pub fn conflict(message: impl Into<String>) -> CommandError {
        CommandError::new(409, "conflict", message)
    }

    /// 410: it was there and was removed.
    pub fn gone(message: impl Into<String>) -> CommandError {
        CommandError::new(410, "gone", message)
    }

    /// 503: the broker has too much to do.
    pub fn busy(message: impl Into<String>) -> CommandError {
        CommandError::new(503, "busy", message)
    }

    /// 501: this broker does not offer it.
    pub fn unimplemented(message: impl Into<String>) -> CommandError {
        CommandError::new(501, "not_offered", message)
    }

    /// 503: the database cannot be reached.
    pub fn unavailable(internal: impl fmt::Display) -> CommandError {
        let mut error = CommandError::new(
            503,
            "database_unavailable",
            "The database is not reachable at the moment.",
        );
        error.hint = Some("Nothing was changed. Try again in a few seconds.".into());
        error.internal = Some(internal.to_string());
        error
    }

    /// 207: some items failed; `failed` has a line with the reason for each.
    pub fn items(failed: &[String]) -> CommandError {
        let what = if failed.len() == 1 { "object" } else { "objects" };
        let list = failed.join("\n");
        CommandError::new(
            207,
            "partly_done",
            format!(
                "{} {what} failed, everything else was done:\n{list}",
                failed.len()
            ),
        )
    }

    /// The error that the same request got before; `body` is what the client was told then.
    pub fn repeated(status: u16, body: impl Into<String>) -> CommandError {
        CommandError::new(status, "repeated_request", body)
    }

    /// 500: a defect of the broker or its surroundings. The cause goes to the log, never to the client.
    pub fn internal(cause: impl fmt::Display) -> CommandError {
        let mut error = CommandError::new(500, "internal_error", "The broker failed to run the command.");
        error.hint =
            Some("Nothing was changed. The broker's log has the details under this request id.".into());
        error.internal = Some(cause.to_string());
        error
    }

    /// 507: the disk of the repository is full.
    pub fn no_room(cause: impl fmt::Display) -> CommandError {
        let mut error = CommandError::new(
            507,
            "no_room",
            "The broker has no room left in the template repository.",
        );
        error.hint = Some("Nothing was changed. Tell its administrator: the disk is full.".into());
        error.internal = Some(cause.to_string());
        error
    }

    /// 500 with a code and a message of its own; the cause goes to the log, never to the client.
    pub fn broken(code: &'static str, message: impl Into<String>, cause: impl fmt::Display) -> CommandError {
        let mut error = CommandError::new(500, code, message);
        error.internal = Some(cause.to_string());
        error
    }

    /// The same error with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> CommandError {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with the nearest existing name as a hint, when there is one.
    #[must_use]
    pub fn suggest(self, nearest: Option<String>) -> CommandError {
        match nearest {
            Some(name) => self.hint(format!("Did you mean {name}?")),
            None => self,
        }
    }

    /// The text that the client prints: message, then the hint on a line of its own.
    pub fn body(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}\n{hint}", self.message),
            None => self.message.clone(),
        }
    }
}

impl From<DbError> for CommandError {
    fn from(error: DbError) -> CommandError {
        let message = error.to_string();
        match (error.class(), error) {
            (_, DbError::NotFound { kind, name, nearest }) => {
                CommandError::not_found(kind, name).suggest(nearest)
            }
            (ErrorClass::NotFound, _) => CommandError::new(404, "not_found", message),
            (ErrorClass::Argument, error) => {
                let mut refusal = CommandError::argument(message);
                if error.constraint().is_some_and(|c| c.ends_with("_uk")) {
                    refusal.code = "already_exists";
                }
                refusal
            }
            (ErrorClass::Conflict, error) => {
                let mut conflict = CommandError::conflict(message);
                conflict.internal = Some(format!("{error:?}"));
                conflict.retry = true;
                conflict
            }
            (ErrorClass::Unavailable, error) => CommandError::unavailable(format!("{error:?}")),
            (ErrorClass::Internal, error) => CommandError::internal(format!("{error:?}")),
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.message)?;
        match &self.internal {
            Some(cause) => write!(f, " ({cause})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CommandError {}
