//! `aq diff`: what differs between two versions of a profile, or what a sandbox would change in a domain.

use super::{_diff, _version};
use crate::command::prelude::*;
use crate::compare::{Change, changes};
use crate::view::change::ChangeView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: Option<String>,
    sandbox: Option<String>,
    domain: Option<String>,
    from: Option<i64>,
    to: Option<i64>,
}

/// One line for each property; by itself, what the last change of the served profile was. Of a sandbox, changes gathered by
/// the objects that have them.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let Some(hostname) = &args.hostname else {
        let (sandbox, domain) = (args.sandbox.unwrap_or_default(), args.domain.unwrap_or_default());
        return Ok(Answer::object(_diff::of_sandbox(cx, &sandbox, &domain).await?));
    };
    let object = _version::object(hostname);
    let to = _version::find(cx, &object, args.to).await?;
    let from = match args.from {
        Some(version) => _version::find(cx, &object, Some(version)).await?,
        None => _version::before(cx, &object, &to).await?,
    };
    let before = _version::value(cx, &object, &from).await?;
    let after = _version::value(cx, &object, &to).await?;
    let found = changes(&before, &after);
    Ok(Answer::objects(
        found.iter().flat_map(Change::leaves).map(ChangeView),
    ))
}
