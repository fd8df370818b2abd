//! `aq change_status`: moves a host to another point of its life and compiles it.

use aq_db::host;

use super::_status;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    buildstatus: String,
    hostname: Option<String>,
    cluster: Option<String>,
    metacluster: Option<String>,
}

/// Moves the host; one that is there already is not compiled again.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let Some(name) = &args.hostname else {
        let (kind, name) = match (&args.cluster, &args.metacluster) {
            (Some(name), _) => ("Cluster", name.as_str()),
            (None, name) => ("Metacluster", name.as_deref().unwrap_or_default()),
        };
        return Err(CommandError::not_found(kind, name));
    };
    let id = host::require(cx.db(), name).await?;
    for mut host in host::lock_many(cx.db(), &[id]).await? {
        if _status::transition(cx, &mut host, &args.buildstatus).await? {
            host::update(cx.db(), &host).await?;
            cx.compile_host(id);
        }
    }
    Ok(Answer::Nothing)
}
