//! In which templates `debug` and `traceback` print: what `aq compile --pancinclude` asks for.

use std::sync::Arc;

use pan_eval::DebugFilter;
use regex::Regex;

use crate::error::{CommandError, Result};

/// Patterns of template names.
#[derive(Debug, Clone)]
pub struct DebugTemplates {
    include: Regex,
    exclude: Option<Regex>,
}

impl DebugTemplates {
    /// Templates whose whole name matches `include` and does not match `exclude`.
    pub fn new(include: &str, exclude: Option<&str>) -> Result<DebugTemplates> {
        Ok(DebugTemplates {
            include: pattern("--pancinclude", include)?,
            exclude: exclude.map(|text| pattern("--pancexclude", text)).transpose()?,
        })
    }

    /// The question as the engine asks it.
    pub fn filter(&self) -> DebugFilter {
        let own = self.clone();
        Arc::new(move |name: &str| own.covers(name))
    }

    fn covers(&self, name: &str) -> bool {
        self.include.is_match(name)
            && !self
                .exclude
                .as_ref()
                .is_some_and(|exclude| exclude.is_match(name))
    }
}

fn pattern(option: &str, text: &str) -> Result<Regex> {
    // The pattern alone must be one: it may not close the group around it.
    Regex::new(text)
        .and_then(|_| Regex::new(&format!(r"\A(?:{text})\z")))
        .map_err(|error| CommandError::argument(format!("{option}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_matched() {
        let all_but = DebugTemplates::new(".*", Some("components/spma/functions.*")).unwrap();
        assert!(all_but.covers("components/spma/config"));
        assert!(!all_but.covers("components/spma/functions"));
        let one = DebugTemplates::new("os/config", None).unwrap();
        assert!(one.covers("os/config") && !one.covers("os/config2"));
        assert!(DebugTemplates::new("a)(b", None).is_err());
    }
}
