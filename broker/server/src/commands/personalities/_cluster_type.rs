//! The type of clusters that an archetype is for.

use aq_db::archetype::CLUSTER_TYPES;

use crate::error::{CommandError, Result};

/// The type as it is stored.
pub fn cluster_type(text: &str) -> Result<String> {
    let name = text.trim().to_lowercase();
    if CLUSTER_TYPES.contains(&name.as_str()) {
        return Ok(name);
    }
    let known = CLUSTER_TYPES.join(", ");
    Err(CommandError::argument(format!(
        "Unknown cluster type '{text}'. The valid values are: {known}."
    )))
}
