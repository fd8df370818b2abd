//! The reader behind `json_decode`. It takes what the reference's JSON library takes when it is lenient: comments,
//! single quotes, words without quotes, `;` for `,`, `=` or `=>` for `:`, and nothing between the commas of an array for
//! null.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pan_value::{Key, Kind, Term, Value, decode_long, parse_double};

use super::Fault;
use super::args::refused;
use crate::limits::{Limit, Limits};

/// Characters of the text that a message shows.
const SHOWN: usize = 60;
/// A number of so many characters is read as a word.
const LONGEST_NUMBER: usize = 1024;

/// Reads one JSON value, within the limits of data.
///
/// # Errors
/// It is not one, or it has no Pan form.
pub fn read(text: &str, limits: &Limits) -> Result<Value, Fault> {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        chars: &chars,
        at: 0,
        limits,
        elements: 0,
        path: Vec::new(),
    };
    reader.skip_prefix();
    if reader.is_at_end() {
        // Of an empty text the reference makes nothing at all, which deletes what it is assigned to.
        return Ok(Value::Null);
    }
    let value = reader.value().map_err(|error| match error {
        Refusal::Syntax(why) => {
            let shown: String = text.chars().take(SHOWN).collect();
            let more = if chars.len() > SHOWN { "..." } else { "" };
            let (line, column) = reader.place();
            refused(format!(
                "invalid JSON value '{shown}{more}': {why} at line {line} column {column}"
            ))
        }
        Refusal::Other(fault) => fault,
    })?;
    // Behind the value nothing is lenient.
    match chars
        .get(reader.at..)
        .unwrap_or_default()
        .iter()
        .find(|c| !matches!(c, ' ' | '\t' | '\r' | '\n'))
    {
        Some(c) => Err(refused(format!(
            "invalid JSON value: '{c}' follows the end of the value"
        ))),
        None => Ok(value),
    }
}

/// The refusal of a text that ends too early.
const END: &str = "End of input";

/// Why reading stopped.
enum Refusal {
    /// The text is not JSON.
    Syntax(&'static str),
    /// It is, but has no Pan form.
    Other(Fault),
}

/// One step from the root to the current value.
enum Step {
    Name(String),
    Index(usize),
}

struct Reader<'t> {
    chars: &'t [char],
    at: usize,
    limits: &'t Limits,
    /// Elements read so far.
    elements: u64,
    path: Vec<Step>,
}

type Read<T> = Result<T, Refusal>;

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Line and column of the current place, from 1.
    fn place(&self) -> (usize, usize) {
        let before = self.chars.get(..self.at).unwrap_or_default();
        let line_start = before.iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
        (
            before.iter().filter(|c| **c == '\n').count() + 1,
            before.len() - line_start + 1,
        )
    }

    /// Is there nothing left but blanks and comments?
    fn is_at_end(&mut self) -> bool {
        let here = self.at;
        let next = self.next();
        self.at = here;
        matches!(next, Err(Refusal::Syntax(END)))
    }

    /// The prefix that keeps browsers from running JSON as a script.
    fn skip_prefix(&mut self) {
        self.skip_blanks();
        if self
            .chars
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(&[')', ']', '}', '\'', '\n']))
        {
            self.at += 5;
        }
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.at += 1;
        }
    }

    /// The next character that counts; blanks and comments do not.
    fn next(&mut self) -> Read<char> {
        loop {
            self.skip_blanks();
            match (self.peek(), self.chars.get(self.at + 1)) {
                (Some('/'), Some('*')) => {
                    let rest = self.chars.get(self.at + 2..).unwrap_or_default();
                    let end = rest.windows(2).position(|pair| pair == ['*', '/']);
                    self.at += end.ok_or(Refusal::Syntax("Unterminated comment"))? + 4;
                }
                (Some('/'), Some('/')) | (Some('#'), _) => {
                    while !matches!(self.peek(), None | Some('\n' | '\r')) {
                        self.at += 1;
                    }
                }
                (Some(c), _) => {
                    self.at += 1;
                    return Ok(c);
                }
                (None, _) => return Err(Refusal::Syntax(END)),
            }
        }
    }

    fn value(&mut self) -> Read<Value> {
        let c = self.next()?;
        self.value_from(c)
    }

    /// The value that begins with `c`, which is already taken.
    fn value_from(&mut self, c: char) -> Read<Value> {
        match c {
            '"' | '\'' => Ok(Value::from(self.quoted(c)?)),
            '[' => self.array(),
            '{' => self.object(),
            ']' | ';' | ',' => Err(Refusal::Syntax("Unexpected value")),
            _ => {
                self.at -= 1;
                self.word()
            }
        }
    }

    fn enter(&mut self, step: Step) -> Read<()> {
        self.path.push(step);
        if u32::try_from(self.path.len()).is_ok_and(|depth| depth <= self.limits.data_depth) {
            Ok(())
        } else {
            let most = self.limits.data_depth;
            let (line, column) = self.place();
            let message =
                format!("the JSON text is nested more than {most} deep at line {line} column {column}");
            Err(Refusal::Other(Limit::DataDepth.reached(message)))
        }
    }

    /// Counts an element, and those of the resource it is in.
    fn count(&mut self, siblings: usize) -> Read<()> {
        self.elements += 1;
        let (limit, most) = if self.elements > self.limits.elements {
            (Limit::Elements, self.limits.elements)
        } else if siblings > self.limits.list_length {
            (Limit::List, self.limits.list_length as u64)
        } else {
            return Ok(());
        };
        let message = format!("the JSON text holds more than {most} elements");
        Err(Refusal::Other(limit.reached(message)))
    }

    fn array(&mut self) -> Read<Value> {
        let mut items = Vec::new();
        self.enter(Step::Index(0))?;
        loop {
            let c = self.next()?;
            match c {
                ']' if items.is_empty() => break,
                // Nothing where an element should be.
                ']' | ',' | ';' => {
                    self.at -= 1;
                    items.push(Value::Null);
                }
                c => items.push(self.value_from(c)?),
            }
            self.count(items.len())?;
            if let Some(Step::Index(index)) = self.path.last_mut() {
                *index += 1;
            }
            match self.next()? {
                ']' => break,
                ',' | ';' => {}
                _ => return Err(Refusal::Syntax("Unterminated array")),
            }
        }
        self.path.pop();
        Ok(Value::list(items))
    }

    fn object(&mut self) -> Read<Value> {
        let mut entries = BTreeMap::new();
        let mut first = true;
        self.enter(Step::Name(String::new()))?;
        loop {
            let name = match self.next()? {
                quote @ ('"' | '\'') => self.quoted(quote)?,
                '}' if first => break,
                '}' => return Err(Refusal::Syntax("Expected name")),
                c if is_word(c) => {
                    self.at -= 1;
                    self.word_text()
                }
                _ => return Err(Refusal::Syntax("Expected name")),
            };
            first = false;
            match self.next()? {
                ':' => {}
                '=' if self.peek() == Some('>') => self.at += 1,
                '=' => {}
                _ => return Err(Refusal::Syntax("Expected ':'")),
            }
            if let Some(step) = self.path.last_mut() {
                *step = Step::Name(name.clone());
            }
            let term = Term::parse(&name).map_err(|error| Refusal::Other(refused(error.to_string())))?;
            let value = self.value()?;
            self.put(&mut entries, term, value)?;
            self.count(0)?;
            match self.next()? {
                '}' => break,
                ',' | ';' => {}
                _ => return Err(Refusal::Syntax("Unterminated object")),
            }
        }
        self.path.pop();
        Ok(Value::dict(entries))
    }

    /// Adds an entry as a Pan dict takes it: null removes it, another one of the same key must be of the same kind.
    fn put(&self, entries: &mut BTreeMap<Key, Value>, term: Term, value: Value) -> Read<()> {
        let Term::Key(key) = term else {
            let message = format!("JSON path '{}' is not a valid PAN path", self.path_text());
            return Err(Refusal::Other(
                refused(message).with_hint("dict keys cannot be numbers; escape them"),
            ));
        };
        if value.kind() == Kind::Null {
            entries.remove(&key);
            return Ok(());
        }
        let kind = value.kind();
        match entries.insert(key, value).map(|old| old.kind()) {
            Some(old) if !old.replaceable_by(kind) => Err(Refusal::Other(refused(format!(
                "JSON path '{}' is given twice: first as {}, then as {}",
                self.path_text(),
                old.name(),
                kind.name()
            )))),
            _ => Ok(()),
        }
    }

    fn path_text(&self) -> String {
        let mut text = String::from("$");
        for step in &self.path {
            let _ = match step {
                Step::Name(name) => write!(text, ".{name}"),
                Step::Index(index) => write!(text, "[{index}]"),
            };
        }
        text
    }

    /// The string behind the opening quote.
    fn quoted(&mut self, quote: char) -> Read<String> {
        let mut out = String::new();
        loop {
            let c = self.peek().ok_or(Refusal::Syntax("Unterminated string"))?;
            self.at += 1;
            match c {
                c if c == quote => return Ok(out),
                '\\' => self.escape(&mut out)?,
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Read<()> {
        let c = self
            .peek()
            .ok_or(Refusal::Syntax("Unterminated escape sequence"))?;
        self.at += 1;
        out.push(match c {
            't' => '\t',
            'b' => '\u{8}',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            '\n' | '\'' | '"' | '\\' | '/' => c,
            'u' => return self.unicode(out),
            _ => return Err(Refusal::Syntax("Invalid escape sequence")),
        });
        Ok(())
    }

    /// `\uXXXX`, or two of them for one character. Half a pair becomes a question mark.
    fn unicode(&mut self, out: &mut String) -> Read<()> {
        let mut units = vec![self.unit()?];
        let rest = self.chars.get(self.at..).unwrap_or_default();
        if units.iter().all(|unit| (0xd800..0xdc00).contains(unit)) && rest.starts_with(&['\\', 'u']) {
            let here = self.at;
            self.at += 2;
            let low = self.unit()?;
            if (0xdc00..0xe000).contains(&low) {
                units.push(low);
            } else {
                self.at = here;
            }
        }
        out.extend(char::decode_utf16(units).map(|c| c.unwrap_or('?')));
        Ok(())
    }

    fn unit(&mut self) -> Read<u16> {
        let digits: String = self
            .chars
            .get(self.at..self.at + 4)
            .unwrap_or_default()
            .iter()
            .collect();
        let legal = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        self.at += 4;
        u16::from_str_radix(&digits, 16)
            .ok()
            .filter(|_| legal)
            .ok_or(Refusal::Syntax("Invalid escape sequence"))
    }

    fn word_text(&mut self) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let word: String = rest.iter().take_while(|c| is_word(**c)).collect();
        self.at += word.chars().count();
        word
    }

    /// true, false, null, a number, or a string without quotes.
    fn word(&mut self) -> Read<Value> {
        let word = self.word_text();
        if word.is_empty() {
            return Err(Refusal::Syntax("Expected value"));
        }
        Ok(match word.to_ascii_lowercase().as_str() {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "null" => Value::Null,
            _ if is_number(&word) => {
                let number = if word.contains('.') {
                    parse_double(&word).map(Value::Double)
                } else {
                    decode_long(&word).map(Value::Long)
                };
                number.ok_or_else(|| {
                    let message =
                        format!("the JSON number {word} is not a long, and without a period it is no double");
                    Refusal::Other(refused(message))
                })?
            }
            _ => Value::from(word),
        })
    }
}

/// May this stand in a word without quotes?
const fn is_word(c: char) -> bool {
    !matches!(
        c,
        '/' | '\\' | ';' | '#' | '=' | '{' | '}' | '[' | ']' | ':' | ',' | ' ' | '\t' | '\u{c}' | '\r' | '\n'
    )
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    word.len() < LONGEST_NUMBER
        && digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, String> {
        read(
            text,
            &Limits {
                data_depth: 100,
                ..Limits::default()
            },
        )
        .map(|value| value.to_string())
        .map_err(|fault| fault.message)
    }

    #[test]
    fn values() {
        for (text, expected) in [
            ("1", "1"),
            (" \n-0 ", "0"),
            ("1.50", "1.5"),
            ("1.5e3", "1500.0"),
            ("TRUE", "true"),
            ("null", "null"),
            (" # nothing", "null"),
            ("012", "012"),
            ("truer", "truer"),
            ("'a\"b'", "a\"b"),
            (r#""\u0041\ud83d\ude00\n\/""#, "A\u{1f600}\n/"),
            ("[1;2,]", "[ 1, 2, null ]"),
            ("[]", "[  ]"),
            ("[,]", "[ null, null ]"),
            ("{}", "{  }"),
            ("{a:1,'b'=2;\"c\"=>3}", "{ a, 1, b, 2, c, 3 }"),
            ("{\"a\":1,\"a\":null}", "{  }"),
            ("/* c */ [ // x\n 1 # y\n ]", "[ 1 ]"),
            (")]}'\n1", "1"),
            ("{\"a\":{\"{x/y}\":1}}", "{ a, { x_2fy, 1 } }"),
        ] {
            assert_eq!(shown(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refusals() {
        for (text, part) in [
            ("{\"a\":", ": End of input"),
            ("{,}", "Expected name"),
            ("{\"a\":1,}", "Expected name"),
            ("{\"a\" 1}", "Expected ':'"),
            ("[1 2]", "Unterminated array"),
            ("{\"a\":1 2}", "Unterminated object"),
            ("\"a", "Unterminated string"),
            ("\"\\x\"", "Invalid escape"),
            ("\"\\u00g0\"", "Invalid escape"),
            ("1 2", "follows the end"),
            ("1 #", "follows the end"),
            ("1e5", "1e5 is not a long"),
            ("{\"a\":{\"0\":1}}", "JSON path '$.a.0' is not a valid PAN path"),
            ("[1,{\"0\":1}]", "JSON path '$[1].0' is not a valid PAN path"),
            ("{\"a b\":1}", "'a b' is not a valid key"),
            ("{\"a\":1,\"a\":\"b\"}", "is given twice"),
            (&"[".repeat(200), "nested more than 100 deep at line 1 column 102"),
        ] {
            let message = shown(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
