//! Writer of the `csv` form: comma, line feed, quotes where needed, absent values empty.

use std::fmt::Display;

use crate::error::{CommandError, Result};

/// One row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Columns(Vec<String>);

impl Columns {
    /// An empty row.
    pub fn new() -> Columns {
        Columns::default()
    }

    /// Adds a column.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a builder's add, not arithmetic")]
    pub fn add(mut self, value: impl Display) -> Columns {
        self.0.push(value.to_string());
        self
    }

    /// Adds a column that is empty when there is no value.
    #[must_use]
    pub fn maybe<T: Display>(mut self, value: Option<T>) -> Columns {
        self.0.push(value.map(|v| v.to_string()).unwrap_or_default());
        self
    }
}

/// The rows as text.
pub fn render(rows: impl IntoIterator<Item = Columns>) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row.0).map_err(CommandError::internal)?;
    }
    let bytes = writer.into_inner().map_err(CommandError::internal)?;
    String::from_utf8(bytes).map_err(CommandError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_only_where_needed() {
        let rows = [
            Columns::new().add("a").maybe(None::<u8>).add("b,c"),
            Columns::new().add("say \"hi\""),
        ];
        assert_eq!(render(rows).unwrap(), "a,,\"b,c\"\n\"say \"\"hi\"\"\"\n");
    }
}
