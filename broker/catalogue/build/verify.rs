//! Refuses data that contradicts itself: whatever passes here can be trusted by client and broker.

use std::collections::{HashMap, HashSet};

use crate::error::FormatError;
use crate::model::{Catalogue, Command, Group, Opt};
use crate::source::Shared;

const TYPES: [&str; 13] = [
    "string", "flag", "boolean", "int", "float", "ip", "mac", "enum", "list", "json", "uuid", "dict", "file",
];
const METHODS: [&str; 4] = ["GET", "PUT", "POST", "DELETE"];
const FIELDS: [&str; 4] = ["all", "one", "any", "none"];
const FORMATS: [&str; 5] = ["raw", "csv", "json", "proto", "djb"];
const EXPECTS: [&str; 2] = ["command", "sandbox"];
const CUSTOMS: [&str; 1] = ["create_bundle"];
/// Arguments that every request may carry beside the command's options.
const RESERVED: [&str; 4] = ["debug", "format", "help", "preview"];

/// What is wrong with one command, if anything.
pub fn command(shared: &Shared, file: &str, command: &Command) -> Result<(), FormatError> {
    let fail = |message: String| Err(FormatError::new(file, &command.name, message));
    if !is_name(&command.name) {
        return fail("a command's name is lower case words joined by underscores".into());
    }
    for (what, text) in [
        ("summary", &command.summary),
        ("description", &command.description),
    ] {
        if !text.is_ascii() {
            return fail(format!("{what}: manual pages and terminals need plain ASCII"));
        }
    }
    if command.summary.is_empty() || command.summary.ends_with('.') {
        return fail("the summary is a phrase without a full stop".into());
    }
    for format in command.formats.iter().chain([&command.default_format]) {
        if !FORMATS.contains(&format.as_str()) {
            return fail(format!("unknown format {format:?}"));
        }
    }
    let options = command.options();
    let mut names = HashSet::new();
    for option in &options {
        check_option(shared, option).or_else(|message| fail(format!("option {}: {message}", option.name)))?;
        let spellings = std::iter::once(&option.name)
            .chain(&option.reverse)
            .chain(&option.aliases);
        for spelling in spellings {
            if !names.insert(spelling.as_str()) {
                return fail(format!("--{spelling} is there twice"));
            }
        }
        if RESERVED.contains(&option.name.as_str()) && !is_injected(shared, option) {
            return fail(format!(
                "option {} is added to every command, do not define it",
                option.name
            ));
        }
    }
    for name in command.group_names() {
        if !names.insert(name) {
            return fail(format!("the group {name} has the name of an option"));
        }
    }
    let known = |name: &String| names.contains(name.as_str());
    for option in &options {
        for name in option.requires.iter().chain(&option.conflicts).flatten() {
            if !known(name) || *name == option.name {
                return fail(format!(
                    "option {} refers to {name}, which is not another option",
                    option.name
                ));
            }
        }
    }
    for group in &command.groups {
        check_group(group, &known).or_else(fail)?;
    }
    check_transports(command, &options).or_else(fail)
}

/// `preview` is defined once, in the shared group that every write gets.
fn is_injected(shared: &Shared, option: &Opt) -> bool {
    shared
        .group
        .get("write")
        .is_some_and(|group| group.options.contains_key(&option.name))
}

fn check_option(shared: &Shared, option: &Opt) -> Result<(), String> {
    if !is_name(&option.name.replace('-', "_")) {
        return Err("the name is lower case words joined by underscores or hyphens".into());
    }
    if !TYPES.contains(&option.kind.as_str()) {
        return Err(format!("unknown type {:?}", option.kind));
    }
    if !option.help.is_ascii() {
        return Err("the help must be plain ASCII".into());
    }
    if (option.kind == "enum") == option.values.is_empty() {
        return Err("values belong to the type enum, and only to it".into());
    }
    if option.reverse.is_some() && option.kind != "boolean" {
        return Err("only a boolean has a reverse name".into());
    }
    if option.repeat && ["flag", "boolean", "list", "json", "dict", "file"].contains(&option.kind.as_str()) {
        return Err(format!("an option of type {} cannot be repeated", option.kind));
    }
    if let Some(default) = &option.default {
        let good = match option.kind.as_str() {
            "int" => default.parse::<i64>().is_ok(),
            "float" => default.parse::<f64>().is_ok(),
            "boolean" => ["true", "false"].contains(&default.as_str()),
            "enum" => option.values.contains(default),
            "string" => true,
            _ => false,
        };
        if !good {
            return Err(format!("{default:?} is no default for the type {}", option.kind));
        }
    }
    if let Some(kind) = &option.complete
        && !shared.kind.contains_key(kind)
    {
        return Err(format!(
            "complete names {kind:?}, which shared.toml does not define"
        ));
    }
    Ok(())
}

fn check_group(group: &Group, known: &dyn Fn(&String) -> bool) -> Result<(), String> {
    if !FIELDS.contains(&group.fields.as_str()) {
        return Err(format!(
            "a group's fields are all, one, any or none, not {:?}",
            group.fields
        ));
    }
    if group.mandatory && group.fields == "none" {
        return Err("a group without a rule cannot be mandatory".into());
    }
    if group.options.is_empty() && group.groups.is_empty() {
        return Err("a group is empty".into());
    }
    if let Some(name) = group
        .requires
        .iter()
        .chain(&group.conflicts)
        .flatten()
        .find(|name| !known(name))
    {
        return Err(format!("a group refers to {name}, which is not an option"));
    }
    group
        .groups
        .iter()
        .try_for_each(|inner| check_group(inner, known))
}

fn check_transports(command: &Command, options: &[&Opt]) -> Result<(), String> {
    let option = |name: &str| options.iter().find(|option| option.name == name);
    if let Some(clone) = &command.clone
        && let Some(name) = clone
            .option
            .iter()
            .chain(&clone.unless)
            .find(|name| option(name).is_none())
    {
        return Err(format!("clone refers to {name}, which is not an option"));
    }
    if command.transports.is_empty() {
        return Err("a command needs a transport".into());
    }
    if command
        .transports
        .iter()
        .filter(|transport| transport.trigger.is_none())
        .count()
        > 1
    {
        return Err("two transports without a trigger".into());
    }
    for transport in &command.transports {
        if !METHODS.contains(&transport.method.as_str()) {
            return Err(format!("unknown method {:?}", transport.method));
        }
        if transport
            .expect
            .as_deref()
            .is_some_and(|expect| !EXPECTS.contains(&expect))
        {
            return Err(format!("unknown expect {:?}", transport.expect));
        }
        if transport
            .custom
            .as_deref()
            .is_some_and(|custom| !CUSTOMS.contains(&custom))
        {
            return Err(format!("unknown custom action {:?}", transport.custom));
        }
        if let Some(trigger) = &transport.trigger
            && option(trigger).is_none()
        {
            return Err(format!("the trigger {trigger} is not an option"));
        }
        let mut variables = HashSet::new();
        for segment in transport.path.split('/') {
            match variable(segment) {
                Some(name) => {
                    if option(name).is_none() {
                        return Err(format!("path variable {name} is not an option"));
                    }
                    if !variables.insert(name) {
                        return Err(format!("path variable {name} is there twice"));
                    }
                }
                None if segment.contains(['%', '?', '(', ' ']) => {
                    return Err(format!(
                        "path component {segment:?} is neither a word nor %(option)s"
                    ));
                }
                None => {}
            }
        }
    }
    Ok(())
}

/// What can only be seen with all commands at hand.
pub fn catalogue(catalogue: &Catalogue) -> Result<(), FormatError> {
    let mut routes = HashMap::new();
    for (index, command) in catalogue.commands.iter().enumerate() {
        let fail = |message: String| Err(FormatError::new(&command.area, &command.name, message));
        if index > 0
            && catalogue
                .commands
                .get(index - 1)
                .is_some_and(|before| before.name == command.name)
        {
            return fail("defined twice".into());
        }
        for transport in &command.transports {
            let shape: Vec<&str> = transport
                .path
                .split('/')
                .map(|s| variable(s).map_or(s, |_| "%"))
                .collect();
            if let Some(other) = routes.insert((transport.method.as_str(), shape), command.name.as_str()) {
                return fail(format!(
                    "{} {} also belongs to {other}",
                    transport.method, transport.path
                ));
            }
        }
    }
    for kind in &catalogue.kinds {
        let fail = |message: String| Err(FormatError::new("shared.toml", &kind.name, message));
        if kind.absent == kind.list.is_some() {
            return fail("a kind has either a list or absent = true".into());
        }
        if let Some((name, arguments)) = &kind.list {
            let Some(command) = catalogue.commands.iter().find(|command| command.name == *name) else {
                return fail(format!("there is no command {name}"));
            };
            let options = command.options();
            if let Some((bad, _)) = arguments
                .iter()
                .find(|(name, _)| !options.iter().any(|o| o.name == *name))
            {
                return fail(format!("{name} has no option {bad}"));
            }
        }
    }
    Ok(())
}

/// The option of a `%(option)s` component.
pub fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix("%(")?.strip_suffix(")s")
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.split('_').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}
