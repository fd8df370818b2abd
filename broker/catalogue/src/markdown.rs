//! The command reference as Markdown, one page per area.

use std::fmt::Write as _;

use crate::command::{Access, Area, Command};
use crate::group::{Group, Member};
use crate::sections::{explanation, heading};
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

fn members(out: &mut String, command: &'static Command, group: &'static Group, depth: usize) {
    let indent = "  ".repeat(depth);
    for member in group.members {
        match member {
            Member::Option(option) => {
                let _ = writeln!(
                    out,
                    "{indent}- `{}`: {}",
                    option.usage(),
                    explanation(command, option)
                );
            }
            Member::Group(inner) => {
                let _ = writeln!(out, "{indent}- {}:", heading(command, inner));
                members(out, command, inner, depth + 1);
            }
        }
    }
}
