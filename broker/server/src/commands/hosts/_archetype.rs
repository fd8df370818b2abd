//! The archetype of hosts.

use aq_db::archetype::{self, Archetype};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// The archetype of this name, which must not be one of clusters.
pub async fn of_hosts(cx: &mut Cx, name: &str) -> Result<Archetype> {
    let archetype = archetype::require(cx.db(), name).await?;
    if archetype.cluster_type.is_some() {
        return Err(CommandError::argument(format!(
            "Archetype {} is a cluster archetype, it cannot be used for hosts.",
            archetype.name
        )));
    }
    Ok(archetype)
}
