use std::borrow::Borrow;
use std::sync::Arc;

/// What kind of thing a compilation looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DependencyKind {
    /// A template with the suffix `.pan`.
    Pan,
    /// A template with the suffix `.tpl`.
    Tpl,
    /// A text file read by `file_contents` or found by `file_exists`.
    Text,
    /// A template that was looked for and does not exist.
    AbsentSource,
    /// A text file that was looked for and does not exist.
    AbsentText,
}

/// One line of a dependency file. Lines are sorted by name, kind and place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dependency {
    /// The name that was asked for.
    pub name: Arc<str>,
    /// What it is.
    pub kind: DependencyKind,
    /// URI of the directory that the name is relative to (see [`directory_uri`](crate::directory_uri)); empty for
    /// what is absent.
    pub root: Arc<str>,
}

impl Dependency {
    /// Writes the line, with its end.
    pub fn write_to(&self, out: &mut String) {
        for part in [&*self.name, " ", self.kind.name(), " ", &*self.root, "\n"] {
            out.push_str(part);
        }
    }
}

impl DependencyKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Pan,
        Self::Tpl,
        Self::Text,
        Self::AbsentSource,
        Self::AbsentText,
    ];

    /// The kind with this word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The word in the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pan => "PAN",
            Self::Tpl => "TPL",
            Self::Text => "TEXT",
            Self::AbsentSource => "ABSENT_SOURCE",
            Self::AbsentText => "ABSENT_TEXT",
        }
    }
}

/// The text of the dependency file: `name KIND uri`, sorted, without duplicates.
pub fn dependency_text<D: Borrow<Dependency>>(dependencies: &[D]) -> String {
    let mut sorted: Vec<&Dependency> = dependencies.iter().map(Borrow::borrow).collect();
    // Mostly they are sorted already, or some sequences that are.
    sorted.sort();
    sorted.dedup();
    let mut out = String::new();
    for dependency in sorted {
        dependency.write_to(&mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_lines() {
        let line = |name: &str, kind, root: &str| Dependency {
            name: name.into(),
            kind,
            root: root.into(),
        };
        let lines = [
            line("b", DependencyKind::AbsentSource, ""),
            line("b", DependencyKind::Tpl, "file:/x/"),
            line("a/c", DependencyKind::Pan, "file:/x/"),
            line("a", DependencyKind::Text, "file:/x/"),
            line("a/c", DependencyKind::Pan, "file:/x/"),
        ];
        assert_eq!(
            dependency_text(&lines),
            "a TEXT file:/x/\na/c PAN file:/x/\nb TPL file:/x/\nb ABSENT_SOURCE \n"
        );
    }
}
