//! The options of the command line, as those of the reference.

use std::path::PathBuf;

use pan_options::{Opt, Program, directory, flag, valued};

/// The program as its texts for people and shells show it.
pub const PROGRAM: Program = Program {
    name: "panc-annotations",
    summary: "writes the annotations of Pan templates as XML",
    usage: "[options] [template files...]",
    description: "Writes for every template a file with what it declares and the annotations of that.",
    options: OPTIONS,
    sections: &[
        (
            "FILES",
            "Template files are relative to the base directory. For the template A.pan the output directory gets \
             A.pan.annotation.xml; for a template outside of the base directory nothing is written.",
        ),
        (
            "EXIT STATUS",
            "1 if the command line cannot be used, 0 otherwise, as the reference: errors in templates are printed only.",
        ),
    ],
};

const OPTIONS: &[Opt] = &[
    directory(
        "base-dir",
        "DIR",
        "what template files are relative to (default: .)",
    ),
    directory("output-dir", "DIR", "where the results go (default: .)"),
    valued("java-opts", "TEXT", "accepted and ignored"),
    flag("quiet", "print no statistics").short('q'),
    flag("verbose", "say what is done; twice: with all settings").short('v'),
    flag("version", "print the version"),
    flag("help", "print this text").short('h'),
];

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// The help text, and whether that is what was asked for.
    Help(bool),
    /// The version.
    Version,
    /// Annotation files.
    Annotate(Settings),
}

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Settings {
    /// Template files as given.
    pub files: Vec<String>,
    /// What they are relative to.
    pub base: PathBuf,
    /// Where the results go.
    pub output: PathBuf,
    /// Print no statistics.
    pub quiet: bool,
    /// How much to say.
    pub verbosity: usize,
}

/// Reads the arguments.
///
/// # Errors
/// What is wrong with them.
pub fn parse(arguments: &[String]) -> Result<Request, String> {
    let given = pan_options::scan(OPTIONS, arguments.iter().cloned());
    if given.has("help") {
        return Ok(Request::Help(true));
    }
    if given.has("version") {
        return Ok(Request::Version);
    }
    if arguments.is_empty() {
        return Ok(Request::Help(false));
    }
    if !given.errors.is_empty() {
        return Err(given.errors.join("\n"));
    }
    let directory = |name: &str| {
        let value = given
            .value(name)
            .filter(|value| !value.trim().is_empty())
            .unwrap_or(".");
        let path = std::path::absolute(value).unwrap_or_else(|_| PathBuf::from(value));
        match path.is_dir() {
            true => Ok(path),
            false => Err(format!("--{name} {value} must be an existing directory")),
        }
    };
    Ok(Request::Annotate(Settings {
        base: directory("base-dir")?,
        output: directory("output-dir")?,
        quiet: given.has("quiet"),
        verbosity: given.count("verbose"),
        files: given.files.iter().map(str::to_owned).collect(),
    }))
}
