//! Moving a host to another point of its life.

use aq_db::host::{self, Host};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// The status in which monitoring looks at a host.
const READY: &str = "ready";

/// Puts the new status into the row; the caller stores it. Tells whether it is another one than before.
pub async fn transition(cx: &mut Cx, host: &mut Host, to: &str) -> Result<bool> {
    let wanted = host::require_status(cx.db(), to).await?;
    if wanted == host.status {
        return Ok(false);
    }
    let legal = host::next_statuses(cx.db(), &host.status).await?;
    if !legal.contains(&wanted) {
        return Err(CommandError::argument(format!(
            "Cannot change state to {wanted} from {}. Legal states are: {}",
            host.status,
            legal.join(", ")
        )));
    }
    // Once ready, a host stays advertised until that is taken back on purpose.
    host.advertise_status |= wanted == READY;
    host.status = wanted;
    Ok(true)
}
