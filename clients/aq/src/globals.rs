//! The options that every command has.

use clap::{Arg, ArgAction, ArgMatches, ValueHint};

use aq_catalogue::{Command, Format};

use crate::parser::switch;

/// Heading under which help lists them.
const HEADING: &str = "Options of every command";

/// One of these options, as Aquilon's client has it.
struct Global {
    name: &'static str,
    short: Option<char>,
    kind: Kind,
    help: &'static str,
    /// Options that it cannot stand beside.
    conflicts: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Flag,
    /// Has a reverse name that begins with `no`.
    Boolean,
    /// With a placeholder for its value.
    Value(&'static str),
}

const GLOBALS: &[Global] = &[
    Global {
        name: "verbose",
        short: Some('v'),
        kind: Kind::Flag,
        conflicts: &[],
        help: "Show the progress of the request on standard error while it runs. The default.",
    },
    Global {
        name: "quiet",
        short: Some('q'),
        kind: Kind::Flag,
        conflicts: &[],
        help: "Do not show progress: saves a second connection.",
    },
    Global {
        name: "debug",
        short: Some('d'),
        kind: Kind::Boolean,
        conflicts: &[],
        help: "Show messages for developers too, and what --httpinfo shows.",
    },
    Global {
        name: "httpinfo",
        short: Some('u'),
        kind: Kind::Boolean,
        conflicts: &[],
        help: "Show method and URL of the request and the status of the answer on standard error.",
    },
    Global {
        name: "format",
        short: Some('f'),
        kind: Kind::Value("FORMAT"),
        conflicts: &[],
        help: "Format of the answer: raw, csv, json, proto or djb. Default: raw for most commands.",
    },
    Global {
        name: "partialok",
        short: None,
        kind: Kind::Boolean,
        conflicts: &[],
        help: "Exit with 0, not 2, when a command was partly done.",
    },
    Global {
        name: "auth",
        short: None,
        kind: Kind::Boolean,
        conflicts: &["usesock"],
        help: "Authenticate with Kerberos, or else fail. Default: when there is a ticket; --noauth never does.",
    },
    Global {
        name: "exec",
        short: None,
        kind: Kind::Boolean,
        conflicts: &[],
        help: "Run the command line that the answer of some commands is; --noexec prints it. Default: run it.",
    },
    Global {
        name: "usesock",
        short: None,
        kind: Kind::Value("SOCKET"),
        conflicts: &["noauth"],
        help: "Connect to the broker's unix socket.",
    },
    Global {
        name: "aqhost",
        short: None,
        kind: Kind::Value("HOST"),
        conflicts: &["aqconf"],
        help: "Host of the broker. Default: AQHOST, then aq.conf, then localhost.",
    },
    Global {
        name: "aqport",
        short: None,
        kind: Kind::Value("PORT"),
        conflicts: &["aqconf"],
        help: "Port of the broker. Default: AQPORT, then aq.conf, then 6900.",
    },
    Global {
        name: "aqservice",
        short: None,
        kind: Kind::Value("SERVICE"),
        conflicts: &["aqconf"],
        help: "Kerberos service of the broker. Default: AQSERVICE, then aq.conf, then HTTP.",
    },
    Global {
        name: "aquser",
        short: None,
        kind: Kind::Value("SERVICE"),
        conflicts: &["aqconf", "aqservice"],
        help: "Old name of --aqservice.",
    },
    Global {
        name: "aqconf",
        short: None,
        kind: Kind::Value("FILE"),
        conflicts: &[],
        help: "Take host, port and service from this file. Default: AQCONF, ~/.config/aq/aq.conf, /etc/aq.conf.",
    },
];

/// What these options say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Globals {
    pub quiet: bool,
    pub debug: bool,
    pub http_info: bool,
    pub format: Option<Format>,
    pub partial_ok: bool,
    /// `--auth`, `--noauth`, or neither.
    pub auth: Option<bool>,
    pub no_exec: bool,
    pub socket: Option<String>,
    pub host: Option<String>,
    pub port: Option<String>,
    pub service: Option<String>,
    pub configuration: Option<String>,
}

/// Whether an argument is one of these options, and if so whether its value is the next argument.
pub fn takes_value(argument: &str) -> Option<bool> {
    if let Some(long) = argument.strip_prefix("--") {
        let (name, value) = long
            .split_once('=')
            .map_or((long, None), |(name, value)| (name, Some(value)));
        let global = GLOBALS.iter().find(|global| {
            global.name == name
                || (global.kind == Kind::Boolean && name.strip_prefix("no") == Some(global.name))
        })?;
        return Some(matches!(global.kind, Kind::Value(_)) && value.is_none());
    }
    let mut letters = argument.strip_prefix('-')?.chars();
    let last = letters.next_back()?;
    let global = GLOBALS.iter().find(|global| global.short == Some(last))?;
    let others = letters.all(|letter| {
        GLOBALS
            .iter()
            .any(|other| other.short == Some(letter) && !matches!(other.kind, Kind::Value(_)))
    });
    others.then_some(matches!(global.kind, Kind::Value(_)))
}

/// Adds these options to a parser, except those whose names the command uses itself.
pub fn add(mut parser: clap::Command, command: Option<&'static Command>) -> clap::Command {
    let taken = |name: &str| command.is_some_and(|command| command.option(name).is_some());
    for global in GLOBALS {
        if taken(global.name) {
            continue;
        }
        let mut arg = Arg::new(global.name)
            .long(global.name)
            .help(global.help)
            .help_heading(HEADING)
            .conflicts_with_all(global.conflicts.iter().filter(|name| !taken(name)));
        if let Some(short) = global.short {
            arg = arg.short(short);
        }
        match global.kind {
            Kind::Flag => parser = parser.arg(arg.action(ArgAction::SetTrue).overrides_with(global.name)),
            Kind::Boolean => {
                let [positive, negative] = switch(arg, global.name, reverse(global.name));
                // Only where the positive is the default does anybody look for the negative.
                let default = ["auth", "exec"].contains(&global.name);
                parser = parser.arg(positive).arg(negative.hide(!default));
            }
            Kind::Value(placeholder) => {
                arg = arg
                    .action(ArgAction::Set)
                    .overrides_with(global.name)
                    .value_name(placeholder);
                arg = match global.name {
                    "format" => arg
                        .value_parser(Format::ALL.map(Format::name))
                        .hide_possible_values(true),
                    "aqport" => arg.value_parser(port),
                    "aqconf" | "usesock" => arg.value_hint(ValueHint::FilePath),
                    _ => arg,
                };
                parser = parser.arg(arg.hide(global.name == "aquser"));
            }
        }
    }
    parser
}

/// The names that make these booleans false; static because the parser keeps them.
fn reverse(name: &str) -> &'static str {
    match name {
        "debug" => "nodebug",
        "httpinfo" => "nohttpinfo",
        "partialok" => "nopartialok",
        "auth" => "noauth",
        _ => "noexec",
    }
}

/// A port stays text here, because it is text in the environment and in files too.
fn port(text: &str) -> Result<String, String> {
    match text.parse::<u16>() {
        Ok(number) if number > 0 => Ok(text.to_owned()),
        _ => Err("a port is a number from 1 to 65535".to_owned()),
    }
}

impl Globals {
    /// Reads them from what a parser found.
    pub fn from_matches(matches: &ArgMatches) -> Self {
        let flag = |name: &str| {
            matches
                .try_get_one::<bool>(name)
                .ok()
                .flatten()
                .copied()
                .unwrap_or_default()
        };
        let text = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
        let format = || {
            let name = matches.try_get_one::<String>("format").ok().flatten()?;
            Format::from_name(name)
        };
        let debug = flag("debug");
        Self {
            quiet: flag("quiet") && !flag("verbose"),
            debug,
            http_info: debug || flag("httpinfo"),
            format: format(),
            partial_ok: flag("partialok"),
            auth: if flag("auth") {
                Some(true)
            } else {
                flag("noauth").then_some(false)
            },
            no_exec: flag("noexec"),
            socket: text("usesock"),
            host: text("aqhost"),
            port: text("aqport"),
            service: text("aqservice").or_else(|| text("aquser")),
            configuration: text("aqconf"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Globals {
        let parser = add(clap::Command::new("x").no_binary_name(true), None);
        Globals::from_matches(&parser.try_get_matches_from(line.split_whitespace()).expect(line))
    }

    #[test]
    fn short_and_long() {
        let globals = parse("-qdu -fcsv --partialok --noauth --aqhost h --aqport 1 --aqservice s");
        assert!(globals.quiet && globals.debug && globals.http_info && globals.partial_ok);
        assert_eq!((globals.format, globals.auth), (Some(Format::Csv), Some(false)));
        assert_eq!(globals.host.as_deref(), Some("h"));
        assert_eq!(parse(""), Globals::default());
        assert_eq!(parse("--aquser s").service.as_deref(), Some("s"));
        assert!(parse("--noexec").no_exec);
    }

    #[test]
    fn the_last_of_a_boolean_counts() {
        assert_eq!(parse("--auth --noauth").auth, Some(false));
        assert_eq!(parse("--noauth --auth").auth, Some(true));
        assert!(!parse("--debug --nodebug").debug);
    }

    #[test]
    fn recognised_before_the_command() {
        assert_eq!(takes_value("--aqhost"), Some(true));
        assert_eq!(takes_value("--aqhost=h"), Some(false));
        assert_eq!(takes_value("--noauth"), Some(false));
        assert_eq!(takes_value("-q"), Some(false));
        assert_eq!(takes_value("-qf"), Some(true));
        for other in ["--hostname", "-x", "status", "--noaqhost", "-", ""] {
            assert_eq!(takes_value(other), None, "{other}");
        }
    }
}
