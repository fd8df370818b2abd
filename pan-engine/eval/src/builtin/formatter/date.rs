//! `%t...`: a long as milliseconds since 1970, shown in UTC (the reference takes the time zone of the machine, which
//! would make the same sources give different profiles).

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = [
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
];

/// Is this a letter that may follow `%t`?
pub fn is_known(letter: char) -> bool {
    "HIklMNLQpsSTzZaAbBCdehjmyYrRcDF".contains(letter)
}

struct Moment {
    milliseconds: i64,
    year: i64,
    /// From 0.
    month: usize,
    day: i64,
    /// From 1.
    day_of_year: i64,
    weekday: usize,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Moment {
    fn of(milliseconds: i64) -> Self {
        let days = milliseconds.div_euclid(86_400_000);
        let seconds = milliseconds.rem_euclid(86_400_000) / 1000;
        let (year, month, day) = civil(days);
        Self {
            milliseconds,
            year,
            month: usize::try_from(month - 1).unwrap_or(0),
            day,
            day_of_year: days - days_before(year, 1, 1) + 1,
            weekday: usize::try_from(days.rem_euclid(7)).unwrap_or(0),
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
        }
    }

    const fn hour12(&self) -> i64 {
        if self.hour % 12 == 0 { 12 } else { self.hour % 12 }
    }
}

/// Year, month and day of a day counted from 1970-01-01 in the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Days from 1970-01-01 to a date.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The moment in the form of the letter.
pub fn convert(letter: char, milliseconds: i64) -> String {
    show(&Moment::of(milliseconds), letter)
}

fn show(moment: &Moment, letter: char) -> String {
    let all = |format: &str| {
        format
            .chars()
            .map(|c| {
                if c.is_alphabetic() {
                    show(moment, c)
                } else {
                    c.to_string()
                }
            })
            .collect()
    };
    let name = |names: &[&str], index: usize| names.get(index).copied().unwrap_or_default().to_owned();
    let short = |name: String| name.get(..3).unwrap_or_default().to_owned();
    match letter {
        'H' => format!("{:02}", moment.hour),
        'I' => format!("{:02}", moment.hour12()),
        'k' => moment.hour.to_string(),
        'l' => moment.hour12().to_string(),
        'M' => format!("{:02}", moment.minute),
        'S' => format!("{:02}", moment.second),
        'L' => format!("{:03}", moment.milliseconds.rem_euclid(1000)),
        'N' => format!("{:09}", moment.milliseconds.rem_euclid(1000) * 1_000_000),
        'Q' => moment.milliseconds.to_string(),
        's' => (moment.milliseconds / 1000).to_string(),
        'p' => if moment.hour < 12 { "am" } else { "pm" }.to_owned(),
        'z' => "+0000".to_owned(),
        'Z' => "UTC".to_owned(),
        'a' => short(name(&DAYS, moment.weekday)),
        'A' => name(&DAYS, moment.weekday),
        'b' | 'h' => short(name(&MONTHS, moment.month)),
        'B' => name(&MONTHS, moment.month),
        'C' => format!("{:02}", moment.year / 100),
        'd' => format!("{:02}", moment.day),
        'e' => moment.day.to_string(),
        'j' => format!("{:03}", moment.day_of_year),
        'm' => format!("{:02}", moment.month + 1),
        'y' => format!("{:02}", moment.year % 100),
        'Y' => format!("{:04}", moment.year),
        'T' => all("H:M:S"),
        'R' => all("H:M"),
        'r' => format!(
            "{} {}",
            show(moment, 'I') + ":" + &show(moment, 'M') + ":" + &show(moment, 'S'),
            show(moment, 'p').to_uppercase()
        ),
        'D' => all("m/d/y"),
        'F' => all("Y-m-d"),
        'c' => all("a b d T Z Y"),
        _ => String::new(),
    }
}
