//! Which SQL statements take the time, by the database's own log.

use std::collections::HashMap;

use crate::installation::Installation;

/// Statements that are named.
const NAMED: usize = 8;
/// Characters of a statement that are shown.
const SHOWN: usize = 110;

/// What the database logs from here on.
pub struct Log(usize);

impl Log {
    /// Begins, when statements are asked for.
    pub fn begin(site: &Installation) -> Option<Log> {
        std::env::var_os("AQ_BENCH_STATEMENTS")?;
        site.configure("log_parameter_max_length", "0");
        site.configure("log_min_duration_statement", "0");
        Some(Log(site.log().len()))
    }

    /// Prints the statements that took most of the time.
    pub fn print(self, site: &Installation) {
        let text = site.log();
        site.configure("log_min_duration_statement", "-1");
        let mut times: HashMap<String, (f64, usize)> = HashMap::new();
        let text = text.get(self.0..).unwrap_or_default().replace("\n\t", " ");
        for line in text.lines() {
            let Some((_, rest)) = line.split_once("LOG:  duration: ") else {
                continue;
            };
            let Some((time, statement)) = rest.split_once(" ms  ") else {
                continue;
            };
            let statement = statement.split_once(": ").map_or(statement, |(_, text)| text);
            let words: Vec<&str> = statement.split_whitespace().collect();
            let key: String = words.join(" ").chars().take(SHOWN).collect();
            let entry = times.entry(key).or_default();
            entry.0 += time.parse::<f64>().unwrap_or_default();
            entry.1 += 1;
        }
        let total: f64 = times.values().map(|(time, _)| time).sum();
        println!("    SQL altogether {total:.0} ms");
        let mut times: Vec<_> = times.into_iter().collect();
        times.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        for (statement, (time, count)) in times.into_iter().take(NAMED) {
            println!("    {time:>10.1} ms {count:>8} x  {statement}");
        }
    }
}
