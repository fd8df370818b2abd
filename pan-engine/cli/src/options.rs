//! The options of the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pan_eval::{Limits, Warnings};
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

/// All options. Those of the reference, and `--check`, `--limits`, `--messages` and `--no-sharing`.
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
    valued(
        "limits",
        "LIST",
        "other limits, as steps=NUMBER,memory=NUMBER (those reached are named)",
    ),
    flag("no-sharing", "compile every object by itself, for comparison"),
    valued(
        "messages",
        "FORM",
        "form of the errors: human, short or json (default: human)",
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
    /// What bounds a compile.
    pub limits: Limits,
    /// Threads.
    pub threads: NonZeroUsize,
    /// Do objects share what is the same for them?
    pub sharing: bool,
    /// Form of errors.
    pub messages: Messages,
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
        self.values
            .iter()
            .rev()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
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
    let near = OPTIONS
        .iter()
        .map(|option| option.name)
        .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
    match near.filter(|near| strsim::jaro_winkler(near, name) > 0.8) {
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
        limits: limits(&given)?,
        threads: values::threads(given.value("nthread"))?,
        sharing: !given.has("no-sharing"),
        messages: values::messages(given.value("messages"))?,
        verbose: given.has("verbose"),
        files: given.files,
    })
}

/// The defaults of `--max-iteration` and `--max-recursion` are the reference's.
fn limits(given: &Given) -> Result<Limits, String> {
    let mut limits = Limits {
        iterations: values::positive("max-iteration", given.value("max-iteration"), 10_000)?.into(),
        depth: values::positive("max-recursion", given.value("max-recursion"), 50)?,
        ..Limits::default()
    };
    values::limits(given.value("limits").unwrap_or_default(), &mut limits)?;
    Ok(limits)
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
        assert_eq!((settings.limits.iterations, settings.limits.depth), (10_000, 50));
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
        assert_eq!(settings.limits.iterations, 3);
        assert!(settings.verbose);
        let settings = settings_of(&["--debug-ns-exclude", "x", "--debug"]).unwrap();
        assert_eq!(
            (settings.debug_include.as_deref(), settings.debug_exclude),
            (Some(".*"), None)
        );
        let settings = settings_of(&["--limits", "steps=5, output=3M"]).unwrap();
        assert_eq!((settings.limits.steps, settings.limits.output), (5, 3 << 20));
        assert!(settings_of(&["--check"]).unwrap().formats.is_empty());
        assert!(settings_of(&["--java-opts", "-Xmx2g", "--logging", "all", "--log-file", "x"]).is_ok());
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
            (&["--limits", "steps"], "'steps' is not NAME=NUMBER"),
            (&["--limits", "steps=1,stepps=2"], "'stepps' is not a limit"),
            (&["--limits", "nesting=100000"], "cannot be higher than 20000"),
            (&["--limits", "output=12Q"], "'12Q' is not a number"),
            (&["--nthread", "-1"], "'-1' is not a number"),
            (&["--warnings", "maybe"], "off, on or fatal"),
            (&["--messages", "xml"], "human, short or json"),
            (&["--include-path", "/does/not/exist"], "/does/not/exist"),
            (&["--output-dir", "/does/not/exist"], "/does/not/exist"),
        ] {
            let message = settings_of(arguments).unwrap_err();
            assert!(message.contains(part), "{arguments:?}: {message}");
        }
    }
}
