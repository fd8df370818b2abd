//! `aq show_machine`: one machine in full, or the names of all.

use aq_db::machine;

use crate::command::prelude::*;
use crate::view::machine::MachineView;

/// Options of the catalogue. `all` needs no look: it is what is asked for without a name.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: Option<String>,
}

/// Shows the machine, or the names.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let Some(name) = &args.machine else {
        return Ok(Answer::Names(machine::labels(cx.db()).await?));
    };
    let id = machine::require(cx.db(), name).await?.id;
    let machines = machine::details(cx.db(), &[id]).await?;
    Ok(Answer::objects(machines.into_iter().map(MachineView)))
}
