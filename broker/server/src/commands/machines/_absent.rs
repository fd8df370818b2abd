//! Options that name objects of kinds that no command stores: whatever is named does not exist.

use crate::error::{CommandError, Result};

/// 404 for the first option that was given; each with the word for its kind.
pub fn refuse<const N: usize>(options: [(&str, &Option<String>); N]) -> Result<()> {
    match options
        .into_iter()
        .find_map(|(kind, name)| Some((kind, name.as_ref()?)))
    {
        Some((kind, name)) => Err(CommandError::not_found(kind, name)),
        None => Ok(()),
    }
}
