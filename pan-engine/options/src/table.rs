/// A program's command line.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// What it does: half a sentence for the manual page's first line.
    pub summary: &'static str,
    /// What follows the name: `[options] [template files...]`.
    pub usage: &'static str,
    /// A paragraph for the help text and the manual page.
    pub description: &'static str,
    /// Its options.
    pub options: &'static [Opt],
    /// Paragraphs for the manual page, behind the options: a heading and a text.
    pub sections: &'static [(&'static str, &'static str)],
}

/// One option.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// Its name behind two hyphens.
    pub name: &'static str,
    /// Its letter behind one hyphen.
    pub short: Option<char>,
    /// Its value; `None` if it has none.
    pub value: Option<Value>,
    /// What it is for.
    pub help: &'static str,
}

/// The value of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// What it is called in texts for people.
    pub name: &'static str,
    /// What shells can propose.
    pub proposals: Proposals,
    /// Only behind an equals sign, and may be left out.
    pub optional: bool,
}

/// What shells can propose for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposals {
    /// Nothing.
    None,
    /// Files.
    Files,
    /// Directories.
    Directories,
    /// These words; commas may separate several.
    Words(&'static [&'static str]),
}

impl Opt {
    /// The same with a letter.
    #[must_use]
    pub const fn short(self, letter: char) -> Self {
        Self {
            short: Some(letter),
            ..self
        }
    }

    /// The same with a value that may be left out.
    #[must_use]
    pub const fn or_none(self) -> Self {
        let value = match self.value {
            Some(value) => Some(Value {
                optional: true,
                ..value
            }),
            None => None,
        };
        Self { value, ..self }
    }

    /// Must the value be there? Then the next argument is it, unless an equals sign follows the name.
    #[must_use]
    pub const fn needs_value(&self) -> bool {
        matches!(self.value, Some(Value { optional: false, .. }))
    }

    /// `--name VALUE`, as shown to people.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.value {
            None => format!("--{}", self.name),
            Some(value) if value.optional => format!("--{}[={}]", self.name, value.name),
            Some(value) => format!("--{} {}", self.name, value.name),
        }
    }
}

const fn option(name: &'static str, value: Option<(&'static str, Proposals)>, help: &'static str) -> Opt {
    let value = match value {
        Some((name, proposals)) => Some(Value {
            name,
            proposals,
            optional: false,
        }),
        None => None,
    };
    Opt {
        name,
        short: None,
        value,
        help,
    }
}

/// An option without value.
#[must_use]
pub const fn flag(name: &'static str, help: &'static str) -> Opt {
    option(name, None, help)
}

/// An option with a value.
#[must_use]
pub const fn valued(name: &'static str, value: &'static str, help: &'static str) -> Opt {
    option(name, Some((value, Proposals::None)), help)
}

/// An option whose value is a file.
#[must_use]
pub const fn file(name: &'static str, value: &'static str, help: &'static str) -> Opt {
    option(name, Some((value, Proposals::Files)), help)
}

/// An option whose value is a directory.
#[must_use]
pub const fn directory(name: &'static str, value: &'static str, help: &'static str) -> Opt {
    option(name, Some((value, Proposals::Directories)), help)
}

/// An option whose value is one of some words.
#[must_use]
pub const fn choice(
    name: &'static str,
    value: &'static str,
    words: &'static [&'static str],
    help: &'static str,
) -> Opt {
    option(name, Some((value, Proposals::Words(words))), help)
}
