//! Values of options.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pan_eval::Warnings;
use pan_output::Format;

use crate::options::{Color, Messages};

/// The formats of a comma-separated list; `none` stands for none. Each counts once.
///
/// # Errors
/// A name that is not a format.
pub fn formats(list: &str) -> Result<Vec<Format>, String> {
    let mut formats = Vec::new();
    for name in list.split(',').map(str::trim) {
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

/// The directory as an absolute path without repeated slashes, not otherwise changed: dependency files show it, and the
/// reference leaves `.` and `..` in.
fn absolute(path: &str) -> PathBuf {
    // Without a current directory nothing relative can be found anyway.
    let current = std::env::current_dir().unwrap_or_default();
    let whole = if path.starts_with('/') {
        path.to_owned()
    } else {
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

fn number(name: &str, value: &str) -> Result<u32, String> {
    value
        .parse()
        .ok()
        .filter(|number| i32::try_from(*number).is_ok())
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
