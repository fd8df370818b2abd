//! The options of a command as people read of them: under headings that say the rules.

use std::fmt::Write as _;

use crate::command::Command;
use crate::group::{Condition, Fields, Group, Member};
use crate::option::Opt;

/// Options under one heading.
#[derive(Debug)]
pub struct Section {
    /// What the options are for, or which of them must be given; no two sections of a command have the same.
    pub heading: String,
    /// The options, in the order of the catalogue.
    pub options: Vec<&'static Opt>,
}

/// The sections of a command. A nested group is a section of its own after the one it belongs to.
pub fn sections(command: &'static Command) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    for group in command.groups {
        collect(command, group, "", group.mandatory, &mut found);
    }
    found
}

fn collect(
    command: &'static Command,
    group: &'static Group,
    prefix: &str,
    mandatory: bool,
    found: &mut Vec<Section>,
) {
    let options: Vec<&Opt> = group
        .members
        .iter()
        .filter_map(|member| match member {
            Member::Option(option) => Some(option),
            Member::Group(_) => None,
        })
        .collect();
    let inner_prefix = if group.fields == Fields::One && !options.is_empty() {
        "In place of those above: "
    } else {
        ""
    };
    if !options.is_empty() {
        let mut heading = format!("{prefix}{}", rule_heading(command, group, mandatory));
        match found.iter_mut().find(|section| section.heading == heading) {
            // Without a rule it does not matter in which group an option is.
            Some(same) if !mandatory && matches!(group.fields, Fields::Any | Fields::None) => {
                same.options.extend(options);
            }
            same => {
                if same.is_some() {
                    let names: Vec<&str> = options.iter().map(|option| option.name).collect();
                    let _ = write!(heading, " {}", names.join(", "));
                }
                found.push(Section { heading, options });
            }
        }
    }
    for member in group.members {
        if let Member::Group(inner) = member {
            // What all of a mandatory group includes is mandatory too.
            let needed = inner.mandatory || (mandatory && group.fields == Fields::All);
            collect(command, inner, inner_prefix, needed, found);
        }
    }
}

/// What a group asks for.
pub(crate) fn heading(command: &'static Command, group: &Group) -> String {
    rule_heading(command, group, group.mandatory)
}

fn rule_heading(command: &'static Command, group: &Group, mandatory: bool) -> String {
    let rule = match (mandatory, group.fields) {
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

/// The help of an option with everything that its definition adds to it.
pub fn explanation(command: &'static Command, option: &Opt) -> String {
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
        None => format!("--{name}"),
    }
}
