//! `aq show_history`: the versions of a profile that are kept.

use aq_db::profile::{self, Filter};

use super::_version;
use crate::command::moment::moment;
use crate::command::prelude::*;
use crate::view::history::VersionView;

/// Versions shown unless `--limit` says otherwise.
const DEFAULT_LIMIT: i64 = 20;
/// No more than this, whatever `--limit` says.
const LARGEST_LIMIT: i64 = 10_000;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: String,
    limit: Option<i64>,
    since: Option<String>,
}

/// The latest first.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let limit = args.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=LARGEST_LIMIT).contains(&limit) {
        return Err(CommandError::argument(format!(
            "The limit must be between 1 and {LARGEST_LIMIT}."
        )));
    }
    let object = _version::object(&args.hostname);
    let filter = Filter {
        since: args.since.as_deref().map(moment).transpose()?,
        limit,
        ..Filter::latest(&object)
    };
    let found = profile::history(cx.db(), &filter).await?;
    if found.is_empty()
        && profile::history(cx.db(), &Filter::latest(&object))
            .await?
            .is_empty()
    {
        return Err(_version::none(cx, &object).await?);
    }
    Ok(Answer::objects(found.into_iter().map(VersionView)))
}
