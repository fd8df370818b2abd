//! From a parsed command line to raw arguments: switches become texts, files are read.

use std::fs;
use std::io::Read;

use clap::ArgMatches;

use aq_catalogue::{Command, OptType};

use crate::failure::Failure;

/// The arguments of a command, for [`aq_catalogue::check`].
pub fn raw(command: &'static Command, matches: &ArgMatches) -> Result<Vec<(String, String)>, Failure> {
    let mut arguments = Vec::new();
    for option in command.options() {
        let mut push = |value: String| arguments.push((option.name.to_owned(), value));
        match option.kind {
            OptType::Flag | OptType::Boolean => {
                if matches.get_flag(option.name) {
                    push("True".to_owned());
                } else if option.reverse.is_some_and(|reverse| matches.get_flag(reverse)) {
                    push("False".to_owned());
                }
            }
            kind => {
                for value in matches.get_many::<String>(option.name).into_iter().flatten() {
                    push(if kind.is_file() {
                        read(option.name, value)?
                    } else {
                        value.clone()
                    });
                }
            }
        }
    }
    Ok(arguments)
}

/// The text of a file; `-` is standard input.
fn read(option: &str, path: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let result = if path == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(path).map(|read| text = read)
    };
    result.map_err(|error| Failure::here(format!("Cannot read {path} for --{option}: {error}.")))?;
    Ok(text)
}

/// The words about deprecated options and commands, for people who still use them.
pub fn deprecations(command: &'static Command, matches: &ArgMatches) -> Vec<String> {
    let mut found: Vec<String> = command
        .deprecated
        .map(|instead| format!("{} is deprecated. {instead}", command.name))
        .into_iter()
        .collect();
    for option in command.options() {
        if let Some(instead) = option.deprecated
            && matches.value_source(option.name) == Some(clap::parser::ValueSource::CommandLine)
        {
            found.push(format!("--{} is deprecated. {instead}", option.name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use aq_catalogue::command;

    use super::*;
    use crate::parser;

    type Raw = Result<Vec<(String, String)>, Failure>;

    fn parse(name: &str, arguments: &[&str]) -> (Raw, Vec<String>) {
        let command = command(name).expect("a command");
        let matches = parser::of(command)
            .try_get_matches_from(arguments)
            .expect("a good line");
        (raw(command, &matches), deprecations(command, &matches))
    }

    fn pairs(name: &str, arguments: &[&str]) -> Vec<String> {
        let raw = parse(name, arguments).0.expect("readable");
        raw.into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }

    #[test]
    fn switches() {
        assert_eq!(pairs("search_machine", &["--used"]), ["used=True"]);
        assert_eq!(pairs("search_machine", &["--unused"]), ["used=False"]);
        assert_eq!(pairs("search_machine", &["--used", "--unused"]), ["used=False"]);
        assert_eq!(
            pairs("update_realm", &["--realm", "R", "--untrusted"]),
            ["realm=R", "trusted=False"]
        );
        assert_eq!(pairs("show_host", &["--all", "--all"]), ["all=True"]);
    }

    #[test]
    fn abbreviations_and_values_that_look_like_options() {
        assert_eq!(
            pairs("add_host", &["--hostn", "h", "--comm", "--x"]),
            ["hostname=h", "comments=--x"]
        );
        assert_eq!(pairs("add_building", &["--next=-1"]), ["next_rackid=-1"]);
        assert_eq!(pairs("add_building", &["--comments="]), ["comments="]);
        // A name that begins others is not an abbreviation.
        assert_eq!(pairs("add_host", &["--personality", "p"]), ["personality=p"]);
    }

    #[test]
    fn second_values_are_left_to_the_catalogue() {
        let (raw, _) = parse("add_rack", &["--row", "a", "--row", "b"]);
        let error = aq_catalogue::check(command("add_rack").expect("a command"), raw.expect("readable"))
            .expect_err("two");
        assert_eq!(error.message, "Too many values for --row.");
    }

    #[test]
    fn lists_are_read() {
        let file = std::env::temp_dir().join(format!("aq-arguments-{}", std::process::id()));
        fs::write(&file, "a\nb\n").expect("a file");
        let path = file.display().to_string();
        assert_eq!(pairs("reconfigure", &["--list", &path]), ["list=a\nb\n"]);
        fs::remove_file(&file).expect("removed");
        let failure = parse("reconfigure", &["--list", &path]).0.expect_err("gone");
        assert!(
            failure
                .message
                .starts_with(&format!("Cannot read {path} for --list: ")),
            "{}",
            failure.message
        );
    }

    #[test]
    fn deprecated_options_are_named() {
        let (_, found) = parse("add_interface", &["--switch", "s", "--interface", "e"]);
        assert_eq!(found, ["--switch is deprecated. Use --network_device."]);
        assert!(parse("add_interface", &["--machine", "m"]).1.is_empty());
    }
}
