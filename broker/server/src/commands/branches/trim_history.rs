//! `aq trim_history`: forgets profiles of the past.

use aq_db::profile::{self, Policy};
use aq_db::savepoint;
use time::{Duration, OffsetDateTime};

use crate::command::prelude::*;
use crate::view::trimmed::TrimmedView;

/// A century: nothing is kept longer.
const LONGEST: i64 = 36_500;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    days: Option<i64>,
    keep: Option<i64>,
    dryrun: bool,
}

/// Removes what neither the options nor, without them, the configuration keeps; a dry run does the same and takes it
/// back.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let kept = cx.app.config.history;
    let days = args.days.unwrap_or(i64::from(kept.days));
    let keep = args.keep.unwrap_or(i64::from(kept.versions));
    if !(0..=LONGEST).contains(&days) {
        return Err(CommandError::argument(format!(
            "The number of days must be between 0 and {LONGEST}."
        )));
    }
    if keep < 0 {
        return Err(CommandError::argument(
            "The number of versions to keep must not be negative.",
        ));
    }
    let policy = Policy {
        keep,
        since: OffsetDateTime::now_utc().saturating_sub(Duration::days(days)),
    };
    if args.dryrun {
        savepoint::begin(cx.db()).await?;
    }
    let trimmed = profile::trim(cx.db(), &policy).await?;
    if args.dryrun {
        savepoint::undo(cx.db()).await?;
    } else {
        cx.audit_result("versions", trimmed.versions);
        cx.audit_result("bytes", trimmed.content_bytes + trimmed.text_bytes);
    }
    Ok(Answer::object(TrimmedView {
        trimmed,
        dryrun: args.dryrun,
    }))
}
