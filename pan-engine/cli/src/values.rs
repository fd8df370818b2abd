//! Values of options.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pan_eval::{Limits, Warnings};
use pan_output::Format;

use crate::options::Messages;

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
        let format = Format::from_name(name).ok_or_else(|| format!("unknown formatter: {name}"))?;
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

/// The value of `--messages`.
///
/// # Errors
/// It is not one.
pub fn messages(value: Option<&str>) -> Result<Messages, String> {
    match value {
        None | Some("human") => Ok(Messages::Human),
        Some("short") => Ok(Messages::Short),
        Some("json") => Ok(Messages::Json),
        Some(value) => Err(format!(
            "the value of --messages must be human, short or json, not '{value}'"
        )),
    }
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
