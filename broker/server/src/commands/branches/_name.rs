//! Names of new branches.

use aq_db::DbError;
use aq_db::branch::TRASH;

use crate::error::{CommandError, Result};

/// Refuses the name that no branch may have.
pub fn check(name: &str, option: &str) -> Result<()> {
    if name.trim().eq_ignore_ascii_case(TRASH) {
        return Err(
            CommandError::argument(format!("The branch name {TRASH} is reserved."))
                .hint(format!("Choose another name for {option}.")),
        );
    }
    Ok(())
}

/// The error of a name that the schema refuses.
pub fn refused(error: DbError, given: &str, option: &str) -> CommandError {
    match error.constraint() {
        Some("branch_name_ck") => {
            CommandError::argument(format!("'{given}' is not a valid value for {option}."))
                .hint(error.to_string())
        }
        _ => error.into(),
    }
}
