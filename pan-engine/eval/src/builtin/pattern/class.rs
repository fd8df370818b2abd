//! Classes in brackets and escapes that stand for one character.

use super::property;
use super::set::Set;
use super::translate::{Char, Translator};

/// Classes inside each other at most.
const DEEPEST: usize = 100;

impl Translator {
    /// What stands behind `[`, or behind `&&` when `closes` is false: then the closing bracket is left.
    pub(super) fn class(&mut self, closes: bool) -> Result<Set, String> {
        self.class_at(closes, 0)
    }

    fn class_at(&mut self, closes: bool, depth: usize) -> Result<Set, String> {
        if depth > DEEPEST {
            return Err("too many nested character classes".to_owned());
        }
        let unclosed = || "unclosed character class".to_owned();
        let negated = closes && self.peek_special() == Some('^');
        self.at += usize::from(negated);
        let mut set: Option<Set> = None;
        loop {
            let next = self.peek().ok_or_else(unclosed)?;
            match next.c {
                '[' if !next.quoted => {
                    self.at += 1;
                    let inner = self.class_at(true, depth + 1)?;
                    set = Some(union(set, inner));
                }
                '&' if !next.quoted && self.is_intersection() => {
                    self.at += 1;
                    self.peek();
                    self.at += 1;
                    let right = self.intersection_operand(depth)?;
                    set = match (set, right) {
                        (Some(left), Some(right)) => Some(left.and(right)),
                        (None, Some(right)) => Some(right),
                        (Some(left), None) => Some(left),
                        (None, None) => return Err("bad class syntax".to_owned()),
                    };
                }
                ']' if !next.quoted && set.is_some() => {
                    self.at += usize::from(closes);
                    let set = set.unwrap_or(Set::Union(Vec::new()));
                    return Ok(if negated { set.not() } else { set });
                }
                _ => {
                    let item = self.class_item()?;
                    set = Some(union(set, item));
                }
            }
        }
    }

    /// Is the `&` at the current place the first of two?
    fn is_intersection(&mut self) -> bool {
        let here = self.at;
        self.at += 1;
        let second = self.peek_special() == Some('&');
        self.at = here;
        second
    }

    /// What stands between `&&` and the next `&` or the end of the class.
    fn intersection_operand(&mut self, depth: usize) -> Result<Option<Set>, String> {
        let mut right: Option<Set> = None;
        loop {
            let inner = match self.peek_special() {
                Some(']' | '&') => return Ok(right),
                Some('[') => {
                    self.at += 1;
                    self.class_at(true, depth + 1)?
                }
                _ => self.class_at(false, depth + 1)?,
            };
            right = Some(union(right, inner));
        }
    }

    /// One character, a range or a named class.
    fn class_item(&mut self) -> Result<Set, String> {
        let from = match self.peek() {
            Some(Char {
                c: '\\',
                quoted: false,
            }) => {
                self.at += 1;
                let starts_range = self.input.get(self.at + 1).map(|next| next.c) == Some('-');
                if let Some(set) = self.named_class(starts_range)? {
                    return Ok(set);
                }
                self.escaped_character()?
            }
            Some(next) => {
                self.at += 1;
                u32::from(next.c)
            }
            None => return Err("unclosed character class".to_owned()),
        };
        if self.peek_special() != Some('-') {
            return Ok(self.with_cases(from, from));
        }
        match self.input.get(self.at + 1) {
            Some(Char {
                c: '[' | ']',
                quoted: false,
            })
            | None => return Ok(self.with_cases(from, from)),
            Some(_) => self.at += 1,
        }
        let illegal = || "illegal character range".to_owned();
        let to = match self.peek() {
            Some(Char {
                c: '\\',
                quoted: false,
            }) => {
                self.at += 1;
                if self.named_class(true)?.is_some() {
                    return Err(illegal());
                }
                self.escaped_character()?
            }
            Some(next) => {
                self.at += 1;
                u32::from(next.c)
            }
            None => return Err(illegal()),
        };
        if to < from {
            Err(illegal())
        } else {
            Ok(self.with_cases(from, to))
        }
    }

    /// The range with the other case of its letters, if case does not count.
    fn with_cases(&self, from: u32, to: u32) -> Set {
        let range = Set::Range(from, to);
        if !self.flags.ignore_case {
            return range;
        }
        let shifted = |first: char, last: char, other: char| {
            let (low, high) = (from.max(u32::from(first)), to.min(u32::from(last)));
            let other = u32::from(other);
            let offset = u32::from(first);
            if low <= high {
                Set::Range(low - offset + other, high - offset + other)
            } else {
                Set::Union(Vec::new())
            }
        };
        let mut set = range.or(shifted('a', 'z', 'A')).or(shifted('A', 'Z', 'a'));
        if self.flags.unicode_case && from == to {
            let cases = char::from_u32(from)
                .into_iter()
                .flat_map(|c| c.to_lowercase().chain(c.to_uppercase()));
            set = cases.fold(set, |set, c| set.or(Set::one(u32::from(c))));
        }
        set
    }

    /// `\d`, `\p{...}` and the like, behind the backslash; `None` if it is something else. `\v` at an end of a range is
    /// the vertical tab.
    pub(super) fn named_class(&mut self, in_range: bool) -> Result<Option<Set>, String> {
        let Some(Char { c, .. }) = self.raw() else {
            return Ok(None);
        };
        match c {
            'p' | 'P' => {
                self.at += 1;
                let name = self.property_name()?;
                let set = property::property(&name, self.flags)?;
                Ok(Some(if c == 'P' { set.not() } else { set }))
            }
            'v' if in_range => Ok(None),
            _ => {
                let set = property::escape_class(c, self.flags);
                self.at += usize::from(set.is_some());
                Ok(set)
            }
        }
    }

    fn property_name(&mut self) -> Result<String, String> {
        if !self.take('{') {
            let Char { c, .. } = self.raw().ok_or("unexpected end of the pattern behind '\\p'")?;
            self.at += 1;
            return Ok(c.to_string());
        }
        let mut name = String::new();
        while let Some(Char { c, .. }) = self.raw() {
            self.at += 1;
            if c == '}' {
                return if name.is_empty() {
                    Err("empty character family".to_owned())
                } else {
                    Ok(name)
                };
            }
            name.push(c);
        }
        Err("unclosed character family".to_owned())
    }

    /// An escape that stands for one character, behind the backslash: its code (it may be half a surrogate pair).
    pub(super) fn escaped_character(&mut self) -> Result<u32, String> {
        let Some(Char { c, .. }) = self.raw() else {
            return Err("unexpected end of the pattern behind '\\'".to_owned());
        };
        self.at += 1;
        Ok(match c {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'a' => 7,
            'e' => 27,
            '0' => self.octal()?,
            'x' => self.hexadecimal()?,
            'u' => self.unicode()?,
            'c' => {
                let Char { c, .. } = self.raw().ok_or("illegal control escape sequence")?;
                self.at += 1;
                u32::from(c) ^ 64
            }
            'N' => return Err("named characters (\\N{...}) are not supported".to_owned()),
            c if c.is_ascii_alphanumeric() => return Err(format!("illegal escape sequence '\\{c}'")),
            c => u32::from(c),
        })
    }

    fn digits(&mut self, radix: u32, most: usize) -> Option<u32> {
        let mut number = None;
        for _ in 0..most {
            let Some(digit) = self.raw().and_then(|next| next.c.to_digit(radix)) else {
                break;
            };
            number = Some(number.unwrap_or(0) * radix + digit);
            self.at += 1;
        }
        number
    }

    fn octal(&mut self) -> Result<u32, String> {
        let three = self.raw().is_some_and(|next| matches!(next.c, '0'..='3'));
        self.digits(8, if three { 3 } else { 2 })
            .ok_or_else(|| "illegal octal escape sequence".to_owned())
    }

    fn hexadecimal(&mut self) -> Result<u32, String> {
        let illegal = || "illegal hexadecimal escape sequence".to_owned();
        if self.take('{') {
            let code = self.digits(16, 6).ok_or_else(illegal)?;
            return if self.take('}') && code <= 0x10_ffff {
                Ok(code)
            } else {
                Err(illegal())
            };
        }
        let start = self.at;
        let code = self.digits(16, 2).ok_or_else(illegal)?;
        if self.at == start + 2 {
            Ok(code)
        } else {
            Err(illegal())
        }
    }

    fn unicode(&mut self) -> Result<u32, String> {
        let high = self.four_digits()?;
        let here = self.at;
        if (0xd800..0xdc00).contains(&high) && self.take('\\') && self.take('u') {
            let low = self.four_digits()?;
            if (0xdc00..0xe000).contains(&low) {
                return Ok(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            }
        }
        self.at = here;
        Ok(high)
    }

    fn four_digits(&mut self) -> Result<u32, String> {
        let start = self.at;
        let code = self.digits(16, 4);
        code.filter(|_| self.at == start + 4)
            .ok_or_else(|| "illegal Unicode escape sequence".to_owned())
    }
}

fn union(set: Option<Set>, more: Set) -> Set {
    match set {
        Some(set) => set.or(more),
        None => more,
    }
}
