//! Lines of dependency files, as read back.

use pan_output::DependencyKind;

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// The name that was asked for.
    pub name: Box<str>,
    /// What it is.
    pub kind: DependencyKind,
    /// The directory that the name is relative to, without slash at the end; empty for what is absent.
    pub root: Box<str>,
}

impl Line {
    /// Reads a line; `None` if it is not one that this compiler or the reference writes.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.rsplitn(3, ' ');
        let (uri, kind, name) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = DependencyKind::from_name(kind)?;
        let absent = matches!(kind, DependencyKind::AbsentSource | DependencyKind::AbsentText);
        let root = match (absent, uri) {
            (true, "") => String::new(),
            (false, uri) => directory(uri)?,
            _ => return None,
        };
        (!name.is_empty()).then(|| Self {
            name: name.into(),
            kind,
            root: root.into(),
        })
    }

    /// What follows the name in the name of the file.
    pub const fn suffix(&self) -> &'static str {
        match self.kind {
            DependencyKind::Pan => ".pan",
            DependencyKind::Tpl => ".tpl",
            _ => "",
        }
    }

    /// The file.
    pub fn file(&self) -> String {
        format!("{}/{}{}", self.root, self.name, self.suffix())
    }
}

/// The directory of a `file:` URI, without slash at the end.
fn directory(uri: &str) -> Option<String> {
    let path = uri.strip_prefix("file:")?;
    let path = match path.strip_prefix("//") {
        Some(rest) => rest.get(rest.find('/')?..)?,
        None => path,
    };
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            byte => byte,
        });
    }
    let path = String::from_utf8(bytes).ok()?;
    path.starts_with('/').then(|| plain(&path))
}

/// The absolute path without `.`, empty parts, and parts that `..` takes back. Links are not looked at.
pub fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut out = String::with_capacity(path.len());
    for part in parts {
        out.push('/');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let line = |name: &str, kind, root: &str| Line {
            name: name.into(),
            kind,
            root: root.into(),
        };
        for (text, expected) in [
            ("a/b PAN file:/x/y/", line("a/b", DependencyKind::Pan, "/x/y")),
            ("a TPL file:/", line("a", DependencyKind::Tpl, "")),
            ("a PAN file:/x/./y/../z/", line("a", DependencyKind::Pan, "/x/z")),
            (
                "a b.txt TEXT file:/x%20y/",
                line("a b.txt", DependencyKind::Text, "/x y"),
            ),
            ("a PAN file:///x/", line("a", DependencyKind::Pan, "/x")),
            ("a ABSENT_SOURCE ", line("a", DependencyKind::AbsentSource, "")),
            ("a ABSENT_TEXT ", line("a", DependencyKind::AbsentText, "")),
        ] {
            assert_eq!(Line::parse(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "a",
            "a PAN",
            "a PAN ",
            "a ABSENT_TEXT file:/x/",
            "a WHAT file:/x/",
            "a PAN x",
            " PAN file:/x/",
            "a PAN file:/%2",
        ] {
            assert_eq!(Line::parse(text), None, "{text}");
        }
    }

    #[test]
    fn files() {
        assert_eq!(Line::parse("a/b PAN file:/x/").unwrap().file(), "/x/a/b.pan");
        assert_eq!(Line::parse("f.txt TEXT file:/").unwrap().file(), "/f.txt");
    }
}
