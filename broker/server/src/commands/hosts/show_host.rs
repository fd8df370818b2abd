//! `aq show_host`: hosts in full, their owners only, or the names of all.

use aq_db::{host, machine};

use crate::command::prelude::*;
use crate::view::host_grns::HostGrnsView;
use crate::view::machine::MachineView;

/// Options of the catalogue. `all` needs no look: it is what is asked for without a name.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: Option<String>,
    list: Option<Vec<String>>,
    grns: bool,
}

/// Shows the hosts.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let ids = match (&args.hostname, &args.list) {
        (Some(name), _) => vec![host::require(cx.db(), name).await?],
        (None, Some(list)) => host::require_many(cx.db(), list).await?,
        (None, None) => return Ok(Answer::Names(host::names(cx.db()).await?)),
    };
    let details = machine::details(cx.db(), &ids).await?;
    Ok(if args.grns {
        Answer::objects(details.into_iter().map(HostGrnsView))
    } else {
        Answer::objects(details.into_iter().map(MachineView))
    })
}
