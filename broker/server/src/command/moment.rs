//! Points in time as users write them.

use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

use crate::error::{CommandError, Result};

/// `now`, `today`, `2026-01-31`, `2026-01-31 14:00`, `2026-01-31 14:00 +0100` or `01-31-26`; without a zone UTC.
pub fn moment(text: &str) -> Result<OffsetDateTime> {
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
        CommandError::argument(format!("Unable to parse date string '{text}'"))
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
