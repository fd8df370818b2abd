//! The options of the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pan_eval::Warnings;
use pan_output::Format;

use crate::values;

/// One option.
pub struct Opt {
    /// Its name behind two hyphens.
    pub name: &'static str,
    /// Its letter behind one hyphen.
    pub short: Option<char>,
    /// What its value is called; `None` if it has none.
    pub value: Option<&'static str>,
    /// What it is for.
    pub help: &'static str,
}

const fn flag(name: &'static str, help: &'static str) -> Opt {
    Opt {
        name,
        short: None,
        value: None,
        help,
    }
}

const fn valued(name: &'static str, value: &'static str, help: &'static str) -> Opt {
    Opt {
        name,
        short: None,
        value: Some(value),
        help,
    }
}

/// All options. Those of the reference, and `--check`, `--color`, `--explain`, `--message-format` and `--no-sharing`.
pub const OPTIONS: &[Opt] = &[
    valued(
        "include-path",
        "DIRS",
        "where templates are looked up, separated by ':' (default: .)",
    ),
    valued("output-dir", "DIR", "where the results go (default: .)"),
    valued(
        "formats",
        "LIST",
        "what to write, separated by ',' (default: pan,dep)",
    ),
    valued("initial-data", "DML", "a dict that every object starts with"),
    flag(
        "check",
        "check the templates only, compile nothing (as --formats none)",
    ),
    flag("debug", "make debug() and traceback() print, in all templates"),
    valued(
        "debug-ns-include",
        "REGEX",
        "make them print in templates with these names",
    ),
    valued("debug-ns-exclude", "REGEX", "but not in those with these"),
    valued(
        "warnings",
        "WHAT",
        "deprecated(): on (print), off or fatal (default: on)",
    ),
    valued(
        "max-iteration",
        "COUNT",
        "iterations of one loop at most (default: 10000)",
    ),
    valued(
        "max-recursion",
        "COUNT",
        "includes and calls inside each other at most (default: 50)",
    ),
    valued(
        "nthread",
        "COUNT",
        "threads at most (default: 0, as many as processors)",
    ),
    flag("no-sharing", "compile every object by itself, for comparison"),
    valued(
        "message-format",
        "FORM",
        "errors as human, short, json or sarif (default: human)",
    ),
    valued("messages", "FORM", "the same as --message-format"),
    valued(
        "color",
        "WHEN",
        "colours in errors: auto, always or never (default: auto)",
    ),
    valued(
        "explain",
        "CODE",
        "explain the code of an error (PAN2004, 2004), or list all",
    ),
    valued("java-opts", "TEXT", "accepted and ignored"),
    valued("logging", "LIST", "accepted and ignored"),
    valued("log-file", "FILE", "accepted and ignored"),
    Opt {
        name: "verbose",
        short: Some('v'),
        value: None,
        help: "print statistics at the end",
    },
    flag("version", "print the version"),
    Opt {
        name: "help",
        short: Some('h'),
        value: None,
        help: "print this text",
    },
];

/// What the command line asks for.
#[derive(Debug)]
pub enum Request {
    /// The help text.
    Help,
    /// The version.
    Version,
    /// What a code means.
    Explain(String),
    /// A compilation.
    Compile(Box<Settings>),
}

/// Form of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Messages {
    /// With the source lines.
    #[default]
    Human,
    /// Without.
    Short,
    /// One JSON object in a line.
    Json,
    /// One SARIF log for all.
    Sarif,
}

/// When errors are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On terminals, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Settings of a compilation.
#[derive(Debug)]
pub struct Settings {
    /// Template files.
    pub files: Vec<PathBuf>,
    /// Absolute directories.
    pub include_path: Vec<PathBuf>,
    /// Absolute directory.
    pub output_dir: PathBuf,
    /// What to write; empty: check only.
    pub formats: Vec<Format>,
    /// DML of the tree to start with.
    pub initial_data: Option<String>,
    /// Pattern of template names in which debugging is active.
    pub debug_include: Option<String>,
    /// Pattern of template names in which it is not.
    pub debug_exclude: Option<String>,
    /// For `deprecated`.
    pub warnings: Warnings,
    /// Iterations of one loop.
    pub max_iteration: u64,
    /// Depth of includes and calls.
    pub max_recursion: u32,
    /// Threads.
    pub threads: NonZeroUsize,
    /// Do objects share what is the same for them?
    pub sharing: bool,
    /// Form of errors.
    pub messages: Messages,
    /// Colours in errors.
    pub color: Color,
    /// Print statistics.
    pub verbose: bool,
}

/// Options as given: the last of each counts.
#[derive(Default)]
struct Given {
    values: Vec<(&'static str, String)>,
    files: Vec<PathBuf>,
}

impl Given {
    fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(known, _)| *known == name)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.last_of(&[name]).map(|(_, value)| value)
    }

    /// The last of some options that mean the same: its name and value.
    fn last_of(&self, names: &[&str]) -> Option<(&'static str, &str)> {
        self.values
            .iter()
            .rev()
            .find(|(known, _)| names.contains(known))
            .map(|(name, value)| (*name, value.as_str()))
    }
}

/// Reads the arguments.
///
/// # Errors
/// What is wrong with them.
pub fn parse(arguments: &[String]) -> Result<Request, String> {
    let (given, errors) = scan(arguments);
    if given.has("help") {
        return Ok(Request::Help);
    }
    if given.has("version") {
        return Ok(Request::Version);
    }
    if !errors.is_empty() {
        return Err(errors.join("\n"));
    }
    if let Some(code) = given.value("explain") {
        return Ok(Request::Explain(code.to_owned()));
    }
    settings(given).map(|settings| Request::Compile(Box::new(settings)))
}

/// Options may stand between the files; behind `--` everything is a file.
fn scan(arguments: &[String]) -> (Given, Vec<String>) {
    let mut given = Given::default();
    let mut errors = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            given.files.extend(rest.by_ref().map(PathBuf::from));
        } else if let Some(long) = argument.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let Some(option) = OPTIONS.iter().find(|option| option.name == name) else {
                errors.push(unknown(argument, name));
                continue;
            };
            match (option.value, value) {
                (None, None) => given.values.push((option.name, String::new())),
                (None, Some(_)) => errors.push(format!("--{name} takes no value")),
                (Some(_), Some(value)) => given.values.push((option.name, value)),
                (Some(what), None) => match rest.next() {
                    Some(value) => given.values.push((option.name, value.clone())),
                    None => errors.push(format!("--{name} needs a value: {what}")),
                },
            }
        } else if argument.len() > 1
            && let Some(letters) = argument.strip_prefix('-')
        {
            for letter in letters.chars() {
                match OPTIONS.iter().find(|option| option.short == Some(letter)) {
                    Some(option) => given.values.push((option.name, String::new())),
                    None => errors.push(format!("unknown option: -{letter}")),
                }
            }
        } else {
            given.files.push(PathBuf::from(argument));
        }
    }
    (given, errors)
}

fn unknown(argument: &str, name: &str) -> String {
    match pan_diagnostics::closest(name, OPTIONS.iter().map(|option| option.name)) {
        Some(near) => format!("unknown option: {argument} (did you mean --{near}?)"),
        None => format!("unknown option: {argument}"),
    }
}

fn settings(given: Given) -> Result<Settings, String> {
    let formats = match given.has("check") {
        true => Vec::new(),
        false => values::formats(given.value("formats").unwrap_or("pan,dep"))?,
    };
    // --debug is an include pattern for everything and no exclude pattern.
    let (debug_include, debug_exclude) = if given.has("debug") {
        (Some(".*".to_owned()), None)
    } else {
        let pattern = |name| given.value(name).map(str::to_owned);
        (pattern("debug-ns-include"), pattern("debug-ns-exclude"))
    };
    Ok(Settings {
        include_path: values::include_path(given.value("include-path"))?,
        output_dir: values::output_dir(given.value("output-dir"))?,
        formats,
        initial_data: given.value("initial-data").map(str::to_owned),
        debug_include,
        debug_exclude,
        warnings: values::warnings(given.value("warnings").unwrap_or("on"))?,
        max_iteration: values::positive("max-iteration", given.value("max-iteration"), 10_000)?.into(),
        max_recursion: values::positive("max-recursion", given.value("max-recursion"), 50)?,
        threads: values::threads(given.value("nthread"))?,
        sharing: !given.has("no-sharing"),
        messages: values::messages(given.last_of(&["message-format", "messages"]))?,
        color: values::color(given.value("color"))?,
        verbose: given.has("verbose"),
        files: given.files,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings_of(arguments: &[&str]) -> Result<Settings, String> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        match parse(&arguments)? {
            Request::Compile(settings) => Ok(*settings),
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn defaults() {
        let settings = settings_of(&["a.pan"]).unwrap();
        assert_eq!(settings.files, [PathBuf::from("a.pan")]);
        assert_eq!(settings.formats, [Format::Pan, Format::Dep]);
        assert_eq!(settings.include_path, [std::env::current_dir().unwrap()]);
        assert_eq!((settings.max_iteration, settings.max_recursion), (10_000, 50));
        assert_eq!(settings.warnings, Warnings::On);
        assert!(!settings.verbose);
    }

    #[test]
    fn forms_of_options() {
        let settings = settings_of(&[
            "--formats=json",
            "a",
            "-v",
            "--max-iteration",
            "3",
            "--formats",
            "text,dot",
            "--",
            "--b",
        ])
        .unwrap();
        assert_eq!(settings.formats, [Format::Text, Format::Dot]);
        assert_eq!(settings.files, [PathBuf::from("a"), PathBuf::from("--b")]);
        assert_eq!(settings.max_iteration, 3);
        assert!(settings.verbose);
        let settings = settings_of(&["--debug-ns-exclude", "x", "--debug"]).unwrap();
        assert_eq!(
            (settings.debug_include.as_deref(), settings.debug_exclude),
            (Some(".*"), None)
        );
        assert!(settings_of(&["--check"]).unwrap().formats.is_empty());
        assert!(settings_of(&["--java-opts", "-Xmx2g", "--logging", "all", "--log-file", "x"]).is_ok());
    }

    #[test]
    fn the_form_of_messages_has_two_names() {
        let form = |arguments: &[&str]| settings_of(arguments).unwrap().messages;
        assert_eq!(form(&["--messages", "json"]), Messages::Json);
        assert_eq!(form(&["--message-format=sarif"]), Messages::Sarif);
        assert_eq!(
            form(&["--message-format", "json", "--messages", "short"]),
            Messages::Short
        );
        assert_eq!(
            form(&["--messages", "short", "--message-format", "json"]),
            Messages::Json
        );
        assert_eq!(settings_of(&["--color", "never"]).unwrap().color, Color::Never);
    }

    #[test]
    fn help_and_version_come_before_errors() {
        let of = |arguments: &[&str]| parse(&arguments.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(matches!(of(&["--nonsense", "-h"]), Ok(Request::Help)));
        assert!(matches!(of(&["--version", "--nonsense"]), Ok(Request::Version)));
    }

    #[test]
    fn refusals() {
        for (arguments, part) in [
            (&["--format", "pan"][..], "did you mean --formats?"),
            (&["--xyz"], "unknown option: --xyz"),
            (&["-x"], "unknown option: -x"),
            (&["--formats"], "--formats needs a value"),
            (&["--debug=yes"], "takes no value"),
            (&["--formats", "pan,html"], "unknown formatter: html"),
            (&["--max-iteration", "0"], "must be larger than 0"),
            (&["--max-recursion", "x"], "'x' is not a number"),
            (&["--nthread", "-1"], "'-1' is not a number"),
            (&["--warnings", "maybe"], "off, on or fatal"),
            (
                &["--messages", "xml"],
                "--messages must be human, short, json or sarif",
            ),
            (
                &["--message-format", "shrt"],
                "--message-format must be human, short, json or sarif, not 'shrt' (did you mean 'short'?)",
            ),
            (
                &["--color", "blue"],
                "--color must be auto, always or never, not 'blue'",
            ),
            (
                &["--formats", "jsn"],
                "unknown formatter: jsn (did you mean 'json'?)",
            ),
            (&["--explain"], "--explain needs a value"),
            (&["--include-path", "/does/not/exist"], "/does/not/exist"),
            (&["--output-dir", "/does/not/exist"], "/does/not/exist"),
        ] {
            let message = settings_of(arguments).unwrap_err();
            assert!(message.contains(part), "{arguments:?}: {message}");
        }
    }
}
