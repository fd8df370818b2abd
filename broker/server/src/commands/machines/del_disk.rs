//! `aq del_disk`: one disk of a machine, or all of them.

use aq_db::disk;

use super::_target;
use crate::command::prelude::*;

/// Options of the catalogue. `all` needs no look: it is what is asked for without a name.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: Option<String>,
    hostname: Option<String>,
    disk: Option<String>,
}

/// Removes the disks.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let machine = _target::locked(cx, args.machine.as_deref(), args.hostname.as_deref()).await?;
    match &args.disk {
        Some(name) => {
            let disk = disk::require(cx.db(), &machine, name).await?;
            disk::delete(cx.db(), disk.id).await?;
        }
        None => disk::delete_all(cx.db(), machine.id).await?,
    }
    cx.touch(Subject::Machine(machine.id));
    Ok(Answer::Nothing)
}
