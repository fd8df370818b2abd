//! The commands that this program carries out by itself.

use clap::{Arg, ValueHint};

use crate::failure::Failure;
use crate::{completion, doctor, manual, output};

/// A command of this program.
pub struct Tool {
    /// One word.
    pub name: &'static str,
    /// What it does, as a phrase.
    pub summary: &'static str,
    /// Its parser.
    pub parser: fn() -> clap::Command,
    /// Does it, with the arguments after its name.
    pub run: fn(Vec<String>) -> Result<u8, Failure>,
}

impl std::fmt::Debug for Tool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// All of them.
pub const TOOLS: &[Tool] = &[
    Tool {
        name: "completion",
        summary: "Print a script that makes a shell complete aq's command lines",
        parser: completion_parser,
        run: run_completion,
    },
    Tool {
        name: "doctor",
        summary: "Find out why the broker does not answer or know you",
        parser: doctor::parser,
        run: doctor::run,
    },
    Tool {
        name: "man",
        summary: "Write manual pages",
        parser: man_parser,
        run: run_man,
    },
];

fn base(name: &'static str) -> clap::Command {
    let about = TOOLS
        .iter()
        .find(|tool| tool.name == name)
        .map(|tool| tool.summary)
        .unwrap_or_default();
    clap::Command::new(name)
        .bin_name(format!("aq {name}"))
        .display_name(format!("aq_{name}"))
        .about(about)
        .no_binary_name(true)
        .disable_version_flag(true)
}

fn completion_parser() -> clap::Command {
    base("completion")
        .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(completion::SHELLS).help("The shell."))
        .after_help(
            "Once for a session:\n  bash: source <(aq completion bash)\n  zsh:  source <(aq completion zsh)\n  \
             fish: aq completion fish | source",
        )
}

fn run_completion(arguments: Vec<String>) -> Result<u8, Failure> {
    let matches = match parse(completion_parser(), arguments)? {
        Ok(matches) => matches,
        Err(status) => return Ok(status),
    };
    let shell = matches
        .get_one::<String>("shell")
        .map(String::as_str)
        .unwrap_or_default();
    output::print_bytes(&completion::script(shell)?).map(|()| 0)
}

fn man_parser() -> clap::Command {
    base("man").arg(
        Arg::new("directory")
            .value_name("DIRECTORY")
            .default_value(".")
            .value_hint(ValueHint::DirPath)
            .help("Where aq.1 and one page for each command are written."),
    )
}

fn run_man(arguments: Vec<String>) -> Result<u8, Failure> {
    let matches = match parse(man_parser(), arguments)? {
        Ok(matches) => matches,
        Err(status) => return Ok(status),
    };
    let directory = matches
        .get_one::<String>("directory")
        .map(String::as_str)
        .unwrap_or(".");
    manual::write(directory.as_ref()).map(|()| 0)
}

/// Parses a tool's arguments. `Ok(Err(status))` when help was asked for and printed.
pub fn parse(parser: clap::Command, arguments: Vec<String>) -> Result<Result<clap::ArgMatches, u8>, Failure> {
    match parser.try_get_matches_from(arguments) {
        Ok(matches) => Ok(Ok(matches)),
        Err(error) if error.use_stderr() => Err(Failure::here(error.render().to_string().trim_end())),
        Err(help) => output::print_bytes(help.render().to_string().as_bytes()).map(|()| Err(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::TOOLS;

    #[test]
    fn tools_have_sound_parsers_and_free_names() {
        for tool in TOOLS {
            (tool.parser)().debug_assert();
            assert!(aq_catalogue::command(tool.name).is_none(), "{}", tool.name);
        }
    }
}
