//! Values of options.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pan_eval::{Limits, Warnings};
use pan_options::{Scanned, Texts};
use pan_output::Format;

use crate::options::{Color, Messages};

/// The formats of a comma-separated list; `none` stands for none. Each counts once.
///
/// # Errors
/// A name that is not a format.
pub fn formats(list: &str) -> Result<Vec<Format>, String> {
    let mut formats = Vec::new();
    // As in the reference, blanks do not count around commas, and nothing counts behind the last name.
    let blanks = |c: char| matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r');
    let mut names: Vec<&str> = list.split(',').collect();
    let last = names.len() - 1;
    for (number, name) in names.iter_mut().enumerate() {
        *name = if number > 0 {
            name.trim_start_matches(blanks)
        } else {
            name
        };
        *name = if number < last {
            name.trim_end_matches(blanks)
        } else {
            name
        };
    }
    if last > 0 {
        while names.last().is_some_and(|name| name.is_empty()) {
            names.pop();
        }
    }
    for name in names {
        if name == "none" {
            continue;
        }
        let format = Format::from_name(name).ok_or_else(|| unknown_format(name))?;
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    Ok(formats)
}

/// Limits by name, as in `steps=1000,memory=2G`: `K`, `M` and `G` behind a number are powers of 1024.
///
/// # Errors
/// A name that is not a limit, or a number that is not one.
pub fn limits(list: &str, limits: &mut Limits) -> Result<(), String> {
    for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((name, number)) = part.split_once('=') else {
            return Err(format!("--limits: '{part}' is not NAME=NUMBER"));
        };
        let number = number.trim();
        let (digits, shift) = match number.strip_suffix(['K', 'M', 'G']) {
            Some(digits) if number.ends_with('K') => (digits, 10),
            Some(digits) if number.ends_with('M') => (digits, 20),
            Some(digits) => (digits, 30),
            None => (number, 0),
        };
        let value: u64 = digits
            .parse()
            .map_err(|_| format!("--limits: '{number}' is not a number"))?;
        let value = value.saturating_mul(1 << shift);
        limits
            .set(name.trim(), value)
            .map_err(|why| format!("--limits: {why}"))?;
    }
    Ok(())
}

/// The directory as an absolute path without repeated slashes, not otherwise changed: dependency files show it, and the
/// reference leaves `.` and `..` in.
pub fn absolute(path: &str) -> PathBuf {
    let whole = if path.starts_with('/') {
        path.to_owned()
    } else {
        // Without a current directory nothing relative can be found anyway.
        let current = std::env::current_dir().unwrap_or_default();
        format!("{}/{path}", current.display())
    };
    let parts: Vec<&str> = whole.split('/').filter(|part| !part.is_empty()).collect();
    PathBuf::from(format!("/{}", parts.join("/")))
}

/// The directories of the include path.
///
/// # Errors
/// One does not exist or is not a directory.
pub fn include_path(value: Option<&str>) -> Result<Vec<PathBuf>, String> {
    let Some(value) = value else {
        return Ok(vec![std::env::current_dir().unwrap_or_default()]);
    };
    let directories: Vec<PathBuf> = value
        .split(':')
        .filter(|part| !part.trim().is_empty())
        .map(absolute)
        .collect();
    let missing: Vec<String> = directories
        .iter()
        .filter(|dir| !dir.is_dir())
        .map(|dir| dir.display().to_string())
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "the include path must hold existing directories only; not so: {}",
            missing.join(" ")
        ));
    }
    if directories.is_empty() {
        return include_path(None);
    }
    Ok(directories)
}

/// The output directory.
///
/// # Errors
/// It does not exist or is not a directory.
pub fn output_dir(value: Option<&str>) -> Result<PathBuf, String> {
    let directory = absolute(value.unwrap_or("."));
    if directory.is_dir() {
        Ok(directory)
    } else {
        Err(format!(
            "the output directory {} must be an existing directory",
            value.unwrap_or(".")
        ))
    }
}

/// The value of `--warnings`.
///
/// # Errors
/// It is not one.
pub fn warnings(value: &str) -> Result<Warnings, String> {
    match value {
        "off" => Ok(Warnings::Off),
        "on" => Ok(Warnings::On),
        "fatal" => Ok(Warnings::Fatal),
        _ => Err(format!(
            "the value of --warnings must be off, on or fatal, not '{value}'"
        )),
    }
}

/// The form of messages that an option of this name asks for.
///
/// # Errors
/// There is no such form.
pub fn messages(given: Option<(&str, &str)>) -> Result<Messages, String> {
    let Some((option, value)) = given else {
        return Ok(Messages::default());
    };
    match value {
        "human" => Ok(Messages::Human),
        "short" => Ok(Messages::Short),
        "json" => Ok(Messages::Json),
        "sarif" => Ok(Messages::Sarif),
        _ => Err(format!(
            "the value of --{option} must be human, short, json or sarif, not '{value}'{}",
            meant(value, ["human", "short", "json", "sarif"])
        )),
    }
}

/// The value of `--color`.
///
/// # Errors
/// It is not one.
pub fn color(value: Option<&str>) -> Result<Color, String> {
    match value {
        None | Some("auto") => Ok(Color::Auto),
        Some("always") => Ok(Color::Always),
        Some("never") => Ok(Color::Never),
        Some(value) => Err(format!(
            "the value of --color must be auto, always or never, not '{value}'{}",
            meant(value, ["auto", "always", "never"])
        )),
    }
}

fn unknown_format(name: &str) -> String {
    let known = Format::ALL.into_iter().map(Format::name);
    format!("unknown formatter: {name}{}", meant(name, known))
}

/// What somebody may have meant, in brackets; nothing if nothing is similar.
fn meant(value: &str, known: impl IntoIterator<Item = &'static str>) -> String {
    pan_diagnostics::did_you_mean(value, known)
        .map(|hint| format!(" ({hint})"))
        .unwrap_or_default()
}

/// The value of `--completion`.
///
/// # Errors
/// There is no script for this shell.
pub fn shell(value: &str) -> Result<String, String> {
    match pan_options::completion::SHELLS.contains(&value) {
        true => Ok(value.to_owned()),
        false => Err(format!(
            "the value of --completion must be bash, zsh or fish, not '{value}'"
        )),
    }
}

/// The template files: those on the command line and those of `--files-from`.
///
/// # Errors
/// A list cannot be read.
pub fn files(given: Scanned) -> Result<Texts, String> {
    let mut files = given.files;
    for (_, list) in given.options.iter().filter(|(name, _)| *name == "files-from") {
        let read = match list.as_str() {
            "-" => std::io::read_to_string(std::io::stdin()),
            file => std::fs::read_to_string(file),
        };
        let text = read.map_err(|error| format!("cannot read the list of files {list}: {error}"))?;
        // `find -print0` writes zero bytes instead of line ends.
        let separator = if text.contains('\0') { '\0' } else { '\n' };
        let names = text.split(separator).map(|name| name.trim_end_matches('\r'));
        for name in names.filter(|name| !name.is_empty()) {
            files.push(name);
        }
    }
    Ok(files)
}

fn number(name: &str, value: &str) -> Result<u32, String> {
    let number: Option<i32> = value.parse().ok();
    number
        .and_then(|number| u32::try_from(number).ok())
        .ok_or_else(|| {
            format!("the value of --{name} must be a number: '{value}' is not a number from 0 to 2147483647")
        })
}

/// A number above zero.
///
/// # Errors
/// It is not one.
pub fn positive(name: &str, value: Option<&str>, default: u32) -> Result<u32, String> {
    match value.map(|value| number(name, value)).transpose()? {
        None => Ok(default),
        Some(0) => Err(format!("the value of --{name} must be larger than 0")),
        Some(number) => Ok(number),
    }
}

/// The number of threads: that of the processors, or fewer.
///
/// # Errors
/// The value is not a number.
pub fn threads(value: Option<&str>) -> Result<NonZeroUsize, String> {
    let processors = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let wanted = value
        .map(|value| number("nthread", value))
        .transpose()?
        .unwrap_or(0);
    let wanted = usize::try_from(wanted).ok().and_then(NonZeroUsize::new);
    Ok(wanted.map_or(processors, |wanted| wanted.min(processors)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_formats() {
        let names = |list: &str| {
            let names = |formats: Vec<Format>| formats.iter().map(|format| format.name()).collect::<Vec<_>>();
            formats(list).map(names)
        };
        for (list, expected) in [
            ("pan , dep", Ok(vec!["pan", "dep"])),
            ("pan,,", Ok(vec!["pan"])),
            (",", Ok(vec![])),
            ("none,json,json", Ok(vec!["json"])),
            ("", Err("unknown formatter: ")),
            (",pan", Err("unknown formatter: ")),
            ("pan,,dep", Err("unknown formatter: ")),
            (" pan", Err("unknown formatter:  pan (did you mean 'pan'?)")),
            ("pan ", Err("unknown formatter: pan  (did you mean 'pan'?)")),
            ("PAN", Err("unknown formatter: PAN (did you mean 'pan'?)")),
        ] {
            assert_eq!(names(list), expected.map_err(str::to_owned), "{list:?}");
        }
    }

    #[test]
    fn numbers() {
        for (text, number) in [
            ("+5", Some(5)),
            ("-0", Some(0)),
            ("2147483647", Some(2_147_483_647)),
        ] {
            assert_eq!(super::number("n", text).ok(), number);
        }
        for text in ["-1", "", " 5", "1.5", "2147483648"] {
            assert!(super::number("n", text).is_err(), "{text}");
        }
    }

    #[test]
    fn directories_are_spelled_as_the_reference_spells_them() {
        let current = std::env::current_dir().unwrap();
        assert_eq!(absolute("/a//b/./c/"), PathBuf::from("/a/b/./c"));
        assert_eq!(absolute("."), PathBuf::from(format!("{}/.", current.display())));
        assert_eq!(
            absolute("x/../y//"),
            PathBuf::from(format!("{}/x/../y", current.display()))
        );
        assert_eq!(absolute("/"), PathBuf::from("/"));
    }
}
