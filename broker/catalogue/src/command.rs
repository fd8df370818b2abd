//! What the catalogue says of a command.

use crate::group::{Group, Member};
use crate::option::Opt;
use crate::transport::Transport;
use crate::values::Values;

/// A part of the catalogue: one file, one folder of the broker's commands.
#[derive(Debug)]
pub struct Area {
    /// The name of its file and folder.
    pub name: &'static str,
    /// A heading.
    pub title: &'static str,
    /// One paragraph on what belongs here.
    pub about: &'static str,
}

/// One command.
#[derive(Debug)]
pub struct Command {
    /// Lower case words joined by underscores.
    pub name: &'static str,
    /// The [`Area`] it belongs to.
    pub area: &'static str,
    /// What it does, as a phrase.
    pub summary: &'static str,
    /// Paragraphs separated by empty lines; may be empty.
    pub description: &'static str,
    /// Command lines that can be typed as they stand.
    pub examples: &'static [&'static str],
    /// Whether it may change anything.
    pub access: Access,
    /// The formats its answer can be had in.
    pub formats: &'static [Format],
    /// The format of an answer when none was asked for.
    pub default_format: Format,
    /// The Protocol Buffers message of Aquilon's answer, for the time when `proto` is offered.
    pub proto: Option<&'static str>,
    /// What to use in its place, when it should not be used any more.
    pub deprecated: Option<&'static str>,
    /// True for commands that Aquilon does not have.
    pub addition: bool,
    /// What the client does inside a clone of a sandbox.
    pub clone: Option<CloneUse>,
    /// At least one; see [`Command::transport`].
    pub transports: &'static [Transport],
    /// Its options.
    pub groups: &'static [Group],
}

/// What the client does inside a clone of a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloneUse {
    /// The option that it fills with the sandbox when the user gave neither it nor any of `unless`.
    pub option: Option<&'static str>,
    /// As `author/sandbox`, else the sandbox alone.
    pub author: bool,
    /// Options that say something else.
    pub unless: &'static [&'static str],
    /// Whether the files as they are, committed or not, go to the broker first.
    pub work: bool,
}

/// Whether a command may change anything. Decides about authorisation, audit and `--preview`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anonymous requests are answered.
    Read,
    /// Needs a role, is audited, can be previewed.
    Write,
}

/// A format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Text for people, in Aquilon's layout.
    Raw,
    /// Comma separated values, one line per record.
    Csv,
    /// JSON.
    Json,
    /// Protocol Buffers, in Aquilon's messages.
    Proto,
    /// The data format of tinydns.
    Djb,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Raw, Self::Csv, Self::Json, Self::Proto, Self::Djb];

    /// The name, as in `--format` and in the suffix of a path.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Proto => "proto",
            Self::Djb => "djb",
        }
    }

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Command {
    /// All its options in the order of the catalogue, those of nested groups included.
    pub fn options(&'static self) -> Vec<&'static Opt> {
        fn walk(group: &'static Group, found: &mut Vec<&'static Opt>) {
            for member in group.members {
                match member {
                    Member::Option(option) => found.push(option),
                    Member::Group(inner) => walk(inner, found),
                }
            }
        }
        let mut found = Vec::new();
        self.groups.iter().for_each(|group| walk(group, &mut found));
        found
    }

    /// The option of this name or alias, and whether the name was the reverse one of a boolean.
    pub fn option(&'static self, name: &str) -> Option<(&'static Opt, bool)> {
        self.options().into_iter().find_map(|option| {
            if option.name == name || option.aliases.contains(&name) {
                Some((option, false))
            } else if option.reverse == Some(name) {
                Some((option, true))
            } else {
                None
            }
        })
    }

    /// Its group of this name.
    pub fn group(&'static self, name: &str) -> Option<&'static Group> {
        fn walk(group: &'static Group, name: &str) -> Option<&'static Group> {
            if group.name == Some(name) {
                return Some(group);
            }
            group.members.iter().find_map(|member| match member {
                Member::Group(inner) => walk(inner, name),
                Member::Option(_) => None,
            })
        }
        self.groups.iter().find_map(|group| walk(group, name))
    }

    /// The transport for these values: the last one whose trigger was given, else the first without a trigger.
    pub fn transport(&'static self, values: &Values) -> Option<&'static Transport> {
        let triggered = |t: &&Transport| t.trigger.is_some_and(|trigger| values.is_given(trigger));
        self.transports.iter().rfind(triggered).or_else(|| {
            self.transports
                .iter()
                .find(|transport| transport.trigger.is_none())
        })
    }
}

/// Looks a name up in a table sorted by name.
pub(crate) fn find(table: &'static [Command], name: &str) -> Option<&'static Command> {
    table
        .binary_search_by(|command| command.name.cmp(name))
        .ok()
        .and_then(|index| table.get(index))
}
