//! The options of the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pan_eval::{Limits, Warnings};
use pan_options::{Opt, Program, Scanned, Texts, choice, directory, file, flag, valued};
use pan_output::Format;

use crate::{manual, values};

/// The program as its texts for people and shells show it.
pub const PROGRAM: Program = Program {
    name: "panc",
    summary: "compiles Pan templates to machine profiles",
    usage: "[options] [template files...]",
    description: "Compiles object templates and everything they include.",
    options: OPTIONS,
    sections: manual::SECTIONS,
};

/// All options. Those of the reference come first.
pub const OPTIONS: &[Opt] = &[
    directory(
        "include-path",
        "DIRS",
        "where templates are looked up, separated by ':' (default: .)",
    ),
    directory("output-dir", "DIR", "where the results go (default: .)"),
    choice(
        "formats",
        "LIST",
        FORMATS,
        "what to write, separated by ',' (default: pan,dep)",
    ),
    valued("initial-data", "DML", "a dict that every object starts with"),
    flag("debug", "make debug() and traceback() print, in all templates"),
    valued(
        "debug-ns-include",
        "REGEX",
        "make them print in templates with these names",
    ),
    valued("debug-ns-exclude", "REGEX", "but not in those with these"),
    choice(
        "warnings",
        "WHAT",
        &["on", "off", "fatal"],
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
    valued("java-opts", "TEXT", "accepted and ignored"),
    valued("logging", "LIST", "accepted and ignored"),
    file("log-file", "FILE", "accepted and ignored"),
    flag("verbose", "print statistics at the end").short('v'),
    flag("version", "print the version"),
    flag("help", "print this text").short('h'),
    flag(
        "check",
        "check the templates only, compile nothing (as --formats none)",
    ),
    file(
        "files-from",
        "FILE",
        "read more template files from FILE, one a line (-: standard input)",
    ),
    flag(
        "up-to-date",
        "skip objects whose results are newer than their sources",
    ),
    valued(
        "ignore-dependencies",
        "REGEX",
        "with --up-to-date: templates that do not count",
    ),
    flag(
        "why-outdated",
        "with --up-to-date: say why each object is compiled (as -v does)",
    ),
    flag(
        "no-index",
        "with --up-to-date: neither read nor write .panc-index",
    ),
    flag("no-sharing", "compile every object by itself, for comparison"),
    choice(
        "message-format",
        "FORM",
        FORMS,
        "errors as human, short, json or sarif (default: human)",
    ),
    choice("messages", "FORM", FORMS, "the same as --message-format"),
    choice(
        "color",
        "WHEN",
        &["auto", "always", "never"],
        "colours in errors: auto, always or never (default: auto)",
    ),
    valued(
        "explain",
        "CODE",
        "explain the code of an error (PAN2004, 2004), or list all",
    ),
    flag(
        "progress",
        "show how far it is on the standard error stream, terminal or not",
    ),
    file(
        "timings",
        "FILE",
        "write as JSON where the time went (default: standard error)",
    )
    .or_none(),
    choice(
        "completion",
        "SHELL",
        pan_options::completion::SHELLS,
        "print a completion script for bash, zsh or fish",
    ),
    flag("man", "print the manual page"),
];

/// The forms of messages.
const FORMS: &[&str] = &["human", "short", "json", "sarif"];

/// The names of the formats.
const FORMATS: &[&str] = &[
    "pan", "pan.gz", "xml", "xml.gz", "json", "json.gz", "text", "dot", "dep", "dep.gz", "null", "none",
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
    /// The manual page.
    Manual,
    /// The completion script of a shell.
    Completion(String),
    /// A compilation of these template files.
    Compile(Box<Settings>, Texts),
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
    /// Colours in errors.
    pub color: Color,
    /// Print statistics.
    pub verbose: bool,
    /// Skip objects that are up to date.
    pub up_to_date: Option<UpToDate>,
    /// Show progress even when nobody seems to watch.
    pub progress: bool,
    /// Say where the time went.
    pub timings: Option<Timings>,
}

/// How objects that are up to date are found.
#[derive(Debug)]
pub struct UpToDate {
    /// Pattern of the names of dependencies that do not count.
    pub ignored: Option<String>,
    /// Say why the others are not.
    pub reasons: bool,
    /// Keep an index of dependency files.
    pub index: bool,
}

/// Where the timings go.
#[derive(Debug, PartialEq, Eq)]
pub enum Timings {
    /// To the standard error stream.
    Stream,
    /// To a file.
    File(PathBuf),
}

/// Reads the arguments.
///
/// # Errors
/// What is wrong with them.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let given = pan_options::scan(OPTIONS, arguments);
    if given.has("help") {
        return Ok(Request::Help);
    }
    if given.has("version") {
        return Ok(Request::Version);
    }
    // The reference's own start script takes this one without a value.
    let missing = |error: &&String| !error.ends_with(": --java-opts TEXT");
    let errors: Vec<&str> = given.errors.iter().filter(missing).map(String::as_str).collect();
    if !errors.is_empty() {
        return Err(errors.join("\n"));
    }
    if given.has("man") {
        return Ok(Request::Manual);
    }
    if let Some(shell) = given.value("completion") {
        return values::shell(shell).map(Request::Completion);
    }
    if let Some(code) = given.value("explain") {
        return Ok(Request::Explain(code.to_owned()));
    }
    let settings = settings(&given)?;
    Ok(Request::Compile(Box::new(settings), values::files(given)?))
}

fn settings(given: &Scanned) -> Result<Settings, String> {
    let formats = match given.has("check") {
        true => Vec::new(),
        false => values::formats(given.value("formats").unwrap_or("pan,dep"))?,
    };
    let text = |name| given.value(name).map(str::to_owned);
    // --debug is an include pattern for everything, unless there is another one.
    let everything = given.has("debug").then(|| ".*".to_owned());
    Ok(Settings {
        include_path: values::include_path(given.value("include-path"))?,
        output_dir: values::output_dir(given.value("output-dir"))?,
        formats,
        initial_data: text("initial-data"),
        debug_include: text("debug-ns-include").or(everything),
        debug_exclude: text("debug-ns-exclude"),
        warnings: values::warnings(given.value("warnings").unwrap_or("on"))?,
        limits: limits(given)?,
        threads: values::threads(given.value("nthread"))?,
        sharing: !given.has("no-sharing"),
        messages: values::messages(last_of(given, &["message-format", "messages"]))?,
        color: values::color(given.value("color"))?,
        verbose: given.has("verbose"),
        up_to_date: given.has("up-to-date").then(|| UpToDate {
            ignored: text("ignore-dependencies"),
            reasons: given.has("why-outdated") || given.has("verbose"),
            index: !given.has("no-index"),
        }),
        progress: given.has("progress"),
        timings: given.value("timings").map(|file| match file {
            "" => Timings::Stream,
            file => Timings::File(PathBuf::from(file)),
        }),
    })
}

/// The defaults of `--max-iteration` and `--max-recursion` are the reference's.
fn limits(given: &Scanned) -> Result<Limits, String> {
    let mut limits = Limits {
        iterations: values::positive("max-iteration", given.value("max-iteration"), 10_000)?.into(),
        depth: values::positive("max-recursion", given.value("max-recursion"), 50)?,
        ..Limits::default()
    };
    values::limits(given.value("limits").unwrap_or_default(), &mut limits)?;
    Ok(limits)
}

/// The last of some options that mean the same: its name and value.
fn last_of<'g>(given: &'g Scanned, names: &[&str]) -> Option<(&'static str, &'g str)> {
    let mut options = given.options.iter().rev();
    options
        .find(|(known, _)| names.contains(known))
        .map(|(name, value)| (*name, value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings_of(arguments: &[&str]) -> Result<Settings, String> {
        compilation(arguments).map(|(settings, _)| settings)
    }

    fn compilation(arguments: &[&str]) -> Result<(Settings, Vec<String>), String> {
        match parse(arguments.iter().map(ToString::to_string))? {
            Request::Compile(settings, files) => Ok((*settings, files.iter().map(str::to_owned).collect())),
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn defaults() {
        let (settings, files) = compilation(&["a.pan"]).unwrap();
        assert_eq!(files, ["a.pan"]);
        assert_eq!(settings.formats, [Format::Pan, Format::Dep]);
        assert_eq!(settings.include_path, [std::env::current_dir().unwrap()]);
        assert_eq!((settings.limits.iterations, settings.limits.depth), (10_000, 50));
        assert_eq!(settings.warnings, Warnings::On);
        assert!(!settings.verbose);
    }

    #[test]
    fn forms_of_options() {
        let (settings, files) = compilation(&[
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
        assert_eq!(files, ["a", "--b"]);
        assert_eq!(settings.limits.iterations, 3);
        assert!(settings.verbose);
        let settings = settings_of(&["--debug-ns-exclude", "x", "--debug"]).unwrap();
        assert_eq!(
            (
                settings.debug_include.as_deref(),
                settings.debug_exclude.as_deref()
            ),
            (Some(".*"), Some("x"))
        );
        let settings = settings_of(&["--limits", "steps=5, output=3M"]).unwrap();
        assert_eq!((settings.limits.steps, settings.limits.output), (5, 3 << 20));
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
        let of = |arguments: &[&str]| parse(arguments.iter().map(ToString::to_string));
        assert!(matches!(of(&["--nonsense", "-h"]), Ok(Request::Help)));
        assert!(matches!(of(&["--version", "--nonsense"]), Ok(Request::Version)));
    }

    #[test]
    fn refusals() {
        for (arguments, part) in [
            (&["--format", "pan"][..], "did you mean --formats?"),
            (&["--xyz"], "unknown option: --xyz"),
            (&["-x"], "unknown option: -x"),
            (&["--formats"], "the value is missing: --formats LIST"),
            (&["--completion", "csh"], "bash, zsh or fish"),
            (&["--files-from", "/does/not/exist"], "/does/not/exist"),
            (&["--formats", "pan,html"], "unknown formatter: html"),
            (&["--max-iteration", "0"], "must be larger than 0"),
            (&["--max-recursion", "x"], "'x' is not a number"),
            (&["--limits", "steps"], "'steps' is not NAME=NUMBER"),
            (&["--limits", "steps=1,stepps=2"], "'stepps' is not a limit"),
            (&["--limits", "nesting=100000"], "cannot be higher than 20000"),
            (&["--limits", "output=12Q"], "'12Q' is not a number"),
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
            (&["--explain"], "the value is missing: --explain CODE"),
            (&["--include-path", "/does/not/exist"], "/does/not/exist"),
            (&["--output-dir", "/does/not/exist"], "/does/not/exist"),
        ] {
            let message = settings_of(arguments).unwrap_err();
            assert!(message.contains(part), "{arguments:?}: {message}");
        }
    }
}
