//! What the engine is told, made of the settings.

use std::sync::Arc;

use pan_diagnostics::render;
use pan_eval::builtin::pattern::{Flags, Pattern};
use pan_eval::{DebugFilter, Limits, Options};
use pan_value::{Dict, Kind, Value};

use crate::options::Settings;

/// The options of the settings.
///
/// # Errors
/// A pattern of template names or the initial data cannot be used.
pub fn options(settings: &Settings) -> Result<Options, String> {
    let initial = settings.initial_data.as_deref().map(initial_data).transpose()?;
    let include = settings.debug_include.as_deref().map(name_pattern).transpose()?;
    let exclude = settings.debug_exclude.as_deref().map(name_pattern).transpose()?;
    let debug = include.map(|include| -> DebugFilter {
        let matches = |pattern: &Pattern, name: &str| pattern.is_match(name).unwrap_or(false);
        Arc::new(move |name: &str| {
            matches(&include, name) && !exclude.as_ref().is_some_and(|exclude| matches(exclude, name))
        })
    });
    Ok(Options {
        warnings: settings.warnings,
        debug,
        initial,
        sharing: settings.sharing,
        ..Options::default()
    })
}

/// A pattern that must match a whole template name.
///
/// # Errors
/// It is not a pattern.
pub fn name_pattern(text: &str) -> Result<Pattern, String> {
    let flags = Flags::default();
    let steps = Limits::default().regex_steps;
    // The pattern alone must be one: it may not close the group around it.
    Pattern::compile(&Arc::from(text), flags, steps)
        .and_then(|_| Pattern::compile(&Arc::from(format!("\\A(?:{text})\\z")), flags, steps))
        .map_err(|error| error.to_string())
}

/// The value of `--initial-data`: constant DML that gives a dict. Nothing but blanks is an empty dict.
fn initial_data(text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Ok(Value::dict(Dict::new()));
    }
    match pan_eval::constant(text, "--initial-data") {
        Ok(value) if value.kind() == Kind::Dict => Ok(value),
        Ok(value) => Err(format!(
            "--initial-data must be a dict, not {}",
            value.type_name()
        )),
        Err(diagnostics) => {
            let lines: Vec<String> = diagnostics.iter().map(render::short).collect();
            Err(format!(
                "--initial-data must be constant DML that gives a dict\n{}",
                lines.join("\n")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_names_match_as_a_whole() {
        let matches = |pattern: &str, name: &str| name_pattern(pattern).unwrap().is_match(name).unwrap();
        assert!(matches("a|ab", "ab"));
        assert!(!matches("a", "ab"));
        assert!(name_pattern("a)(b").is_err());
    }

    #[test]
    fn initial_trees() {
        let value = initial_data("dict('a', list(1))").map(|value| value.to_string());
        assert_eq!(value.as_deref(), Ok("{ a, [ 1 ] }"));
        assert_eq!(
            initial_data("  ").map(|value| value.to_string()).as_deref(),
            Ok("{  }")
        );
        assert!(
            initial_data("list()")
                .unwrap_err()
                .contains("must be a dict, not list")
        );
        assert!(initial_data("dict(").unwrap_err().contains("error ["));
        assert!(initial_data("dict('a', X)").unwrap_err().contains("error ["));
    }
}
