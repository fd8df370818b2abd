//! The command reference as Markdown, one page per area.

use std::fmt::Write as _;

use crate::command::{Access, Area, Command};
use crate::group::{Condition, Fields, Group, Member};
use crate::option::{Opt, OptType};
use crate::tables::{AREAS, COMMANDS};

/// The page that lists all areas and commands.
pub fn reference_index() -> String {
    let mut out =
        String::from("# Commands\n\nGenerated from the catalogue; see `broker/catalogue/README.md`.\n");
    for area in AREAS {
        let _ = write!(
            out,
            "\n## [{}]({}.md)\n\n{}\n\n| command | does |\n|---|---|\n",
            area.title, area.name, area.about
        );
        for command in commands(area) {
            let name = command.name;
            let _ = writeln!(
                out,
                "| [`{name}`]({}.md#{name}) | {} |",
                area.name, command.summary
            );
        }
    }
    out
}

/// The page of one area.
pub fn reference_markdown(area: &Area) -> String {
    let mut out = format!("# {}\n\n{}\n", area.title, area.about);
    for command in commands(area) {
        page(&mut out, command);
    }
    out
}

fn commands(area: &Area) -> impl Iterator<Item = &'static Command> {
    let name = area.name;
    COMMANDS.iter().filter(move |command| command.area == name)
}

fn page(out: &mut String, command: &'static Command) {
    let _ = write!(out, "\n## {}\n\n{}.\n", command.name, command.summary);
    if let Some(instead) = command.deprecated {
        let _ = write!(out, "\n**Deprecated.** {instead}\n");
    }
    if command.addition {
        out.push_str("\nThis command is an addition: Aquilon does not have it.\n");
    }
    if !command.description.is_empty() {
        let _ = write!(out, "\n{}\n", command.description);
    }
    let _ = write!(out, "\n```sh\n{}\n```\n", command.examples.join("\n"));
    for group in command.groups {
        let _ = write!(out, "\n{}:\n\n", heading(command, group));
        members(out, command, group, 0);
    }
    out.push('\n');
    for transport in command.transports {
        let trigger = transport
            .trigger
            .map(|name| format!(" with `--{name}`"))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "- `{} /{}`{trigger}",
            transport.method.name(),
            transport.path.replace("%(", "{").replace(")s", "}")
        );
    }
    let formats: Vec<&str> = command.formats.iter().map(|format| format.name()).collect();
    let access = match command.access {
        Access::Read => "anyone may run it",
        Access::Write => "needs a role that permits it",
    };
    let _ = write!(out, "\nFormats: {}. Access: {access}.\n", formats.join(", "));
}

/// What a group asks for, as a heading.
fn heading(command: &'static Command, group: &Group) -> String {
    let rule = match (group.mandatory, group.fields) {
        (true, Fields::All) => "Mandatory",
        (true, Fields::One) => "Exactly one of",
        (true, Fields::Any | Fields::None) => "At least one of",
        (false, Fields::All) => "All of these or none",
        (false, Fields::One) => "At most one of",
        (false, Fields::Any | Fields::None) => "Optional",
    };
    let mut text = match group.help {
        Some(help) => format!("{help} ({})", rule.to_lowercase()),
        None => rule.to_owned(),
    };
    if !group.requires.is_empty() {
        let _ = write!(text, ", only with {}", conditions(command, group.requires));
    }
    if !group.conflicts.is_empty() {
        let _ = write!(text, ", not with {}", conditions(command, group.conflicts));
    }
    text
}

fn members(out: &mut String, command: &'static Command, group: &'static Group, depth: usize) {
    let indent = "  ".repeat(depth);
    for member in group.members {
        match member {
            Member::Option(option) => {
                let _ = writeln!(
                    out,
                    "{indent}- `{}`: {}",
                    usage(option),
                    option_text(command, option)
                );
            }
            Member::Group(inner) => {
                let _ = writeln!(out, "{indent}- {}:", heading(command, inner));
                members(out, command, inner, depth + 1);
            }
        }
    }
}

/// How an option is written: `--cpunum N`, `--exact | --noexact`.
fn usage(option: &Opt) -> String {
    match (option.kind, option.reverse) {
        (OptType::Flag, _) => format!("--{}", option.name),
        (OptType::Boolean, Some(reverse)) => format!("--{} | --{reverse}", option.name),
        _ => format!("--{} {}", option.name, option.placeholder()),
    }
}

fn option_text(command: &'static Command, option: &Opt) -> String {
    let mut text = option.help.replace("\n\n", " ").replace('\n', " ");
    if !option.values.is_empty() {
        let _ = write!(text, " One of {}.", option.values.join(", "));
    }
    if let Some(default) = option.default {
        let _ = write!(text, " Default: {default}.");
    }
    if option.repeat {
        text.push_str(" May be repeated, or given a list with commas.");
    }
    if !option.requires.is_empty() {
        let _ = write!(text, " Only with {}.", conditions(command, option.requires));
    }
    if !option.conflicts.is_empty() {
        let _ = write!(text, " Not with {}.", conditions(command, option.conflicts));
    }
    if let Some(instead) = option.deprecated {
        let _ = write!(text, " Deprecated: {instead}");
    }
    text
}

fn conditions(command: &'static Command, conditions: &[Condition]) -> String {
    let alternatives: Vec<String> = conditions
        .iter()
        .map(|all| {
            all.iter()
                .map(|name| label(command, name))
                .collect::<Vec<_>>()
                .join(" and ")
        })
        .collect();
    alternatives.join(" or ")
}

/// An option as it is typed, a named group by its heading.
fn label(command: &'static Command, name: &str) -> String {
    match command.group(name) {
        Some(group) => group.help.unwrap_or(name).to_lowercase(),
        None => format!("`--{name}`"),
    }
}
