//! Compares what two compilers made of a program.

use std::collections::BTreeSet;
use std::fmt;

use crate::run::{CRASH, Made};

/// In what two compilers differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Only the one under test wrote this file, with the class of the reference's message.
    OnlyHere(&'static str),
    /// Only the reference wrote this file, with the class of our message.
    OnlyThere(&'static str),
    /// Files with this extension have other bytes.
    Bytes(String),
    /// Both refuse the program, in other words: ours, the reference's.
    Class(&'static str, &'static str),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnlyHere(class) => write!(f, "accepted here, but there: {class} error"),
            Self::OnlyThere(class) => write!(f, "accepted there, but here: {class} error"),
            Self::Bytes(extension) => write!(f, "other bytes in .{extension}"),
            Self::Class(here, there) => write!(f, "{here} error here, {there} error there"),
        }
    }
}

/// What a comparison says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same.
    Equal,
    /// The reference refuses the program without a message that could be compared: it crashed, or lost the message.
    Unknown,
    /// Not the same.
    Different(Difference),
}

/// Compares the results of one program.
#[must_use]
pub fn compare(here: &Made, there: &Made) -> Verdict {
    let first = |classes: &BTreeSet<&'static str>| classes.first().copied();
    let names = |made: &Made| made.files.keys().cloned().collect::<BTreeSet<_>>();
    let (mine, theirs) = (names(here), names(there));
    // There a resource may contain itself until something walks over it: what is wrong behind that is not found here.
    let circle = here.messages.contains("cannot contain itself");
    if mine.difference(&theirs).next().is_some() {
        return match first(&there.classes) {
            Some(class) => Verdict::Different(Difference::OnlyHere(class)),
            None => Verdict::Unknown,
        };
    }
    if theirs.difference(&mine).next().is_some() {
        if circle {
            return Verdict::Unknown;
        }
        return Verdict::Different(Difference::OnlyThere(first(&here.classes).unwrap_or("no")));
    }
    if let Some(name) = other_bytes(here, there) {
        let extension = name.rsplit('.').next().unwrap_or_default();
        return Verdict::Different(Difference::Bytes(extension.to_owned()));
    }
    match (first(&here.classes), first(&there.classes)) {
        (None, None) => Verdict::Equal,
        (_, None) => Verdict::Unknown,
        (None, Some(class)) => Verdict::Different(Difference::Class("no", class)),
        // Where the reference crashes, we have a diagnostic.
        (Some(_), Some(CRASH)) => Verdict::Equal,
        (Some(_), Some(_)) if !here.classes.is_disjoint(&there.classes) => Verdict::Equal,
        // Errors of a template that is included keep their class here; there they become the text of an evaluation error.
        (Some("parse" | "syntax"), Some("evaluation")) => Verdict::Equal,
        (Some(_), Some(_)) if circle => Verdict::Unknown,
        (Some(mine), Some(theirs)) => Verdict::Different(Difference::Class(mine, theirs)),
    }
}

/// The first file that has other bytes.
fn other_bytes<'a>(here: &'a Made, there: &Made) -> Option<&'a str> {
    let mut digits = false;
    // From the end, because .dot shortens numbers: what is excused in .xml can only be seen there.
    for (name, bytes) in here.files.iter().rev() {
        let Some(others) = there.files.get(name) else {
            continue;
        };
        if bytes == others || (digits && name.ends_with(".dot")) {
            continue;
        }
        if !same(bytes, others) {
            return Some(name);
        }
        digits = true;
    }
    None
}

/// Are they the same but for digits that older versions of Java write in vain?
fn same(here: &[u8], there: &[u8]) -> bool {
    if here == there {
        return true;
    }
    let (Ok(here), Ok(there)) = (std::str::from_utf8(here), std::str::from_utf8(there)) else {
        return false;
    };
    let (mut mine, mut theirs) = (pieces(here), pieces(there));
    loop {
        match (mine.next(), theirs.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if a.contains('.') && b.contains('.') => {
                match (a.parse::<f64>(), b.parse::<f64>()) {
                    (Ok(a), Ok(b)) if a.to_bits() == b.to_bits() => {}
                    _ => return false,
                }
            }
            _ => return false,
        }
    }
}

/// The text cut into numbers and what is between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'E' | '-');
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let number = in_number(first);
        let end = rest.find(|c| in_number(c) != number).unwrap_or(rest.len());
        let (piece, more) = rest.split_at(end);
        rest = more;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(files: &[(&str, &str)], classes: &[&'static str]) -> Made {
        Made {
            files: files
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
                .collect(),
            classes: classes.iter().copied().collect(),
            messages: String::new(),
        }
    }

    #[test]
    fn verdicts() {
        let different = |difference| Verdict::Different(difference);
        for (here, there, expected) in [
            (
                made(&[("o.xml", "1")], &[]),
                made(&[("o.xml", "1")], &[]),
                Verdict::Equal,
            ),
            (
                made(&[("o.xml", "1")], &[]),
                made(&[("o.xml", "2")], &[]),
                different(Difference::Bytes("xml".to_owned())),
            ),
            (
                made(&[("o.xml", "5.33E18 a")], &[]),
                made(&[("o.xml", "5.330E18 a")], &[]),
                Verdict::Equal,
            ),
            (
                made(&[("o.dot", "7.9..."), ("o.xml", "7.9E1")], &[]),
                made(&[("o.dot", "7.90..."), ("o.xml", "7.90E1")], &[]),
                Verdict::Equal,
            ),
            (
                made(&[("o.xml", "1")], &[]),
                made(&[], &["evaluation"]),
                different(Difference::OnlyHere("evaluation")),
            ),
            (made(&[("o.xml", "1")], &[]), made(&[], &[]), Verdict::Unknown),
            (
                made(&[], &["parse"]),
                made(&[("o.xml", "1")], &[]),
                different(Difference::OnlyThere("parse")),
            ),
            (made(&[], &["parse"]), made(&[], &["evaluation"]), Verdict::Equal),
            (
                made(&[], &["evaluation"]),
                made(&[], &["syntax"]),
                different(Difference::Class("evaluation", "syntax")),
            ),
            (
                made(&[], &["evaluation", "syntax"]),
                made(&[], &["syntax"]),
                Verdict::Equal,
            ),
            (made(&[], &["evaluation"]), made(&[], &[]), Verdict::Unknown),
        ] {
            assert_eq!(compare(&here, &there), expected, "{here:?} {there:?}");
        }
    }

    /// The reference goes on with a resource that contains itself until something walks over it.
    #[test]
    fn circles() {
        let mut here = made(&[], &["evaluation"]);
        here.messages = "evaluation error [o.pan:1.1-1.2]\na resource cannot contain itself".to_owned();
        for (there, expected) in [
            (made(&[("o.xml", "1")], &[]), Verdict::Unknown),
            (made(&[], &["validation"]), Verdict::Unknown),
            // As it says when it walks over it in a block.
            (made(&[], &["evaluation"]), Verdict::Equal),
            (made(&[], &[CRASH]), Verdict::Equal),
        ] {
            assert_eq!(compare(&here, &there), expected, "{there:?}");
        }
        // Other messages are no excuse.
        here.messages.clear();
        let verdict = compare(&here, &made(&[], &["validation"]));
        assert_eq!(
            verdict,
            Verdict::Different(Difference::Class("evaluation", "validation"))
        );
    }
}
