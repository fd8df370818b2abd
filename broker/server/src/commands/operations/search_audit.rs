//! `aq search_audit`: who asked for what, when, and with what result.

use aq_db::audit::{self, Filter};
use time::{Duration, OffsetDateTime};

use crate::command::moment::moment;
use crate::command::prelude::*;
use crate::view::transaction::TransactionView;

/// Records returned unless `--limit` says otherwise.
const DEFAULT_LIMIT: i64 = 5_000;
/// No more than this, whatever `--limit` says.
const LARGEST_LIMIT: i64 = 20_000;
/// The window that is searched unless both ends are given: a year.
const WINDOW: Duration = Duration::days(366);

/// Commands that change no row and yet make something: part of what is searched by default.
const MAKING: &[&str] = &["compile", "pxeswitch"];
/// Commands that only look at the broker or the audit itself.
const WATCHING: &[&str] = &["show_active_locks", "show_active_commands", "cat", "search_audit"];

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
    if limit > LARGEST_LIMIT {
        return Err(CommandError::argument(format!(
            "Cannot set the limit higher than {LARGEST_LIMIT}"
        )));
    }
    if limit < 1 {
        return Err(CommandError::argument("The limit must be at least 1."));
    }
    let (after, before) = window(&args)?;
    let kind = Kind::of(args.command.as_deref());
    let filter = Filter {
        request_id: None,
        username: args.username.as_deref().map(str::trim),
        command: kind.command,
        readonly: kind.readonly,
        also: kind.also,
        except: kind.except,
        return_code: args.return_code,
        after,
        before,
        keyword: args.keyword.as_deref(),
        argument: args.argument.as_deref(),
        limit,
        oldest_first: args.reverse_order,
    };
    let mut records = audit::search(cx.db(), &filter).await?;
    // Which of them the limit keeps is one thing, the order in which they are printed the opposite one.
    records.reverse();
    Ok(Answer::objects(records.into_iter().map(TransactionView)))
}

/// Which commands are looked for.
#[derive(Debug, Default)]
struct Kind<'a> {
    command: Option<&'a str>,
    readonly: Option<bool>,
    also: &'a [&'a str],
    except: &'a [&'a str],
}

impl<'a> Kind<'a> {
    /// One command, or a word for several; without either, what changes data or makes something of it.
    fn of(command: Option<&'a str>) -> Self {
        let none = Self::default();
        match command {
            None => Self {
                readonly: Some(false),
                also: MAKING,
                ..none
            },
            Some("wo") => Self {
                readonly: Some(false),
                except: MAKING,
                ..none
            },
            Some("ro") => Self {
                readonly: Some(true),
                also: MAKING,
                ..none
            },
            Some("rw") => Self {
                except: WATCHING,
                ..none
            },
            Some("all") => none,
            Some(name) => Self {
                command: Some(name),
                ..none
            },
        }
    }
}

/// From when to when: a year, unless both ends are given or all of time is asked for.
fn window(args: &Args) -> Result<(Option<OffsetDateTime>, Option<OffsetDateTime>)> {
    let before = args.before.as_deref().map(moment).transpose()?;
    let after = args.after.as_deref().map(moment).transpose()?;
    if args.forever {
        if before.is_some() || after.is_some() {
            return Err(CommandError::argument(
                "Cannot specify 'forever' with 'before' or 'after'",
            ));
        }
        return Ok((None, None));
    }
    let (start, end) = match (after, before) {
        (Some(start), Some(end)) => (start, end),
        (Some(start), None) => (start, start.saturating_add(WINDOW)),
        // A request that began in this very moment is in the window, too.
        (None, end) => {
            let end = end.unwrap_or_else(|| OffsetDateTime::now_utc().saturating_add(Duration::SECOND));
            (end.saturating_sub(WINDOW), end)
        }
    };
    if end < start {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        return Err(CommandError::argument(format!(
            "Time region from after '{}' to before '{}' is invalid.",
            given(&args.after),
            given(&args.before)
        )));
    }
    Ok((Some(start), Some(end)))
}
