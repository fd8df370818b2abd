//! From the text of an argument to a typed value.

use std::net::IpAddr;

use uuid::Uuid;

use crate::error::{ArgumentError, ErrorKind, listed};
use crate::mac;
use crate::nearest::nearest;
use crate::option::{Opt, OptType};
use crate::value::Value;

/// Converts one text according to the option's type.
pub(crate) fn convert(option: &Opt, text: &str) -> Result<Value, ArgumentError> {
    if !text.is_ascii() && option.kind != OptType::Json {
        let message = format!("Only ASCII characters are allowed for --{}.", option.name);
        return Err(ArgumentError::new(ErrorKind::NotAscii, message));
    }
    let expected = |what: &str| {
        let message = format!(
            "Expected {what} for --{}, got '{}'.",
            option.name,
            shortened(text)
        );
        ArgumentError::new(ErrorKind::BadValue, message)
    };
    Ok(match option.kind {
        OptType::String | OptType::File => Value::String(text.to_owned()),
        OptType::Flag | OptType::Boolean => Value::Bool(boolean(text).ok_or_else(|| {
            expected("a boolean value")
                .with_hint(Some("Use true or false, yes or no, on or off, 1 or 0.".into()))
        })?),
        OptType::Int => Value::Int(text.trim().parse().map_err(|_| expected("an integer"))?),
        OptType::Float => Value::Float(
            text.trim()
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .ok_or_else(|| expected("a number"))?,
        ),
        OptType::Ip => Value::Ip(address(text).ok_or_else(|| expected("an IP address"))?),
        OptType::Mac => Value::Mac(mac::normalise(text).ok_or_else(|| {
            expected("a MAC address").with_hint(Some(
                "Write it as six pairs of hexadecimal digits: 00:1b:21:0a:0b:0c.".into(),
            ))
        })?),
        OptType::Enum => Value::String(
            enumeration(option, text)
                .map_err(|hint| expected("one of the defined values").with_hint(Some(hint)))?,
        ),
        OptType::List => Value::List(list(option, text)?),
        OptType::Json => {
            Value::Json(serde_json::from_str(text).map_err(|error| {
                expected("JSON").with_hint(Some(format!("The text is not JSON: {error}.")))
            })?)
        }
        OptType::Uuid => Value::Uuid(Uuid::try_parse(text.trim()).map_err(|_| expected("a UUID"))?),
        OptType::Dict => {
            Value::Dict(dict(text).ok_or_else(|| expected("key=value,key=value with distinct keys"))?)
        }
    })
}

/// The texts of a repeatable option: a JSON list as clients send it, or the commas of a command line.
pub(crate) fn split_repeated(option: &Opt, text: &str) -> Result<Vec<String>, ArgumentError> {
    if !text.trim_start().starts_with('[') {
        return Ok(text.split(',').map(str::to_owned).collect());
    }
    let items: Vec<serde_json::Value> = serde_json::from_str(text).map_err(|error| {
        let message = format!("Expected a JSON list for --{}: {error}.", option.name);
        ArgumentError::new(ErrorKind::BadValue, message)
    })?;
    Ok(items
        .into_iter()
        .map(|item| match item {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        })
        .collect())
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "on" | "enabled" => Some(true),
        "false" | "no" | "n" | "0" | "off" | "disabled" => Some(false),
        _ => None,
    }
}

/// IPv4 addresses written as IPv6 are refused: two spellings of one address would defeat every search for it.
fn address(text: &str) -> Option<IpAddr> {
    match text.trim().parse().ok()? {
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some() => None,
        address => Some(address),
    }
}

fn enumeration(option: &Opt, text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(value) = option
        .values
        .iter()
        .find(|value| value.to_ascii_lowercase() == text)
    {
        return Ok((*value).to_owned());
    }
    let near: Vec<String> = nearest(&text, option.values.iter().copied())
        .into_iter()
        .map(str::to_owned)
        .collect();
    Err(if near.is_empty() {
        format!("Use one of {}.", option.values.join(", "))
    } else {
        format!("Did you mean {}?", listed(&near, "or"))
    })
}

/// One entry per line; empty lines and lines that begin with `#` are comments.
fn list(option: &Opt, text: &str) -> Result<Vec<String>, ArgumentError> {
    let mut entries: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for entry in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if !seen.insert(entry) {
            let message = format!("The list of --{} contains {entry} twice.", option.name);
            return Err(ArgumentError::new(ErrorKind::BadValue, message));
        }
        entries.push(entry.to_owned());
    }
    Ok(entries)
}

fn dict(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
        let (key, value) = pair.split_once('=')?;
        let key = key.trim();
        if key.is_empty() || pairs.iter().any(|(known, _)| known == key) {
            return None;
        }
        pairs.push((key.to_owned(), value.trim().to_owned()));
    }
    Some(pairs)
}

/// Enough of a value to recognise it in a message.
fn shortened(text: &str) -> String {
    const LENGTH: usize = 60;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    text.chars().take(LENGTH).chain("...".chars()).collect()
}
