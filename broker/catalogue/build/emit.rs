//! Writes the completed catalogue as Rust source.

use std::fmt::Write as _;

use crate::model::{Area, Catalogue, Command, Group, Kind, Opt, Transport};
use crate::verify::variable;

/// The source text of the tables `AREAS`, `COMMANDS`, `KINDS` and `ROUTES`.
pub fn tables(catalogue: &Catalogue) -> String {
    let mut out = String::from("// Generated from the catalogue's files.\n");
    table(
        &mut out,
        "AREAS",
        "Area",
        "The areas, in alphabetical order.",
        catalogue.areas.iter().map(area),
    );
    table(
        &mut out,
        "COMMANDS",
        "Command",
        "Every command, sorted by name.",
        catalogue.commands.iter().map(command),
    );
    table(
        &mut out,
        "KINDS",
        "Kind",
        "The kinds of object that options name.",
        catalogue.kinds.iter().map(kind),
    );
    table(
        &mut out,
        "ROUTES",
        "RouteEntry",
        "Method and path of every transport, most specific first.",
        routes(catalogue),
    );
    out
}

fn table(out: &mut String, name: &str, kind: &str, doc: &str, rows: impl IntoIterator<Item = String>) {
    let _ = writeln!(out, "/// {doc}\npub static {name}: &[{kind}] = &[");
    for row in rows {
        let _ = writeln!(out, "    {row},");
    }
    out.push_str("];\n");
}

fn area(area: &Area) -> String {
    format!(
        "Area {{ name: {:?}, title: {:?}, about: {:?} }}",
        area.name, area.title, area.about
    )
}

fn kind(kind: &Kind) -> String {
    let list = match &kind.list {
        None => "None".to_owned(),
        Some((command, arguments)) => format!("Some(({command:?}, &{arguments:?}))"),
    };
    format!(
        "Kind {{ name: {:?}, title: {:?}, list: {list}, absent: {} }}",
        kind.name, kind.title, kind.absent
    )
}

fn command(command: &Command) -> String {
    format!(
        "Command {{ name: {:?}, area: {:?}, summary: {:?}, description: {:?}, examples: &{:?}, access: Access::{}, \
         formats: &[{}], default_format: Format::{}, proto: {:?}, deprecated: {:?}, addition: {}, clone: {}, transports: &[{}], \
         groups: &[{}] }}",
        command.name,
        command.area,
        command.summary,
        command.description,
        command.examples,
        if command.write { "Write" } else { "Read" },
        join(
            command
                .formats
                .iter()
                .map(|format| format!("Format::{}", capital(format)))
        ),
        capital(&command.default_format),
        command.proto,
        command.deprecated,
        command.addition,
        match &command.clone {
            None => "None".to_owned(),
            Some(clone) => format!(
                "Some(CloneUse {{ option: {:?}, author: {}, unless: &{:?}, work: {} }})",
                clone.option, clone.author, clone.unless, clone.work
            ),
        },
        join(command.transports.iter().map(transport)),
        join(command.groups.iter().map(group)),
    )
}

fn transport(transport: &Transport) -> String {
    let segments = transport.path.split('/').map(|segment| match variable(segment) {
        Some(name) => format!("Segment::Variable({name:?})"),
        None => format!("Segment::Word({segment:?})"),
    });
    format!(
        "Transport {{ method: Method::{}, path: {:?}, segments: &[{}], trigger: {:?}, expect: {}, custom: {} }}",
        capital(&transport.method.to_lowercase()),
        transport.path,
        join(segments),
        transport.trigger,
        variant("Expect", transport.expect.as_deref()),
        variant("Custom", transport.custom.as_deref()),
    )
}

fn group(group: &Group) -> String {
    let members = group
        .options
        .iter()
        .map(|o| format!("Member::Option({})", option(o)))
        .chain(
            group
                .groups
                .iter()
                .map(|g| format!("Member::Group({})", self::group(g))),
        );
    format!(
        "Group {{ name: {:?}, help: {:?}, mandatory: {}, fields: Fields::{}, requires: {}, conflicts: {}, members: &[{}] }}",
        group.name,
        group.help,
        group.mandatory,
        capital(&group.fields),
        conditions(&group.requires),
        conditions(&group.conflicts),
        join(members),
    )
}

fn option(option: &Opt) -> String {
    format!(
        "Opt {{ name: {:?}, kind: OptType::{}, short: {:?}, help: {:?}, required: {}, repeat: {}, values: &{:?}, \
         default: {:?}, reverse: {:?}, aliases: &{:?}, requires: {}, conflicts: {}, deprecated: {:?}, complete: {:?} }}",
        option.name,
        capital(&option.kind),
        option.short,
        option.help,
        option.required,
        option.repeat,
        option.values,
        option.default,
        option.reverse,
        option.aliases,
        conditions(&option.requires),
        conditions(&option.conflicts),
        option.deprecated,
        option.complete,
    )
}

fn conditions(conditions: &[Vec<String>]) -> String {
    format!("&[{}]", join(conditions.iter().map(|all| format!("&{all:?}"))))
}

/// Routes so ordered that the first match is the right one: a fixed word goes before a variable, from the left.
fn routes(catalogue: &Catalogue) -> Vec<String> {
    let mut entries = Vec::new();
    for (command_index, command) in catalogue.commands.iter().enumerate() {
        for (index, transport) in command.transports.iter().enumerate() {
            let order: Vec<(bool, &str)> = transport
                .path
                .split('/')
                .map(|segment| (variable(segment).is_some(), segment))
                .collect();
            entries.push((order, command_index, index));
        }
    }
    entries.sort();
    entries
        .iter()
        .map(|(_, command, index)| format!("RouteEntry {{ command: {command}, transport: {index} }}"))
        .collect()
}

fn variant(kind: &str, value: Option<&str>) -> String {
    match value {
        None => "None".to_owned(),
        Some(value) => {
            let name: String = value.split('_').map(capital).collect();
            format!("Some(crate::transport::{kind}::{name})")
        }
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + chars.as_str())
        .unwrap_or_default()
}
