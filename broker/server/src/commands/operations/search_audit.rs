//! `aq search_audit`: who asked for what, when, and with what result.

use aq_db::audit::{self, Filter};
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime};

use crate::command::prelude::*;
use crate::view::transaction::TransactionView;

/// Records returned unless `--limit` says otherwise.
const DEFAULT_LIMIT: i64 = 5_000;
/// No more than this, whatever `--limit` says.
const LARGEST_LIMIT: i64 = 20_000;
/// The window that is searched without `--forever`.
const WINDOW: Duration = Duration::days(366);

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    keyword: Option<String>,
    argument: Option<String>,
    username: Option<String>,
    command: Option<String>,
    before: Option<String>,
    after: Option<String>,
    #[serde(default)]
    forever: bool,
    return_code: Option<i32>,
    limit: Option<i64>,
    #[serde(default)]
    reverse_order: bool,
}

/// The records that meet all criteria.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let limit = args.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=LARGEST_LIMIT).contains(&limit) {
        return Err(CommandError::argument(format!(
            "Cannot set the limit to {limit}: it lies between 1 and {LARGEST_LIMIT}."
        )));
    }
    let before = args.before.as_deref().map(moment).transpose()?;
    let mut after = args.after.as_deref().map(moment).transpose()?;
    if after.is_none() && !args.forever {
        after = Some(before.unwrap_or_else(OffsetDateTime::now_utc) - WINDOW);
    }
    let (command, readonly) = match args.command.as_deref() {
        None | Some("wo") => (None, Some(false)),
        Some("ro") => (None, Some(true)),
        Some("rw" | "all") => (None, None),
        Some(name) => (Some(name), None),
    };
    let filter = Filter {
        request_id: None,
        username: args.username.as_deref(),
        command,
        readonly,
        return_code: args.return_code,
        after,
        before,
        keyword: args.keyword.as_deref(),
        argument: args.argument.as_deref(),
        limit,
        oldest_first: args.reverse_order,
    };
    let mut records = audit::search(cx.db(), &filter).await?;
    // The limit keeps the latest; they are printed in the order of time all the same, and the other way round on demand.
    records.sort_by_key(|r| r.start_time);
    if args.reverse_order {
        records.reverse();
    }
    Ok(Answer::objects(records.into_iter().map(TransactionView)))
}

/// `now`, `today`, `2026-01-31`, `2026-01-31 14:00`, `2026-01-31 14:00 +0100` or `01-31-26`; without a zone UTC.
fn moment(text: &str) -> Result<OffsetDateTime> {
    let now = OffsetDateTime::now_utc();
    match text {
        "now" => return Ok(now),
        "today" => return Ok(now.replace_time(time::Time::MIDNIGHT)),
        _ => {}
    }
    let zoned = format_description!(
        "[year]-[month]-[day] [hour]:[minute] [offset_hour sign:mandatory][offset_minute]"
    );
    let local = format_description!("[year]-[month]-[day] [hour]:[minute]");
    let day = format_description!("[year]-[month]-[day]");
    if let Ok(time) = OffsetDateTime::parse(text, zoned) {
        return Ok(time);
    }
    if let Ok(time) = PrimitiveDateTime::parse(text, local) {
        return Ok(time.assume_utc());
    }
    if let Ok(date) = Date::parse(text, day) {
        return Ok(date.midnight().assume_utc());
    }
    // time cannot make a full year of two digits by itself.
    if let Some((rest, year)) = text.rsplit_once('-')
        && year.len() == 2
        && let Ok(date) = Date::parse(
            &format!("20{year}-{rest}"),
            format_description!("[year]-[month]-[day]"),
        )
    {
        return Ok(date.midnight().assume_utc());
    }
    Err(
        CommandError::argument(format!("Unable to parse date string '{text}'."))
            .hint("Write 2026-01-31, \"2026-01-31 14:00\", now or today."),
    )
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn all_written_forms_name_the_same_day() {
        let day = moment("2026-01-31").unwrap();
        assert_eq!(moment("2026-01-31 00:00").unwrap(), day);
        assert_eq!(moment("2026-01-31 01:00 +0100").unwrap(), day);
        assert_eq!(moment("01-31-26").unwrap(), day);
        assert!(moment("yesterdayish").is_err());
    }
}
