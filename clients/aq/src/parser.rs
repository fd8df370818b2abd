//! The parser of one command, made from the catalogue.

use clap::{Arg, ArgAction, ValueHint};
use clap_complete::ArgValueCandidates;

use aq_catalogue::{Command, Fields, Group, Member, Opt, OptType, explanation, nearest, sections};

use crate::candidates;
use crate::failure::Failure;
use crate::globals;

/// The parser of a command of the broker. Knows the names of options and whether they have values; what the values
/// must be and which options go together is checked by the catalogue.
pub fn of(command: &'static Command) -> clap::Command {
    let mut parser = clap::Command::new(command.name)
        .bin_name(format!("aq {}", command.name))
        .display_name(format!("aq_{}", command.name))
        .about(command.summary)
        .long_about(description(command))
        .after_help(format!("Example:\n  {}", command.examples.join("\n  ")))
        .override_usage(usage(command))
        .infer_long_args(true)
        .no_binary_name(true)
        .disable_version_flag(true);
    for section in sections(command) {
        for option in section.options {
            for arg in args(command, option) {
                parser = parser.arg(arg.help_heading(section.heading.clone()));
            }
        }
    }
    globals::add(parser, Some(command))
}

fn description(command: &'static Command) -> String {
    let mut paragraphs = vec![format!("{}.", command.summary)];
    if let Some(instead) = command.deprecated {
        paragraphs.push(format!("Deprecated: {instead}"));
    }
    if !command.description.is_empty() {
        paragraphs.push(command.description.replace('`', ""));
    }
    paragraphs.join("\n\n")
}

/// The arguments of an option: two for a boolean.
fn args(command: &'static Command, option: &'static Opt) -> Vec<Arg> {
    let mut arg = Arg::new(option.name)
        .long(option.name)
        .aliases(option.aliases)
        .help(explanation(command, option))
        .hide(option.deprecated.is_some());
    if let Some(short) = option.short {
        arg = arg.short(short);
    }
    match (option.kind, option.reverse) {
        (OptType::Boolean, Some(reverse)) => switch(arg, option.name, reverse).into(),
        (OptType::Flag | OptType::Boolean, _) => {
            vec![arg.action(ArgAction::SetTrue).overrides_with(option.name)]
        }
        _ => {
            // Every occurrence is kept, so that the catalogue can refuse a second one in its own words.
            arg = arg
                .action(ArgAction::Append)
                .num_args(1)
                .allow_hyphen_values(true)
                .value_name(option.placeholder());
            if option.kind.is_file() {
                arg = arg.value_hint(ValueHint::FilePath);
            } else if !option.values.is_empty() {
                arg = arg.add(ArgValueCandidates::new(move || candidates::values(option)));
            } else if option.complete.is_some() {
                arg = arg.add(ArgValueCandidates::new(move || candidates::objects(option)));
            }
            vec![arg]
        }
    }
}

/// A boolean: its name and the reverse one. The last on the line counts.
pub fn switch(arg: Arg, name: &'static str, reverse: &'static str) -> [Arg; 2] {
    let negative = Arg::new(reverse)
        .long(reverse)
        .help(format!("The opposite of --{name}."))
        .hide(arg.is_hide_set())
        .action(ArgAction::SetTrue)
        .overrides_with_all([name, reverse]);
    let negative = match arg.get_help_heading() {
        Some(heading) => negative.help_heading(heading.to_owned()),
        None => negative,
    };
    [
        arg.action(ArgAction::SetTrue).overrides_with_all([name, reverse]),
        negative,
    ]
}

/// What must be given, and that there is more.
fn usage(command: &'static Command) -> String {
    let mut parts = vec![format!("aq {}", command.name)];
    for group in command.groups {
        parts.extend(wanted(group, group.mandatory));
    }
    parts.push("[OPTIONS]".to_owned());
    parts.join(" ")
}

fn wanted(group: &'static Group, mandatory: bool) -> Vec<String> {
    const SHOWN: usize = 3;
    if !mandatory {
        return Vec::new();
    }
    let member = |member: &'static Member| match member {
        Member::Option(option) => vec![option.usage()],
        Member::Group(inner) => wanted(inner, true),
    };
    match group.fields {
        Fields::All => group.members.iter().flat_map(member).collect(),
        _ => {
            let mut all: Vec<String> = group.members.iter().map(|m| member(m).join(" ")).collect();
            if let [only] = all.as_slice() {
                return vec![only.clone()];
            }
            if all.len() > SHOWN {
                all.truncate(SHOWN);
                all.push("...".to_owned());
            }
            vec![format!("({})", all.join(" | "))]
        }
    }
}

/// A parser's refusal in the words of this program.
pub fn refusal(command: &'static Command, error: &clap::Error) -> Failure {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    let argument = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => argument.clone(),
        _ => String::new(),
    };
    let help = format!("\"aq help {}\" explains the command.", command.name);
    let message = match (error.kind(), argument.strip_prefix("--")) {
        (ErrorKind::UnknownArgument, Some(long)) => {
            let name = long.split('=').next().unwrap_or(long);
            let names: Vec<&str> = command
                .options()
                .into_iter()
                .flat_map(|option| std::iter::once(option.name).chain(option.reverse))
                .collect();
            let begun: Vec<String> = names
                .iter()
                .filter(|known| known.starts_with(name))
                .map(|known| format!("--{known}"))
                .collect();
            let near = nearest(name, names.iter().copied());
            match (begun.as_slice(), near.as_slice()) {
                ([_, _, ..], _) => format!("{}: --{name} may mean {}.", command.name, begun.join(" or ")),
                (_, []) => format!("{} has no option --{name}. {help}", command.name),
                (_, near) => {
                    let near: Vec<String> = near.iter().map(|near| format!("--{near}")).collect();
                    format!(
                        "{} has no option --{name}. Did you mean {}?",
                        command.name,
                        near.join(" or ")
                    )
                }
            }
        }
        (ErrorKind::UnknownArgument, None) => {
            format!("{} does not take the argument '{argument}'. {help}", command.name)
        }
        (ErrorKind::InvalidValue, _) if error.get(ContextKind::InvalidValue).is_none_or(is_empty) => {
            let option = argument.split(' ').next().unwrap_or_default();
            format!("{}: {option} needs a value. {help}", command.name)
        }
        _ => {
            let text = error.render().to_string();
            let first = text.lines().next().unwrap_or_default();
            format!(
                "{}: {}. {help}",
                command.name,
                first.trim_start_matches("error: ").trim_end_matches('.')
            )
        }
    };
    Failure::here(message)
}

fn is_empty(value: &clap::error::ContextValue) -> bool {
    matches!(value, clap::error::ContextValue::String(text) if text.is_empty())
}

#[cfg(test)]
mod tests {
    use aq_catalogue::{COMMANDS, command};

    use super::*;

    #[test]
    fn every_command_has_a_sound_parser() {
        for command in COMMANDS {
            of(command).debug_assert();
        }
    }

    fn refused(name: &str, line: &str) -> String {
        let command = command(name).expect("a command");
        let error = of(command)
            .try_get_matches_from(line.split_whitespace())
            .expect_err(line);
        let failure = refusal(command, &error);
        assert_eq!(failure.status, 1);
        failure.message
    }

    #[test]
    fn refusals_in_our_words() {
        assert_eq!(
            refused("add_host", "--hostnaem x"),
            "add_host has no option --hostnaem. Did you mean --hostname?"
        );
        assert_eq!(
            refused("reconfigure", "--host x"),
            "reconfigure: --host may mean --hostname or --hostlist."
        );
        assert!(refused("add_host", "--qqqqqq x").starts_with("add_host has no option --qqqqqq. \"aq help"));
        assert!(refused("add_host", "--machine").starts_with("add_host: --machine needs a value."));
        assert!(
            refused("add_host", "--machine m extra")
                .starts_with("add_host does not take the argument 'extra'.")
        );
        assert!(refused("status", "--aqport 0").contains("a port is a number"));
        assert!(refused("status", "--aqconf f --aqhost h").contains("cannot be used with"));
    }

    #[test]
    fn help_says_what_and_how() {
        let help = of(command("add_building").expect("a command"))
            .render_long_help()
            .to_string();
        for part in [
            "Add a building to a city.",
            "Usage: aq add_building --building BUILDING --address ADDRESS --city CITY [OPTIONS]",
            "Mandatory:",
            "Example:\n  aq add_building --building hq",
            "--netdev_require_rack",
            "--nonetdev_require_rack",
            "Options of every command:",
        ] {
            assert!(help.contains(part), "{part}\n{help}");
        }
        let usage = usage(command("add_city").expect("a command"));
        assert_eq!(
            usage,
            "aq add_city --city CITY --timezone TIMEZONE (--country COUNTRY | --campus CAMPUS) [OPTIONS]"
        );
    }
}
