//! Fills in what a command leaves to the shared definitions and to the defaults of the format.

use indexmap::IndexMap;

use crate::error::FormatError;
use crate::model::{CloneUse, Command, Group, Opt, Transport};
use crate::source::{CommandSource, Completion, GroupSource, OneOrMany, OptionEntry, OptionSource, Shared};

/// The group that every command with write access gets without asking: it holds `preview`.
const WRITE_GROUP: &str = "write";

/// Where a definition stands, for messages.
#[derive(Clone, Copy)]
struct Place<'a> {
    shared: &'a Shared,
    file: &'a str,
    command: &'a str,
}

impl Place<'_> {
    fn error(&self, message: impl ToString) -> FormatError {
        FormatError::new(self.file, self.command, message)
    }
}

/// Completes one command.
pub fn command(
    shared: &Shared,
    file: &str,
    area: &str,
    name: &str,
    source: CommandSource,
) -> Result<Command, FormatError> {
    let place = Place {
        shared,
        file,
        command: name,
    };
    let reads = source
        .transports
        .iter()
        .all(|transport| transport.method == "GET");
    let write = match source.access.as_deref() {
        None => !reads,
        Some("read") => false,
        Some("write") => true,
        Some(other) => return Err(place.error(format!("access is read or write, not {other:?}"))),
    };

    let mut groups = Vec::new();
    if !source.required.is_empty() {
        let required = GroupSource {
            mandatory: true,
            fields: Some("all".into()),
            options: source.required,
            ..GroupSource::default()
        };
        groups.push(group(place, &required)?);
    }
    for entry in &source.group {
        groups.push(group(place, entry)?);
    }
    if !source.optional.is_empty() {
        groups.push(group(
            place,
            &GroupSource {
                options: source.optional,
                ..GroupSource::default()
            },
        )?);
    }
    let automatic = (write && shared.group.contains_key(WRITE_GROUP)).then(|| WRITE_GROUP.to_owned());
    for name in source.uses.iter().chain(&automatic) {
        groups.push(shared_group(place, name)?);
    }

    Ok(Command {
        name: name.to_owned(),
        area: area.to_owned(),
        summary: source.summary.trim().to_owned(),
        description: unwrap_lines(&source.description),
        examples: match source.example {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        },
        write,
        formats: source
            .formats
            .unwrap_or_else(|| ["raw", "csv", "json"].map(str::to_owned).to_vec()),
        default_format: source.default_format.unwrap_or_else(|| "raw".to_owned()),
        proto: source.proto,
        deprecated: source.deprecated,
        addition: source.addition,
        clone: source.clone.map(|clone| CloneUse {
            option: clone.option,
            author: clone.author,
            unless: clone.unless,
            work: clone.work,
        }),
        transports: source
            .transports
            .into_iter()
            .map(|t| Transport {
                method: t.method,
                path: t.path,
                trigger: t.trigger,
                expect: t.expect,
                custom: t.custom,
            })
            .collect(),
        groups,
    })
}

fn shared_group(place: Place<'_>, name: &str) -> Result<Group, FormatError> {
    let source = place
        .shared
        .group
        .get(name)
        .ok_or_else(|| place.error(format!("no shared group is called {name:?}")))?;
    group(place, source)
}

fn group(place: Place<'_>, source: &GroupSource) -> Result<Group, FormatError> {
    Ok(Group {
        name: source.name.clone(),
        help: source.help.clone(),
        mandatory: source.mandatory,
        fields: source.fields.clone().unwrap_or_else(|| "any".to_owned()),
        requires: conditions(&source.requires),
        conflicts: conditions(&source.conflicts),
        options: options(place, &source.options)?,
        groups: source
            .uses
            .iter()
            .map(|name| shared_group(place, name))
            .chain(source.group.iter().map(|inner| group(place, inner)))
            .collect::<Result<_, _>>()?,
    })
}

/// `a+b` holds when both are given; a list of such holds when one of them does.
fn conditions(source: &[String]) -> Vec<Vec<String>> {
    source
        .iter()
        .map(|all| all.split('+').map(str::to_owned).collect())
        .collect()
}

fn options(place: Place<'_>, source: &IndexMap<String, OptionEntry>) -> Result<Vec<Opt>, FormatError> {
    source
        .iter()
        .map(|(name, entry)| option(place, name, entry))
        .collect()
}

fn option(place: Place<'_>, name: &str, entry: &OptionEntry) -> Result<Opt, FormatError> {
    let shared = place.shared.option.get(name);
    let own = match entry {
        OptionEntry::Shared(true) if shared.is_none() => {
            return Err(place.error(format!(
                "option {name} = true, but shared.toml does not define it"
            )));
        }
        OptionEntry::Shared(true) => OptionSource::default(),
        OptionEntry::Shared(false) => return Err(place.error(format!("option {name} = false means nothing"))),
        OptionEntry::Help(help) => OptionSource {
            help: Some(help.clone()),
            ..OptionSource::default()
        },
        OptionEntry::Table(table) => OptionSource::clone(table),
    };
    let base = shared.cloned().unwrap_or_default();
    let kind = own.kind.or(base.kind).unwrap_or_else(|| "string".to_owned());
    let help = own.help.or(base.help).unwrap_or_default();
    if help.trim().is_empty() {
        return Err(place.error(format!("option {name} has no help")));
    }
    let reverse = match own.reverse.or(base.reverse) {
        None if kind == "boolean" => Some(format!("no{name}")),
        other => other,
    };
    let values = match own.values.or(base.values) {
        None => Vec::new(),
        Some(OneOrMany::Many(values)) => values,
        Some(OneOrMany::One(set)) => place.shared.values.get(&set).cloned().ok_or_else(|| {
            place.error(format!(
                "option {name}: no shared set of values is called {set:?}"
            ))
        })?,
    };
    let complete = match own.complete.or(base.complete) {
        Some(Completion::Kind(kind)) => Some(kind),
        Some(Completion::Off(true)) => return Err(place.error(format!("option {name}: complete = true"))),
        Some(Completion::Off(false)) | None => None,
    };
    Ok(Opt {
        name: name.to_owned(),
        kind,
        short: own.short.or(base.short),
        help: unwrap_lines(&help),
        required: own.required.or(base.required).unwrap_or(false),
        repeat: own.repeat.or(base.repeat).unwrap_or(false),
        values,
        default: own.default.or(base.default),
        reverse,
        aliases: if own.aliases.is_empty() {
            base.aliases
        } else {
            own.aliases
        },
        requires: conditions(if own.requires.is_empty() {
            &base.requires
        } else {
            &own.requires
        }),
        conflicts: conditions(if own.conflicts.is_empty() {
            &base.conflicts
        } else {
            &own.conflicts
        }),
        deprecated: own.deprecated.or(base.deprecated),
        complete,
    })
}

/// Joins the lines of a paragraph, so that files can be wrapped and the reader's terminal decides the width. Empty
/// lines separate paragraphs, a dash begins an item of a list, and lines that begin with two spaces stay as they are.
pub fn unwrap_lines(text: &str) -> String {
    let mut out = String::new();
    let mut after_fixed = false;
    for line in text.trim().lines().map(str::trim_end) {
        let fixed = line.starts_with("  ");
        if line.is_empty() {
            out.push_str("\n\n");
        } else {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push(if fixed || after_fixed || line.starts_with("- ") {
                    '\n'
                } else {
                    ' '
                });
            }
            out.push_str(line);
        }
        after_fixed = fixed;
    }
    out
}
