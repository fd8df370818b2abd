/// Flags of a pattern: those of the third argument of `match`, and those that `(?...)` sets inside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags {
    /// `i`: letters match both cases; only ASCII letters without `unicode_case`.
    pub ignore_case: bool,
    /// `s`: `.` matches line ends too.
    pub dot_all: bool,
    /// `m`: `^` and `$` match at every line.
    pub multi_line: bool,
    /// `u`: `i` goes for all letters.
    pub unicode_case: bool,
    /// `x`: white space and `# comments` in the pattern are ignored.
    pub comments: bool,
    /// `(?d)`: only `\n` ends a line. Cannot be given as an argument.
    pub unix_lines: bool,
    /// `(?U)`: `\w`, `\d`, `\s` and the POSIX classes go for all of Unicode. Cannot be given as an argument.
    pub unicode_classes: bool,
}

impl Flags {
    /// The flags that `match` and `matches` take as a string.
    ///
    /// # Errors
    /// The first character that is not a flag.
    pub fn parse(text: &str) -> Result<Self, char> {
        let mut flags = Self::default();
        for c in text.chars() {
            match c {
                'i' => flags.ignore_case = true,
                's' => flags.dot_all = true,
                'm' => flags.multi_line = true,
                'u' => flags.unicode_case = true,
                'x' => flags.comments = true,
                other => return Err(other),
            }
        }
        Ok(flags)
    }

    /// Sets the flag of an inline modifier; `false` if there is no such flag.
    pub(super) fn set_inline(&mut self, c: char, on: bool) -> bool {
        match c {
            'i' => self.ignore_case = on,
            's' => self.dot_all = on,
            'm' => self.multi_line = on,
            'u' => self.unicode_case = on,
            'x' => self.comments = on,
            'd' => self.unix_lines = on,
            'U' => {
                self.unicode_classes = on;
                self.unicode_case = on;
            }
            // Canonical equivalence: accepted, without effect.
            'c' => {}
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argument_flags() {
        assert_eq!(
            Flags::parse("ix"),
            Ok(Flags {
                ignore_case: true,
                comments: true,
                ..Flags::default()
            })
        );
        assert_eq!(Flags::parse("iq"), Err('q'));
        assert_eq!(Flags::parse("d"), Err('d'));
    }
}
