//! Writer of the `raw` text: labels, two blanks of indentation per level.

use std::fmt::{Display, Write as _};

/// Collects lines; objects follow each other without an empty line between them, as the reference prints lists.
#[derive(Debug, Default)]
pub struct Raw {
    text: String,
    depth: usize,
}

impl Raw {
    /// `Label: value` at the present depth.
    pub fn field(&mut self, label: &str, value: impl Display) -> &mut Raw {
        self.line(format_args!("{label}: {value}"))
    }

    /// The same, left out when there is no value (the reference leaves empty values out).
    pub fn optional<T: Display>(&mut self, label: &str, value: Option<T>) -> &mut Raw {
        if let Some(value) = value {
            self.field(label, value);
        }
        self
    }

    /// A line of free text at the present depth.
    pub fn line(&mut self, text: impl Display) -> &mut Raw {
        // Writing to a String does not fail.
        let _ = writeln!(self.text, "{:width$}{text}", "", width = self.depth * 2);
        self
    }

    /// Runs `body` one level deeper.
    pub fn nested(&mut self, body: impl FnOnce(&mut Raw)) -> &mut Raw {
        self.depth += 1;
        body(self);
        self.depth -= 1;
        self
    }

    /// The text without the last line feed.
    pub fn finish(mut self) -> String {
        if self.text.ends_with('\n') {
            self.text.pop();
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nests_and_leaves_out_absent_values() {
        let mut raw = Raw::default();
        raw.field("City", "ny").nested(|r| {
            r.optional("Comments", None::<&str>)
                .optional("Fullname", Some("New York"));
        });
        assert_eq!(raw.finish(), "City: ny\n  Fullname: New York");
    }
}
