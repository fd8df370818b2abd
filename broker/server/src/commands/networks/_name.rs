//! Names of networks, which need not be unique.

use aq_db::network;

use crate::command::Cx;
use crate::error::Result;

/// Warns when another network has the name already: two of one name are allowed, and often a mistake.
pub async fn warn_of_namesake(cx: &mut Cx, name: &str) -> Result<()> {
    if let Some(cidr) = network::namesake(cx.db(), name).await? {
        cx.say(format!(
            "WARNING: Network name {name} is already used for address {cidr}."
        ));
    }
    Ok(())
}
