//! The first look at a command line: which command is meant, and which arguments are its options.

use aq_catalogue::{COMMANDS, Command, command, nearest};

use crate::failure::Failure;
use crate::globals;
use crate::tools::{TOOLS, Tool};

/// What a command line asks for.
#[derive(Debug)]
pub enum Request {
    /// The list of commands.
    Overview,
    /// The version of this program.
    Version,
    /// A command of the catalogue with the arguments that follow its words. The broker's commands.
    Command(&'static Command, Vec<String>),
    /// Something this program does by itself, with all that follows.
    Tool(&'static Tool, Vec<String>),
}

/// Finds the command. Words up to the first option belong to its name, whatever separates them; `help X` is
/// `X --help`. Options that every command has may also stand before it.
pub fn split(arguments: Vec<String>) -> Result<Request, Failure> {
    let (leading, rest) = leading_options(arguments);
    let first_option = rest
        .iter()
        .position(|argument| argument.starts_with('-'))
        .unwrap_or(rest.len());
    let (mut words, options) = rest.split_at(first_option);
    let mut options: Vec<String> = leading.into_iter().chain(options.iter().cloned()).collect();
    if let [first, others @ ..] = words
        && first == "help"
    {
        if others.is_empty() {
            return Ok(Request::Overview);
        }
        words = others;
        options = vec!["--help".to_owned()];
    }
    let Some(first) = words.first() else {
        return match options.iter().find_map(|option| match option.as_str() {
            "-h" | "--help" => Some(Request::Overview),
            "-V" | "--version" => Some(Request::Version),
            _ => None,
        }) {
            Some(request) => Ok(request),
            None => Err(Failure::unknown_command(
                "Name a command: \"aq help\" lists them, \"aq help COMMAND\" explains one.",
            )),
        };
    };
    if let Some(tool) = TOOLS.iter().find(|tool| tool.name == first) {
        let after = words.iter().skip(1).cloned().chain(options).collect();
        return Ok(Request::Tool(tool, after));
    }
    let name = words.join("_");
    match command(&name) {
        Some(command) => Ok(Request::Command(command, options)),
        None => Err(unknown(words, &name)),
    }
}

/// Options before the words, with their values.
fn leading_options(arguments: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut leading = Vec::new();
    let mut rest = arguments.into_iter().peekable();
    while let Some(takes_value) = rest.peek().and_then(|argument| globals::takes_value(argument)) {
        leading.extend(rest.next());
        if takes_value {
            leading.extend(rest.next());
        }
    }
    (leading, rest.collect())
}

fn unknown(words: &[String], name: &str) -> Failure {
    // `aq add_host web1`: the command is known, but it takes no such argument.
    for count in (1..words.len()).rev() {
        let (known, surplus) = words.split_at(count);
        if let (Some(command), [surplus, ..]) = (command(&known.join("_")), surplus) {
            return Failure::unknown_command(format!(
                "{0} does not take the argument '{surplus}': options begin with two dashes. \"aq help {0}\" lists them.",
                command.name
            ));
        }
    }
    let names = COMMANDS
        .iter()
        .map(|command| command.name)
        .chain(TOOLS.iter().map(|tool| tool.name));
    let near = nearest(name, names);
    let hint = if near.is_empty() {
        "\"aq help\" lists the commands.".to_owned()
    } else {
        format!("Did you mean {}?", near.join(" or "))
    };
    Failure::unknown_command(format!("Command {name} is not known. {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_line(line: &str) -> Result<Request, Failure> {
        split(line.split_whitespace().map(str::to_owned).collect())
    }

    fn command_of(line: &str) -> (&'static str, Vec<String>) {
        match split_line(line) {
            Ok(Request::Command(command, options)) => (command.name, options),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn words_are_joined_up_to_the_first_option() {
        for line in ["add_host --hostname h", "add host --hostname h"] {
            assert_eq!(
                command_of(line),
                ("add_host", vec!["--hostname".to_owned(), "h".to_owned()])
            );
        }
        assert_eq!(command_of("show dns_domain --all").0, "show_dns_domain");
        assert_eq!(command_of("make").1, Vec::<String>::new());
    }

    #[test]
    fn help_before_or_after() {
        assert_eq!(
            command_of("help add host"),
            ("add_host", vec!["--help".to_owned()])
        );
        assert_eq!(
            command_of("add_host --help"),
            ("add_host", vec!["--help".to_owned()])
        );
        for line in ["help", "--help", "-h"] {
            assert!(matches!(split_line(line), Ok(Request::Overview)), "{line}");
        }
        assert!(matches!(split_line("--version"), Ok(Request::Version)));
    }

    #[test]
    fn options_of_every_command_may_come_first() {
        assert_eq!(
            command_of("-q --aqhost b.example.com status"),
            (
                "status",
                ["-q", "--aqhost", "b.example.com"].map(str::to_owned).to_vec()
            )
        );
        assert_eq!(
            command_of("--aqport=6900 status --debug").1,
            ["--aqport=6900", "--debug"]
        );
    }

    #[test]
    fn unknown_commands_exit_with_2_and_name_the_nearest() {
        let failure = split_line("add_hots --hostname h").expect_err("unknown");
        assert_eq!(failure.status, 2);
        assert_eq!(
            failure.message,
            "Command add_hots is not known. Did you mean add_host?"
        );
        let failure = split_line("add host web1").expect_err("unknown");
        assert!(
            failure
                .message
                .starts_with("add_host does not take the argument 'web1'"),
            "{}",
            failure.message
        );
        assert_eq!(split_line("").expect_err("nothing").status, 2);
        assert_eq!(split_line("--hostname h").expect_err("no command").status, 2);
    }

    #[test]
    fn tools_take_words() {
        match split_line("completion bash") {
            Ok(Request::Tool(tool, arguments)) => {
                assert_eq!((tool.name, arguments), ("completion", vec!["bash".to_owned()]))
            }
            other => panic!("{other:?}"),
        }
    }
}
