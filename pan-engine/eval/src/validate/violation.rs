use pan_diagnostics::{Code, Diagnostic, Location, codes};
use pan_value::{Key, Term, Value};

use super::Check;
use crate::ir::FullType;

/// Longest text of a value in a message, in characters.
const SHOWN: usize = 200;

/// Violations kept for one value, so that a long list of wrong values does not need much memory.
const MOST: usize = 1000;

/// How a value does not fit its type.
#[derive(Debug)]
pub struct Violation {
    /// The code.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The value, shortened.
    pub value: Option<String>,
    /// The error that a validation function ended with.
    pub cause: Option<Box<Diagnostic>>,
    /// The rule: the `with` block, or the innermost type declared in a template.
    pub rule: Option<Location>,
    /// The types by name, innermost first.
    pub types: Vec<Key>,
    /// What to do about it.
    pub hint: Option<String>,
    /// What else does not fit, in other parts of the same value.
    others: Vec<Self>,
    /// The way from the bound path to the value, innermost first.
    terms: Vec<Term>,
}

/// What was found in the parts of a value so far.
pub struct Findings {
    /// Are all of interest, or the first one only?
    thorough: bool,
    first: Option<Box<Violation>>,
}

impl Findings {
    /// Nothing yet.
    pub const fn new(thorough: bool) -> Self {
        Self {
            thorough,
            first: None,
        }
    }

    /// Takes in what checking one part gave.
    ///
    /// # Errors
    /// It does not fit, and no others are of interest.
    pub fn add(&mut self, check: Check) -> Check {
        match (check, &mut self.first) {
            (Err(violation), None) if self.thorough => self.first = Some(violation),
            (Err(violation), Some(first)) if first.others.len() < MOST => {
                first.others.extend(violation.flat())
            }
            (Err(violation), None) => return Err(violation),
            (Err(_), Some(_)) | (Ok(()), _) => {}
        }
        Ok(())
    }

    /// What does not fit, if anything.
    ///
    /// # Errors
    /// That.
    pub fn result(self) -> Check {
        self.first.map_or(Ok(()), Err)
    }
}

impl Violation {
    /// A violation that says this.
    pub fn new(code: Code, message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            code,
            message: message.into(),
            value: None,
            cause: None,
            rule: None,
            types: Vec::new(),
            hint: None,
            others: Vec::new(),
            terms: Vec::new(),
        })
    }

    /// The value is of another kind.
    pub fn mismatch(expected: &str, value: &Value) -> Box<Self> {
        let message = format!("expected {expected}, found {}", value.type_name());
        Self::new(codes::validation::WRONG_TYPE, message).with_value(value)
    }

    /// The same for this value.
    pub fn with_value(mut self: Box<Self>, value: &Value) -> Box<Self> {
        self.value = Some(shown(value));
        self
    }

    /// The same with advice.
    pub fn with_hint(mut self: Box<Self>, hint: Option<String>) -> Box<Self> {
        self.hint = hint;
        self
    }

    fn each(&mut self, change: impl Fn(&mut Self)) {
        change(self);
        self.others.iter_mut().for_each(change);
    }

    /// This violation and the others with it, each by itself.
    pub fn flat(mut self) -> Vec<Self> {
        let others = std::mem::take(&mut self.others);
        std::iter::once(self).chain(others).collect()
    }

    /// The same, found at a child.
    pub fn below(mut self: Box<Self>, term: Term) -> Box<Self> {
        self.each(|violation| violation.terms.push(term.clone()));
        self
    }

    /// The same, found while checking the type of this name.
    pub fn of_type(mut self: Box<Self>, name: &Key) -> Box<Self> {
        self.each(|violation| violation.types.push(name.clone()));
        self
    }

    /// The same with the place of the rule.
    pub fn at_rule(mut self: Box<Self>, location: Location) -> Box<Self> {
        self.each(|violation| {
            violation.rule.get_or_insert_with(|| location.clone());
        });
        self
    }

    /// The same with the place of the type, unless a more exact one is known.
    pub fn declared(self: Box<Self>, full: &FullType) -> Box<Self> {
        self.at_rule(Location::new(&full.source, full.span))
    }

    /// The way from the bound path to the value.
    pub fn terms_in_order(&self) -> Vec<Term> {
        self.terms.iter().rev().cloned().collect()
    }
}

/// A value for a message, cut where it gets long.
pub fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}
