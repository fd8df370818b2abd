//! `${name}` in a text: for `bind` paths and the `substitute` function.

use crate::builtin::Fault;
use crate::limits::Limit;

/// Gives the text of a variable.
pub type Lookup<'l> = dyn FnMut(&str) -> Result<String, Fault> + 'l;

const OPEN: &[u8] = b"${";
const DELIMITER: &str = ":-";

/// Replaces every `${name}` by the text of the variable, in which variables are replaced too. `$${` stands for `${`. In
/// `${name:-default}` the name ends at `:-`; the default is never taken, because a missing variable is an error.
///
/// # Errors
/// The variable does not exist, its value refers to itself, or the result has more than `limit` bytes.
pub fn expand(text: &str, limit: usize, lookup: &mut Lookup<'_>) -> Result<String, Fault> {
    let mut expansion = Expansion {
        limit,
        work: 0,
        lookup,
        open: vec![text.to_owned()],
    };
    expansion.run(text)
}

/// Does the text have a variable to replace?
#[must_use]
pub fn has_variable(text: &str) -> bool {
    let mut found = false;
    let _ = expand(text, usize::MAX, &mut |_| {
        found = true;
        Ok(String::new())
    });
    found
}

/// Variables inside each other at most.
const DEEPEST: usize = 200;

/// Bytes that replacing a variable counts for, even by nothing: values that hold two others each, to the end of a chain,
/// make a small text of work without end.
const REPLACED: usize = 16;

struct Expansion<'e, 'l> {
    limit: usize,
    /// Bytes written, at all levels, and what replacing counts for.
    work: usize,
    lookup: &'e mut Lookup<'l>,
    /// The text and the variables being replaced, each in the one before.
    open: Vec<String>,
}

impl Expansion<'_, '_> {
    fn run(&mut self, text: &str) -> Result<String, Fault> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = find(rest) {
            let (before, from) = rest.split_at(at);
            // A `$` in front, whoever wrote it, takes the meaning of this one.
            let escaped = before.ends_with('$') || (before.is_empty() && out.ends_with('$'));
            if escaped {
                // The first `$` goes; the second and the brace stay.
                out.push_str(before);
                rest = from.get(1..).unwrap_or_default();
                continue;
            }
            let inside = from.get(OPEN.len()..).unwrap_or_default();
            let Some((expression, after)) = inside.split_once('}') else {
                break;
            };
            out.push_str(before);
            let name = expression
                .split_once(DELIMITER)
                .map_or(expression, |(name, _)| name);
            // A name with a variable in it is taken as it is.
            let name = if name.contains("${") { expression } else { name };
            out.push_str(&self.replace(name)?);
            if out.len() > self.limit || self.work / REPLACED > self.limit {
                let message = format!("the text has more than {} bytes", self.limit);
                return Err(Limit::String.reached(message));
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn replace(&mut self, name: &str) -> Result<String, Fault> {
        if self.open.iter().any(|open| open == name) {
            return Err(Fault::new(format!("the variable '{name}' refers to itself")));
        }
        if self.open.len() > DEEPEST {
            return Err(Fault::new(format!(
                "more than {DEEPEST} variables refer to each other in a row; the last one is '{name}'"
            )));
        }
        let value = (self.lookup)(name)?;
        self.work = self.work.saturating_add(REPLACED + value.len());
        self.open.push(name.to_owned());
        let expanded = self.run(&value);
        self.open.pop();
        expanded
    }
}

fn find(text: &str) -> Option<usize> {
    text.as_bytes()
        .windows(OPEN.len())
        .position(|window| window == OPEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        let mut lookup = |name: &str| match name {
            "A" => Ok("1".to_owned()),
            "B" => Ok("<${A}>".to_owned()),
            "D" => Ok("$".to_owned()),
            "LOOP" => Ok("x${LOOP}".to_owned()),
            _ => Err(Fault::new(format!("no {name}"))),
        };
        let result = expand(text, 100, &mut lookup).map_err(|fault| fault.message);
        assert_eq!(result.as_deref().map_err(String::as_str), expected, "{text}");
    }

    #[test]
    fn variables_are_replaced() {
        check("/a/${A}/b", Ok("/a/1/b"));
        check("${B}${A}", Ok("<1>1"));
        check("$${A} $A ${", Ok("${A} $A ${"));
        check("$$${A}", Ok("$${A}"));
        check("${A:-2}", Ok("1"));
        check("${D}${D}", Ok("${D}"));
    }

    #[test]
    fn refusals() {
        check("${C}", Err("no C"));
        check("${C:-2}", Err("no C"));
        check("${LOOP}", Err("the variable 'LOOP' refers to itself"));
    }

    #[test]
    fn work_is_bounded() {
        // Each variable holds the next one twice; the last one is empty.
        let mut lookup = |name: &str| {
            let number: u32 = name.parse().unwrap();
            Ok(match number {
                60 => String::new(),
                _ => format!("${{{0}}}${{{0}}}", number + 1),
            })
        };
        let fault = expand("${0}", 1000, &mut lookup).unwrap_err();
        assert!(fault.hint.is_some_and(|hint| hint.contains("'string'")));
        let mut endless = |name: &str| Ok(format!("${{x{name}}}"));
        let fault = expand("${x}", 1 << 20, &mut endless).unwrap_err();
        assert!(fault.message.contains("in a row"), "{}", fault.message);
    }

    #[test]
    fn variables_are_seen() {
        assert!(has_variable("/a/${A}"));
        assert!(!has_variable("/a/$${A}"));
        assert!(!has_variable("/a/{A}"));
    }
}
