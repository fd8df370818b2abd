//! Annotations: documentation in the source, passed over by the compiler but checked like everything else.

/// `@name{ key = value ... }`, or `@{ any text }`, which stands for the one key `desc`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The name; empty if there is none.
    pub name: String,
    /// Keys and values in order; a key may be repeated.
    pub entries: Vec<(String, String)>,
}

const BLANKS: [char; 6] = [' ', '\t', '\u{c}', '\n', '\r', '\u{b}'];
/// What may be between keys and values.
const SKIPPED: [char; 5] = [' ', '\t', '\u{c}', '\n', '\r'];

impl Annotation {
    /// The annotation that a token's text is.
    ///
    /// # Errors
    /// A name or key that is not valid (letters, `_`, and after the first also `.` and `-`; not beginning with `xml`), or
    /// text between brackets that is neither plain nor a list of `key = value`. The error is a sentence.
    pub fn parse(token: &str) -> Result<Self, String> {
        let rest = token.trim_start_matches('@').trim_start_matches(BLANKS);
        let (name, rest) = split_while(rest, is_key);
        if !name.is_empty() {
            check_name(name)?;
        }
        let inner = rest.trim_matches(BLANKS);
        let mut characters = inner.chars();
        let (Some(_), Some(_)) = (characters.next(), characters.next_back()) else {
            return Err("an annotation has no text in brackets".to_owned());
        };
        let contents = characters.as_str();
        let entries = if is_list(contents) {
            pairs(contents)?
        } else {
            vec![("desc".to_owned(), contents.to_owned())]
        };
        Ok(Self {
            name: name.to_owned(),
            entries,
        })
    }
}

/// Whether the text begins like `key =`.
fn is_list(contents: &str) -> bool {
    let rest = contents.trim_start_matches(BLANKS);
    let rest = rest.trim_start_matches(|c| c != '=' && !BLANKS.contains(&c));
    rest.trim_start_matches(BLANKS).starts_with('=')
}

fn pairs(contents: &str) -> Result<Vec<(String, String)>, String> {
    let mut entries = Vec::new();
    let mut rest = contents.trim_start_matches(SKIPPED);
    while !rest.is_empty() {
        let (key, after_key) = split_while(rest, is_key);
        if key.is_empty() {
            return Err(format!(
                "an annotation has '{}' where a key was expected",
                first_char(rest)
            ));
        }
        check_name(key)?;
        let Some(after_sign) = after_key.trim_start_matches(SKIPPED).strip_prefix('=') else {
            return Err(format!("the annotation key '{key}' is not followed by '='"));
        };
        let (value, after_value) = value(value_start(after_sign))
            .ok_or_else(|| format!("the annotation key '{key}' has no value"))?;
        entries.push((key.to_owned(), value));
        rest = after_value.trim_start_matches(SKIPPED);
    }
    Ok(entries)
}

/// The text from where the value begins: line ends in front of it do not count, nor do blanks alone between them.
fn value_start(after_sign: &str) -> &str {
    let mut rest = after_sign.trim_start_matches([' ', '\t']);
    loop {
        let mut characters = rest.chars();
        let skipped = match characters.next() {
            Some('\n' | '\r') => true,
            Some(' ' | '\t' | '\u{c}') => matches!(characters.clone().next(), None | Some('\n' | '\r')),
            _ => false,
        };
        if !skipped {
            return rest;
        }
        rest = characters.as_str();
    }
}

/// A quoted string, in which two quotes stand for one, or the rest of the line; and what follows it.
fn value(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next()?;
    if quote == '\'' || quote == '"' {
        let inner = text.get(1..)?;
        let mut from = 0;
        loop {
            let close = from + inner.get(from..)?.find(quote)?;
            if inner.get(close + 1..)?.starts_with(quote) {
                from = close + 2;
                continue;
            }
            let doubled = [quote, quote].iter().collect::<String>();
            let value = inner
                .get(..close)?
                .replace(&doubled, quote.encode_utf8(&mut [0; 4]));
            return Some((value, inner.get(close + 1..)?));
        }
    }
    // Behind line ends with a backslash in front comes something that is not a quote or a backslash itself.
    let mut first = text;
    while let Some(rest) = first.strip_prefix('\\') {
        first = line_end(rest)?;
    }
    if first.starts_with(['\n', '\r', '\'', '"']) || first.is_empty() {
        return None;
    }
    let mut end = text.len() - first.len();
    loop {
        end += text.get(end..)?.find(['\n', '\r']).unwrap_or(text.len() - end);
        match text.get(end..).and_then(line_end) {
            Some(rest) if text.get(..end)?.ends_with('\\') => end = text.len() - rest.len(),
            _ => break,
        }
    }
    let (value, rest) = text.split_at_checked(end)?;
    Some((joined(value).trim_matches(|c| c <= ' ').to_owned(), rest))
}

/// What is behind the end of a line.
fn line_end(text: &str) -> Option<&str> {
    text.strip_prefix("\r\n")
        .or_else(|| text.strip_prefix(['\n', '\r']))
}

/// The lines without the backslashes and the single characters that they hide: of two, the second one stays.
fn joined(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        let hidden = c == '\\' && characters.next_if(|next| matches!(next, '\n' | '\r')).is_some();
        if !hidden {
            out.push(c);
        }
    }
    out
}

fn is_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn check_name(name: &str) -> Result<(), String> {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let digits = name.contains(|c: char| c.is_ascii_digit());
    let xml = name
        .get(..3)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("xml"));
    if starts && !digits && !xml {
        Ok(())
    } else {
        Err(format!("'{name}' is not a valid name in an annotation"))
    }
}

fn split_while(text: &str, accept: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !accept(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn first_char(text: &str) -> String {
    text.chars()
        .next()
        .map(|c| c.escape_debug().to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token: &str, name: &str, entries: &[(&str, &str)]) {
        let annotation = Annotation::parse(token).unwrap();
        assert_eq!(annotation.name, name);
        let found: Vec<_> = annotation
            .entries
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        assert_eq!(found, entries);
    }

    #[test]
    fn plain_text_is_a_description() {
        check("@{ some text }", "", &[("desc", " some text ")]);
        check("@doc[x]", "doc", &[("desc", "x")]);
        check("@use(two words = here)", "use", &[("desc", "two words = here")]);
    }

    #[test]
    fn lists_of_keys() {
        check(
            "@a{\n k = one \\\n two\n l = 'it''s'\n m = \"x\ny\" }",
            "a",
            &[("k", "one  two"), ("l", "it's"), ("m", "x\ny")],
        );
        check("@{a=\n  b\n}", "", &[("a", "b")]);
        check("@{a=\n \n 'b'\n}", "", &[("a", "'b'")]);
        check("@{a = x\\\r\n y\r\n}", "", &[("a", "x\n y")]);
        check("@{a = \\\n\\\ny\u{1f}\n}", "", &[("a", "y")]);
        check("@{a = x\u{a0} \n}", "", &[("a", "x\u{a0}")]);
    }

    #[test]
    fn refusals() {
        for token in [
            "@1{x}",
            "@xmlish{x}",
            "@a{ k1 = v }",
            "@a{ k = }",
            "@a{ k = 'v }",
            "@a{ k = 'v' = }",
            "@a{ k = \\y }",
            "@a{ k = \\\n'y' }",
            "@a{ k =}",
            "@a{\u{b}k = y }",
            "@a{ k\u{b}= y }",
        ] {
            assert!(Annotation::parse(token).is_err(), "{token}");
        }
    }
}
