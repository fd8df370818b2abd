//! What is written in the files: the TOML shapes, before shared definitions are filled in.

use indexmap::IndexMap;
use serde::Deserialize;

/// `shared.toml`: definitions the area files refer to by name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Kinds of object that an option's value can name.
    #[serde(default)]
    pub kind: IndexMap<String, KindSource>,
    /// Sets of values that several enumerations share.
    #[serde(default)]
    pub values: IndexMap<String, Vec<String>>,
    /// What an option of this name is unless a command says otherwise.
    #[serde(default)]
    pub option: IndexMap<String, OptionSource>,
    /// Groups of options that many commands have, brought in with `use`.
    #[serde(default)]
    pub group: IndexMap<String, GroupSource>,
}

/// A kind of object whose names can be completed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindSource {
    /// As it begins a sentence: "DNS domain".
    pub title: String,
    /// The command that lists the names, with its options as `name=value`.
    pub list: Option<Vec<String>>,
    /// True while no command stores objects of this kind.
    #[serde(default)]
    pub absent: bool,
}

/// One area file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSource {
    pub title: String,
    pub about: String,
    pub command: IndexMap<String, CommandSource>,
}

/// One command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandSource {
    pub summary: String,
    #[serde(default)]
    pub description: String,
    pub example: OneOrMany,
    pub access: Option<String>,
    pub formats: Option<Vec<String>>,
    pub default_format: Option<String>,
    pub proto: Option<String>,
    pub deprecated: Option<String>,
    #[serde(default)]
    pub addition: bool,
    /// What the client does inside a clone of a sandbox.
    pub clone: Option<CloneSource>,
    pub transports: Vec<TransportSource>,
    /// Options that must all be given.
    #[serde(default)]
    pub required: IndexMap<String, OptionEntry>,
    /// Groups with any other rule, in order.
    #[serde(default)]
    pub group: Vec<GroupSource>,
    /// Options without a rule.
    #[serde(default)]
    pub optional: IndexMap<String, OptionEntry>,
    /// Shared groups that follow the others.
    #[serde(default, rename = "use")]
    pub uses: Vec<String>,
}

/// What the client does inside a clone of a sandbox.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloneSource {
    /// The option that it fills with the sandbox.
    pub option: Option<String>,
    /// As `author/sandbox`.
    #[serde(default)]
    pub author: bool,
    /// Options that say something else.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Whether the files as they are go to the broker first.
    #[serde(default)]
    pub work: bool,
}

/// A text or a list of texts.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// One way a command goes over HTTP.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransportSource {
    pub method: String,
    pub path: String,
    pub trigger: Option<String>,
    pub expect: Option<String>,
    pub custom: Option<String>,
}

/// A group of options with one rule.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupSource {
    pub name: Option<String>,
    pub help: Option<String>,
    #[serde(default)]
    pub mandatory: bool,
    pub fields: Option<String>,
    #[serde(default)]
    pub requires: Vec<String>,
    #[serde(default)]
    pub conflicts: Vec<String>,
    #[serde(default)]
    pub options: IndexMap<String, OptionEntry>,
    #[serde(default)]
    pub group: Vec<GroupSource>,
    #[serde(default, rename = "use")]
    pub uses: Vec<String>,
}

/// How a command mentions an option: `true` for the shared definition as it stands, a text for another help, or a
/// table with whatever differs.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OptionEntry {
    Shared(bool),
    Help(String),
    Table(Box<OptionSource>),
}

/// What can be said of an option. Everything absent comes from the shared definition of the same name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionSource {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub short: Option<char>,
    pub help: Option<String>,
    pub required: Option<bool>,
    pub repeat: Option<bool>,
    /// The values, or the name of a shared set.
    pub values: Option<OneOrMany>,
    pub default: Option<String>,
    pub reverse: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub requires: Vec<String>,
    #[serde(default)]
    pub conflicts: Vec<String>,
    pub deprecated: Option<String>,
    /// The kind of object the value names, or `false` to take back what the shared definition says.
    pub complete: Option<Completion>,
}

/// A kind's name, or `false`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Completion {
    Kind(String),
    Off(bool),
}
