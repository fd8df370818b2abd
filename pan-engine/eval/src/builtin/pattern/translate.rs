//! From the pattern language of `java.util.regex` to that of the matcher.
//!
//! The translator reads a pattern as Java's compiler does, refuses what it refuses, and writes every construct in a form
//! whose meaning does not depend on the matcher's options: flags are resolved here.

use super::flags::Flags;
use super::set::Target;

/// Groups inside each other at most.
const DEEPEST: usize = 200;

/// A pattern for the matcher.
#[derive(Debug)]
pub struct Translation {
    /// The text.
    pub text: String,
    /// Number of capturing groups.
    pub groups: usize,
    /// Names of groups with their numbers.
    pub names: Vec<(String, usize)>,
}

/// Translates `pattern`.
///
/// # Errors
/// What is wrong with it, in words, with the offset in characters where it shows.
pub fn translate(pattern: &str, flags: Flags, target: Target) -> Result<Translation, String> {
    let mut translator = Translator {
        input: unquote(pattern),
        at: 0,
        flags,
        target,
        groups: 0,
        names: Vec::new(),
        depth: 0,
        out: vec![Piece::Text(String::new())],
    };
    translator.alternatives().map_err(|message| {
        let offset = translator.at.min(translator.input.len());
        format!("{message} near offset {offset} of '{pattern}'")
    })?;
    if translator.peek().is_some() {
        return Err(format!(
            "unmatched ')' near offset {} of '{pattern}'",
            translator.at
        ));
    }
    Ok(translator.finish())
}

/// One character of a pattern; those between `\Q` and `\E` stand for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Char {
    pub(super) c: char,
    pub(super) quoted: bool,
}

/// The pattern with `\Q...\E` resolved.
fn unquote(pattern: &str) -> Vec<Char> {
    let mut out = Vec::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('E')) if quoted => {
                chars.next();
                quoted = false;
            }
            ('\\', Some('Q')) if !quoted => {
                chars.next();
                quoted = true;
            }
            ('\\', Some(&next)) if !quoted => {
                chars.next();
                out.push(Char { c, quoted });
                out.push(Char { c: next, quoted });
            }
            _ => out.push(Char { c, quoted }),
        }
    }
    out
}

/// Output, with references to groups whose existence is known only at the end.
#[derive(Debug)]
enum Piece {
    Text(String),
    Group { number: usize, ignore_case: bool },
}

pub(super) struct Translator {
    pub(super) input: Vec<Char>,
    pub(super) at: usize,
    pub(super) flags: Flags,
    pub(super) target: Target,
    groups: usize,
    names: Vec<(String, usize)>,
    depth: usize,
    out: Vec<Piece>,
}

type Done = Result<(), String>;

impl Translator {
    fn emit(&mut self, text: &str) {
        if let Some(Piece::Text(last)) = self.out.last_mut() {
            last.push_str(text);
        } else {
            self.out.push(Piece::Text(text.to_owned()));
        }
    }

    fn finish(self) -> Translation {
        let mut text = String::new();
        for piece in &self.out {
            match piece {
                Piece::Text(part) => text.push_str(part),
                // A group that does not exist never matches.
                Piece::Group { number, .. } if *number > self.groups => text.push_str("(?!)"),
                Piece::Group {
                    number,
                    ignore_case: false,
                } => text.push_str(&format!("\\g{{{number}}}")),
                Piece::Group {
                    number,
                    ignore_case: true,
                } => text.push_str(&format!("(?i:\\g{{{number}}})")),
            }
        }
        Translation {
            text,
            groups: self.groups,
            names: self.names,
        }
    }

    /// The character at the current place, white space and comments skipped where they do not count.
    pub(super) fn peek(&mut self) -> Option<Char> {
        if self.flags.comments {
            while let Some(next) = self.input.get(self.at).filter(|next| !next.quoted) {
                match next.c {
                    ' ' | '\t'..='\r' => self.at += 1,
                    '#' => {
                        while self
                            .input
                            .get(self.at)
                            .is_some_and(|next| !self.is_line_end(next.c))
                        {
                            self.at += 1;
                        }
                    }
                    _ => break,
                }
            }
        }
        self.raw()
    }

    fn is_line_end(&self, c: char) -> bool {
        if self.flags.unix_lines {
            c == '\n'
        } else {
            matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
        }
    }

    /// The character at the current place, whatever it is.
    pub(super) fn raw(&self) -> Option<Char> {
        self.input.get(self.at).copied()
    }

    /// Like [`Self::peek`], for characters with a meaning: `None` if it is quoted.
    pub(super) fn peek_special(&mut self) -> Option<char> {
        self.peek().filter(|next| !next.quoted).map(|next| next.c)
    }

    /// Takes the raw character if it is this one.
    pub(super) fn take(&mut self, c: char) -> bool {
        let found = self.raw() == Some(Char { c, quoted: false });
        self.at += usize::from(found);
        found
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars()
            .enumerate()
            .all(|(i, c)| self.input.get(self.at + i) == Some(&Char { c, quoted: false }))
    }

    /// `a|b|c`, up to `)` or the end.
    fn alternatives(&mut self) -> Done {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("too many nested groups".to_owned());
        }
        loop {
            self.sequence()?;
            if self.peek_special() != Some('|') {
                break;
            }
            self.at += 1;
            self.emit("|");
        }
        self.depth -= 1;
        Ok(())
    }

    fn sequence(&mut self) -> Done {
        while let Some(next) = self.peek() {
            if next.quoted {
                self.at += 1;
                self.literal(u32::from(next.c));
                self.quantifier()?;
                continue;
            }
            match next.c {
                '|' | ')' => break,
                '*' | '+' | '?' => return Err(format!("dangling meta character '{}'", next.c)),
                '(' => {
                    if !self.group()? {
                        continue;
                    }
                }
                '[' => {
                    self.at += 1;
                    let set = self.class(true)?.write(self.target);
                    self.emit(&set);
                }
                '^' => {
                    self.at += 1;
                    self.emit(self.line_start());
                }
                '$' => {
                    self.at += 1;
                    self.emit(self.line_end());
                }
                '.' => {
                    self.at += 1;
                    self.emit(self.dot());
                }
                // A repetition of nothing.
                '{' => self.emit("(?:)"),
                '\\' => self.escape()?,
                c => {
                    self.at += 1;
                    self.literal(u32::from(c));
                }
            }
            self.quantifier()?;
        }
        Ok(())
    }

    const fn dot(&self) -> &'static str {
        match (self.flags.dot_all, self.flags.unix_lines, self.target) {
            (true, ..) => "(?s:.)",
            (false, true, _) => "[^\\n]",
            (false, false, Target::Ascii) => "[^\\n\\r]",
            (false, false, Target::Unicode) => "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]",
        }
    }

    const fn line_start(&self) -> &'static str {
        match (self.flags.multi_line, self.flags.unix_lines, self.target) {
            (false, ..) => "(?:\\A)",
            // Not at the very end, even behind a line end; not inside \r\n.
            (true, true, _) => "(?:(?<![^\\n])(?!\\z))",
            (true, false, Target::Ascii) => "(?:(?<![^\\n\\r])(?!\\z)(?!(?<=\\r)\\n))",
            (true, false, Target::Unicode) => {
                "(?:(?<![^\\n\\r\\x{85}\\x{2028}\\x{2029}])(?!\\z)(?!(?<=\\r)\\n))"
            }
        }
    }

    const fn line_end(&self) -> &'static str {
        match (self.flags.multi_line, self.flags.unix_lines, self.target) {
            (false, true, _) => "(?=\\n?\\z)",
            (true, true, _) => "(?=\\n|\\z)",
            (false, false, Target::Ascii) => "(?=(?:\\r\\n|(?<!\\r)\\n|\\r)?\\z)",
            (false, false, Target::Unicode) => {
                "(?=(?:\\r\\n|(?<!\\r)\\n|[\\r\\x{85}\\x{2028}\\x{2029}])?\\z)"
            }
            (true, false, Target::Ascii) => "(?=(?<!\\r)\\n|\\r|\\z)",
            (true, false, Target::Unicode) => "(?=(?<!\\r)\\n|[\\r\\x{85}\\x{2028}\\x{2029}]|\\z)",
        }
    }

    /// A character that stands for itself.
    fn literal(&mut self, code: u32) {
        let text = self.character(code);
        self.emit(&text);
    }

    fn character(&self, code: u32) -> String {
        let Some(c) = char::from_u32(code).filter(|_| code <= self.target.last()) else {
            // Half a surrogate pair, or a character that the subject cannot hold.
            return "(?!)".to_owned();
        };
        if self.flags.ignore_case && c.is_ascii_alphabetic() && !self.flags.unicode_case {
            return format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase());
        }
        if self.flags.ignore_case && self.flags.unicode_case && c.is_alphabetic() {
            return format!("(?i:{c})");
        }
        if c.is_ascii_alphanumeric() {
            c.to_string()
        } else {
            format!("\\x{{{code:x}}}")
        }
    }

    /// A backslash outside of a class.
    fn escape(&mut self) -> Done {
        self.at += 1;
        let Some(Char { c, .. }) = self.raw() else {
            return Err("unexpected end of the pattern behind '\\'".to_owned());
        };
        if let Some(set) = self.named_class(false)? {
            let text = set.write(self.target);
            self.emit(&text);
            return Ok(());
        }
        self.at += 1;
        match c {
            'A' => self.emit("(?:\\A)"),
            'z' => self.emit("(?:\\z)"),
            'G' => self.emit("(?:\\G)"),
            'Z' => {
                let saved = self.flags;
                self.flags.multi_line = false;
                let text = self.line_end();
                self.flags = saved;
                self.emit(text);
            }
            'b' if self.starts_with("{g}") => return Err("'\\b{g}' is not supported".to_owned()),
            'b' => self.emit(self.word_boundary(true)),
            'B' => self.emit(self.word_boundary(false)),
            'R' => self.emit(match self.target {
                Target::Ascii => "(?:\\r\\n|[\\n-\\r])",
                Target::Unicode => "(?:\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])",
            }),
            'X' => self.emit("\\X"),
            'k' => self.named_reference()?,
            '1'..='9' => self.reference(c),
            _ => {
                self.at -= 1;
                let code = self.escaped_character()?;
                self.literal(code);
            }
        }
        Ok(())
    }

    const fn word_boundary(&self, at_boundary: bool) -> &'static str {
        // Java's boundaries go for all letters and digits, although \w does not.
        match (self.target, at_boundary) {
            (Target::Ascii, true) => "(?:\\b)",
            (Target::Ascii, false) => "(?:\\B)",
            (Target::Unicode, true) => {
                "(?:(?<=[\\p{L}\\p{Nd}_])(?![\\p{L}\\p{Nd}_])|(?<![\\p{L}\\p{Nd}_])(?=[\\p{L}\\p{Nd}_]))"
            }
            (Target::Unicode, false) => {
                "(?:(?<=[\\p{L}\\p{Nd}_])(?=[\\p{L}\\p{Nd}_])|(?<![\\p{L}\\p{Nd}_])(?![\\p{L}\\p{Nd}_]))"
            }
        }
    }

    /// `\12`: as many digits as there are groups for so far.
    fn reference(&mut self, first: char) {
        let mut number = first.to_digit(10).unwrap_or(0) as usize;
        while let Some(digit) = self.peek_special().and_then(|c| c.to_digit(10)) {
            let longer = number * 10 + digit as usize;
            if longer > self.groups {
                break;
            }
            number = longer;
            self.at += 1;
        }
        self.group_piece(number);
    }

    fn named_reference(&mut self) -> Done {
        if !self.take('<') {
            return Err("'\\k' is not followed by '<' for a named group".to_owned());
        }
        let name = self.group_name()?;
        let number = self
            .names
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, number)| *number);
        let number = number.ok_or_else(|| format!("there is no group named '{name}'"))?;
        self.group_piece(number);
        Ok(())
    }

    fn group_piece(&mut self, number: usize) {
        let ignore_case = self.flags.ignore_case;
        self.emit("(?:");
        self.out.push(Piece::Group { number, ignore_case });
        self.emit(")");
    }

    fn group_name(&mut self) -> Result<String, String> {
        let mut name = String::new();
        while let Some(Char { c, quoted: false }) = self.raw() {
            self.at += 1;
            if c == '>' && !name.is_empty() {
                return Ok(name);
            }
            let legal = if name.is_empty() {
                c.is_ascii_alphabetic()
            } else {
                c.is_ascii_alphanumeric()
            };
            if !legal {
                break;
            }
            name.push(c);
        }
        Err("the name of a group must be letters and digits, a letter first, and end with '>'".to_owned())
    }

    /// A group; `false` if it was only `(?flags)`, which nothing can repeat.
    fn group(&mut self) -> Result<bool, String> {
        self.at += 1;
        let saved = self.flags;
        // Whatever opens a group stands directly behind the parenthesis.
        if !self.take('?') {
            self.groups += 1;
            self.emit("(");
        } else if self.take(':') {
            self.emit("(?:");
        } else if self.take('=') {
            self.emit("(?:(?=");
            return self.close_group(saved, "))");
        } else if self.take('!') {
            self.emit("(?:(?!");
            return self.close_group(saved, "))");
        } else if self.take('>') {
            self.emit("(?>");
        } else if self.take('<') {
            if self.take('=') {
                self.emit("(?:(?<=");
                return self.close_group(saved, "))");
            } else if self.take('!') {
                self.emit("(?:(?<!");
                return self.close_group(saved, "))");
            }
            let name = self.group_name()?;
            if self.names.iter().any(|(known, _)| *known == name) {
                return Err(format!("the group '{name}' is already defined"));
            }
            self.groups += 1;
            self.names.push((name, self.groups));
            self.emit("(");
        } else {
            self.inline_flags()?;
            if self.take(')') {
                return Ok(false);
            }
            if !self.take(':') {
                return Err("unknown inline modifier".to_owned());
            }
            self.emit("(?:");
        }
        self.close_group(saved, ")")
    }

    fn close_group(&mut self, saved: Flags, closing: &str) -> Result<bool, String> {
        self.alternatives()?;
        if self.peek_special() != Some(')') {
            return Err("unclosed group".to_owned());
        }
        self.at += 1;
        self.flags = saved;
        self.emit(closing);
        Ok(true)
    }

    fn inline_flags(&mut self) -> Done {
        let mut on = true;
        while let Some(c) = self.peek_special() {
            if c == '-' && on {
                on = false;
            } else if !self.flags.set_inline(c, on) {
                break;
            }
            self.at += 1;
        }
        Ok(())
    }

    /// `?`, `*`, `+`, `{n,m}` with `?` or `+` behind, if there is one.
    fn quantifier(&mut self) -> Done {
        match self.peek_special() {
            Some(c @ ('?' | '*' | '+')) => {
                self.at += 1;
                self.emit(c.encode_utf8(&mut [0; 4]));
            }
            Some('{') => self.counted()?,
            _ => return Ok(()),
        }
        if let Some(c @ ('?' | '+')) = self.peek_special() {
            self.at += 1;
            self.emit(c.encode_utf8(&mut [0; 4]));
        }
        Ok(())
    }

    fn counted(&mut self) -> Done {
        self.at += 1;
        let Some(min) = self.count()? else {
            return Err("illegal repetition: '{' must be followed by a number".to_owned());
        };
        let max = if self.peek_special() == Some(',') {
            self.at += 1;
            if self.peek_special() == Some('}') {
                None
            } else {
                Some(self.count()?.unwrap_or(0))
            }
        } else {
            Some(min)
        };
        if self.peek_special() != Some('}') {
            return Err("a counted repetition is not closed by '}'".to_owned());
        }
        self.at += 1;
        let text = match max {
            Some(max) if max < min => return Err(format!("illegal repetition range {{{min},{max}}}")),
            Some(max) => format!("{{{min},{max}}}"),
            None => format!("{{{min},}}"),
        };
        self.emit(&text);
        Ok(())
    }

    fn count(&mut self) -> Result<Option<u32>, String> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.peek_special().and_then(|c| c.to_digit(10)) {
            let longer = number
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|n| n.checked_add(digit));
            number = Some(
                longer
                    .filter(|n| *n <= 65_535)
                    .ok_or("a repetition count is larger than 65535")?,
            );
            self.at += 1;
        }
        Ok(number)
    }
}
