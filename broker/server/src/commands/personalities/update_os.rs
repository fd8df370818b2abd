//! `aq update_os`: comments and life cycle of a version of an operating system.

use aq_db::{archetype, os};

use super::_text::kept;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    osname: String,
    osversion: String,
    archetype: String,
    comments: Option<String>,
    lifecycle: Option<String>,
}

/// Changes the version; the data of its hosts tell the point of its life.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let archetype = archetype::require(cx.db(), &args.archetype).await?;
    let os = os::require(cx.db(), &archetype, &args.osname, &args.osversion).await?;
    if let Some(comments) = &args.comments {
        os::set_comments(cx.db(), os.id, kept(Some(comments))).await?;
    }
    if let Some(lifecycle) = &args.lifecycle {
        os::set_lifecycle(cx.db(), &os, lifecycle).await?;
        for host in os::hosts(cx.db(), os.id).await? {
            cx.touch(Subject::Host(host));
        }
    }
    Ok(Answer::Nothing)
}
