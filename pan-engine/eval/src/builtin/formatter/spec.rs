//! Format specifiers: `%[position$][flags][width][.precision]conversion`.

/// Which argument a specifier shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The one behind that of the last specifier without a position.
    Next,
    /// `<`: that of the specifier before.
    Same,
    /// `2$`: this one, from 0.
    At(usize),
}

/// Flags of a specifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpecFlags {
    /// `-`
    pub left: bool,
    /// `#`
    pub alternate: bool,
    /// `+`
    pub plus: bool,
    /// ` `
    pub space: bool,
    /// `0`
    pub zero: bool,
    /// `,`
    pub group: bool,
    /// `(`
    pub parentheses: bool,
    /// `<`
    pub same: bool,
}

/// One format specifier.
#[derive(Clone, Debug)]
pub struct Spec<'f> {
    /// As it is written.
    pub text: &'f str,
    /// Which argument.
    pub position: Position,
    /// Its flags.
    pub flags: SpecFlags,
    /// UTF-16 units at least.
    pub width: Option<usize>,
    /// Digits, or UTF-16 units at most.
    pub precision: Option<usize>,
    /// The conversion in lower case; `t` for dates.
    pub conversion: char,
    /// Was the conversion a capital?
    pub upper: bool,
    /// The letter behind `t`.
    pub date: char,
}

/// A part of a format.
pub enum Piece<'f> {
    /// Text to copy.
    Text(&'f str),
    /// A specifier.
    Spec(Spec<'f>),
}

/// The parts of a format.
///
/// # Errors
/// What is wrong with it.
pub fn parse(format: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let (spec, after) = specifier(from)?;
        spec.check()?;
        pieces.push(Piece::Spec(spec));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

/// The specifier that the text begins with, and what follows it.
fn specifier(text: &str) -> Result<(Spec<'_>, &str), String> {
    let mut rest = text.get(1..).unwrap_or_default();
    let mut position = Position::Next;
    let digits = leading_digits(rest);
    if !digits.is_empty()
        && let Some(after) = rest.get(digits.len()..).and_then(|after| after.strip_prefix('$'))
    {
        let number = number(digits)?;
        let index = number.checked_sub(1).ok_or("argument positions begin with 1")?;
        position = Position::At(index);
        rest = after;
    }
    let mut flags = SpecFlags::default();
    while let Some(c) = rest.chars().next() {
        let flag = match c {
            '-' => &mut flags.left,
            '#' => &mut flags.alternate,
            '+' => &mut flags.plus,
            ' ' => &mut flags.space,
            '0' => &mut flags.zero,
            ',' => &mut flags.group,
            '(' => &mut flags.parentheses,
            '<' => &mut flags.same,
            _ => break,
        };
        if *flag {
            return Err(format!("the flag '{c}' is given twice"));
        }
        *flag = true;
        rest = rest.get(1..).unwrap_or_default();
    }
    if flags.same {
        position = Position::Same;
    }
    let digits = leading_digits(rest);
    let width = if digits.is_empty() {
        None
    } else {
        Some(number(digits)?)
    };
    rest = rest.get(digits.len()..).unwrap_or_default();
    let mut precision = None;
    if let Some(after) = rest.strip_prefix('.') {
        let digits = leading_digits(after);
        if digits.is_empty() {
            return Err("a period must be followed by the precision".to_owned());
        }
        precision = Some(number(digits)?);
        rest = after.get(digits.len()..).unwrap_or_default();
    }
    let mut letters = rest.chars();
    let letter = letters.next().ok_or("the conversion is missing at the end")?;
    let mut date = '\0';
    if matches!(letter, 't' | 'T') {
        date = letters.next().ok_or("the letter behind 't' is missing")?;
    }
    let after = letters.as_str();
    let spec = Spec {
        text: text.get(..text.len() - after.len()).unwrap_or_default(),
        position,
        flags,
        width,
        precision,
        conversion: letter.to_ascii_lowercase(),
        upper: letter.is_ascii_uppercase(),
        date,
    };
    Ok((spec, after))
}

fn leading_digits(text: &str) -> &str {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(..end).unwrap_or_default()
}

/// A number as large as Java's `int` at most.
fn number(digits: &str) -> Result<usize, String> {
    let number: Option<i32> = digits.parse().ok();
    number
        .and_then(|number| usize::try_from(number).ok())
        .ok_or_else(|| format!("the number {digits} is too large"))
}

impl Spec<'_> {
    /// Do its parts go together?
    fn check(&self) -> Result<(), String> {
        let flags = &self.flags;
        let refuse = |bad: bool, what: &str| {
            if bad {
                Err(format!("'{}' {what}", self.text))
            } else {
                Ok(())
            }
        };
        let numeric = flags.plus || flags.space || flags.zero || flags.group || flags.parentheses;
        let unknown = "is not a known conversion";
        let needs_width = "needs a width for its flags";
        let no_precision = "cannot have a precision";
        let wrong_flag = "has a flag that it cannot have";
        if self.upper && matches!(self.conversion, 'd' | 'o' | 'f' | 'n') {
            return refuse(true, unknown);
        }
        match self.conversion {
            'b' | 'h' | 's' => {
                refuse(flags.alternate || numeric, wrong_flag)?;
                refuse(flags.left && self.width.is_none(), needs_width)
            }
            'c' | 't' => {
                refuse(
                    self.conversion == 't' && !super::date::is_known(self.date),
                    unknown,
                )?;
                refuse(self.precision.is_some(), no_precision)?;
                refuse(flags.alternate || numeric, wrong_flag)?;
                refuse(flags.left && self.width.is_none(), needs_width)
            }
            'd' | 'o' | 'x' | 'e' | 'f' | 'g' | 'a' => {
                refuse((flags.left || flags.zero) && self.width.is_none(), needs_width)?;
                refuse(
                    (flags.plus && flags.space) || (flags.left && flags.zero),
                    "has flags that exclude each other",
                )?;
                let integer = matches!(self.conversion, 'd' | 'o' | 'x');
                refuse(integer && self.precision.is_some(), no_precision)?;
                let wrong = match self.conversion {
                    'd' | 'g' => flags.alternate,
                    'o' | 'x' | 'e' => flags.group,
                    'a' => flags.group || flags.parentheses,
                    _ => false,
                };
                refuse(wrong, wrong_flag)
            }
            '%' | 'n' => {
                refuse(self.precision.is_some(), no_precision)?;
                let any_but_left = flags.alternate || numeric || flags.same;
                refuse(any_but_left || (self.conversion == 'n' && flags.left), wrong_flag)?;
                refuse(
                    self.conversion == 'n' && self.width.is_some(),
                    "cannot have a width",
                )?;
                refuse(flags.left && self.width.is_none(), needs_width)
            }
            _ => refuse(true, unknown),
        }
    }
}
