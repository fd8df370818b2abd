//! A principal as the user writes it.

use aq_auth::Principal;

use crate::error::{CommandError, Result};

/// Reads `user@REALM`.
pub fn principal(text: &str) -> Result<Principal> {
    text.trim().parse().map_err(|error: aq_auth::PrincipalError| {
        CommandError::argument(format!("User principal '{text}' is not valid.")).hint(error.to_string())
    })
}
