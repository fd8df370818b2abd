//! Completion of command lines: the scripts for the shells, and the answers to what the scripts ask.

use std::ffi::OsString;

use clap_complete::env::{Bash, CompleteEnv, EnvCompleter, Fish, Zsh};

use aq_catalogue::{COMMANDS, Command, command};

use crate::failure::Failure;
use crate::tools::TOOLS;
use crate::{globals, output, parser};

/// The variable by which a script asks, with the shell as its value.
const VARIABLE: &str = "AQ_COMPLETE";

/// The shells that there are scripts for.
pub const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];

/// The script of a shell.
pub fn script(shell: &str) -> Result<Vec<u8>, Failure> {
    let completer: &dyn EnvCompleter = match shell {
        "bash" => &Bash,
        "zsh" => &Zsh,
        "fish" => &Fish,
        other => return Err(Failure::here(format!("There is no completion for {other}."))),
    };
    let mut text = Vec::new();
    completer
        .write_registration(VARIABLE, "aq", "aq", "aq", &mut text)
        .map_err(|error| Failure::here(format!("Cannot make the script: {error}.")))?;
    Ok(text)
}

/// Answers a script's question, if this is one: `arguments` are all, with the program's name first.
pub fn answer(arguments: &[OsString]) -> bool {
    if std::env::var_os(VARIABLE).is_none() {
        return false;
    }
    let typed: Vec<String> = arguments
        .iter()
        .skip_while(|argument| *argument != "--")
        .skip(2)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let here = std::env::current_dir().ok();
    match CompleteEnv::with_factory(|| tree(&typed))
        .var(VARIABLE)
        .try_complete(arguments, here.as_deref())
    {
        Ok(answered) => answered,
        Err(error) => {
            output::complain(error.render().to_string().trim_end());
            true
        }
    }
}

/// All commands by name, and the one that is being typed with its options. The words of a name are levels: `aq add`
/// goes on with `host`. The joined names are there too, but shown only to who begins to type one.
fn tree(typed: &[String]) -> clap::Command {
    let meant = meant(typed);
    let mut root = globals::add(
        clap::Command::new("aq").bin_name("aq").disable_version_flag(true),
        None,
    )
    .disable_help_subcommand(true)
    .subcommand(
        clap::Command::new("help")
            .about("Explain a command")
            .subcommands(COMMANDS.iter().map(name_only)),
    );
    for tool in TOOLS {
        root = root.subcommand((tool.parser)().no_binary_name(false));
    }
    for command in COMMANDS {
        let leaf = match meant {
            Some(same) if same.name == command.name => parser::of(command).no_binary_name(false),
            _ => name_only(command),
        };
        let words: Vec<&'static str> = command.name.split('_').collect();
        if words.len() > 1 {
            root = graft(root, &words, &leaf);
            root = root.subcommand(leaf.hide(true));
        } else {
            root = root.subcommand(leaf);
        }
    }
    root
}

fn name_only(command: &'static Command) -> clap::Command {
    clap::Command::new(command.name)
        .about(command.summary)
        .disable_help_flag(true)
}

/// The longest run of words from the beginning that names a command.
fn meant(typed: &[String]) -> Option<&'static Command> {
    let words: Vec<&str> = typed
        .iter()
        .map(String::as_str)
        .take_while(|word| !word.starts_with('-'))
        .collect();
    (1..=words.len())
        .rev()
        .find_map(|count| command(&words.get(..count)?.join("_")))
}

/// Hangs a command below the levels of its words. A level can be a command itself (`show network` beside
/// `show network_environment`).
fn graft(parent: clap::Command, words: &[&'static str], leaf: &clap::Command) -> clap::Command {
    let Some((first, rest)) = words.split_first() else {
        return parent;
    };
    if rest.is_empty() {
        return match parent.find_subcommand(first) {
            Some(_) => parent.mut_subcommand(first, |level| {
                leaf.clone()
                    .name(*first)
                    .subcommands(level.get_subcommands().cloned().collect::<Vec<_>>())
            }),
            None => parent.subcommand(leaf.clone().name(*first)),
        };
    }
    let parent = match parent.find_subcommand(first) {
        Some(_) => parent,
        None => parent.subcommand(
            clap::Command::new(*first)
                .disable_help_subcommand(true)
                .disable_help_flag(true),
        ),
    };
    parent.mut_subcommand(first, |level| graft(level, rest, leaf))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is offered at the end of a line.
    fn offered(line: &str) -> Vec<String> {
        let typed: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut tree = tree(typed.get(1..).unwrap_or_default());
        let words: Vec<OsString> = typed.iter().map(OsString::from).collect();
        let index = words.len() - 1;
        clap_complete::engine::complete(&mut tree, words, index, None)
            .unwrap_or_default()
            .into_iter()
            .map(|candidate| candidate.get_value().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn commands_word_by_word_or_joined() {
        let verbs = offered("aq ");
        assert!(
            verbs.contains(&"add".to_owned()) && verbs.contains(&"make".to_owned()),
            "{verbs:?}"
        );
        assert!(
            !verbs.contains(&"add_host".to_owned()),
            "joined names only when begun: {verbs:?}"
        );
        assert_eq!(offered("aq add_bu"), ["add_building"]);
        assert_eq!(offered("aq add bu"), ["building"]);
        let networks = offered("aq show network");
        assert_eq!(networks, ["network"]);
        assert!(offered("aq show network ").contains(&"environment".to_owned()));
    }

    #[test]
    fn options_of_the_command_that_is_typed() {
        for line in ["aq add_building --c", "aq add building --c"] {
            let options = offered(line);
            assert!(
                options.contains(&"--city".to_owned()) && options.contains(&"--comments".to_owned()),
                "{options:?}"
            );
        }
        assert!(offered("aq show network --").contains(&"--hosts".to_owned()));
        assert!(offered("aq search_model --machine_type vir").contains(&"virtual_machine".to_owned()));
    }

    #[test]
    fn scripts_call_back() {
        for shell in SHELLS {
            let script = String::from_utf8(script(shell).expect("a script")).expect("text");
            assert!(script.contains(VARIABLE) && script.contains("aq"), "{shell}");
        }
        assert!(script("tcsh").is_err());
    }
}
