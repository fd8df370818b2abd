//! The checked arguments of one request.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::args::{self, ArgsError};
use crate::check::Globals;
use crate::command::Command;
use crate::kind::{Kind, kind};
use crate::reconstruct;
use crate::value::Value;

/// One value with the text it has on the wire.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) value: Value,
    pub(crate) text: String,
    /// False for defaults.
    pub(crate) given: bool,
}

/// The arguments of a command, each with the type that the catalogue says. Made by [`crate::check`].
#[derive(Debug, Clone)]
pub struct Values {
    pub(crate) command: &'static Command,
    pub(crate) entries: BTreeMap<&'static str, Entry>,
    pub(crate) globals: Globals,
}

impl Values {
    /// The command they belong to.
    pub fn command(&self) -> &'static Command {
        self.command
    }

    /// What every request may carry beside its own options.
    pub fn globals(&self) -> &Globals {
        &self.globals
    }

    /// The value of an option, defaults included.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.get(name).map(|entry| &entry.value)
    }

    /// The value of an option as it goes over the wire, defaults included.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.entries.get(name).map(|entry| entry.text.as_str())
    }

    /// Whether a flag was set or a boolean is true.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name) == Some(&Value::Bool(true))
    }

    /// Whether the user gave the option; defaults do not count.
    pub fn is_given(&self, name: &str) -> bool {
        self.entries.get(name).is_some_and(|entry| entry.given)
    }

    /// Whether `--preview` was given: everything is done, shown and rolled back.
    pub fn preview(&self) -> bool {
        self.flag("preview")
    }

    /// What was given, with defaults, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.entries.iter().map(|(name, entry)| (*name, &entry.value))
    }

    /// The arguments as a client sends them: what was given, and the defaults.
    pub fn wire(&self) -> Vec<(&'static str, &str)> {
        self.entries
            .iter()
            .map(|(name, entry)| (*name, entry.text.as_str()))
            .collect()
    }

    /// Fills a command's own struct. Its fields have the names of options; a missing option is `None`, `false` or
    /// empty by the type of the field, so no attributes are needed.
    ///
    /// | option | field |
    /// |---|---|
    /// | flag, boolean | `bool` or `Option<bool>` |
    /// | int | `i64`, `u32`, ... |
    /// | float | `f64` |
    /// | ip | [`std::net::IpAddr`] |
    /// | uuid | [`uuid::Uuid`] |
    /// | list, repeated | `Vec<String>`, `Vec<i64>` |
    /// | json | [`serde_json::Value`] or any struct |
    /// | dict | a map |
    /// | others | `String` or any enumeration |
    ///
    /// # Errors
    /// When a number does not fit the field (the user's mistake), or when the struct does not fit the command: a
    /// field that is no option, a type that cannot hold the value, an optional option without `Option`.
    pub fn to_args<T: DeserializeOwned>(&self) -> Result<T, ArgsError> {
        args::deserialize(self)
    }

    /// Name and value of everything given, as the audit keeps it: one row per entry of a list, `-` for an empty text.
    pub fn audit(&self) -> Vec<(String, String)> {
        reconstruct::audit_rows(self)
    }

    /// The command line that says the same: `aq add_building --building='hq' ...`.
    pub fn reconstruct(&self) -> String {
        reconstruct::audit_line(self.command.name, &self.audit())
    }

    /// The first argument that names an object of a kind that the broker does not store, with its name. Such an
    /// object does not exist.
    pub fn absent_object(&self) -> Option<(&'static Kind, &str)> {
        self.command.options().into_iter().find_map(|option| {
            let kind = kind(option.complete?)?;
            let entry = self.entries.get(option.name)?;
            (kind.absent && entry.given && !matches!(entry.value, Value::Bool(_)))
                .then_some((kind, entry.text.as_str()))
        })
    }
}
