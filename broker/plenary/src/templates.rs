//! The embedded Tera templates.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use crate::error::PlenaryError;
use crate::filters;
use crate::name::TemplateName;

/// File stem and text of every template in `plenary-templates/`.
static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Compiled once. The sources are part of the program, so a failure is a defect of the build; it is reported by
/// every rendering instead of a panic, and a test renders each template.
static TERA: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.autoescape_on(Vec::<&'static str>::new());
    filters::register(&mut tera);
    let sources = SOURCES
        .iter()
        .map(|(name, text)| (*name, without_tag_lines(text)));
    tera.add_raw_templates(sources).map_err(|error| report(&error))?;
    Ok(tera)
});

/// Renders one template with the values of `view` and the template name as `name`.
pub(crate) fn render(
    template: &'static str,
    name: &TemplateName,
    view: &impl Serialize,
) -> Result<String, PlenaryError> {
    let failed = |message: String| PlenaryError::Template { template, message };
    let tera = TERA.as_ref().map_err(|message| failed(message.clone()))?;
    let mut context = Context::from_serialize(view).map_err(|error| failed(report(&error)))?;
    context.insert("name", name);
    tera.render(template, &context)
        .map_err(|error| failed(report(&error)))
}

/// The error with its causes: the renderer's own message only says where it happened.
fn report(error: &tera::Error) -> String {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        message.push_str(": ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}

/// A line that holds nothing but one tag or comment leaves no line in the output. The renderer's own whitespace
/// control takes every blank line with it, and blank lines matter here.
fn without_tag_lines(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let text = line.trim();
        let tag = text.starts_with("{%") && text.ends_with("%}");
        let comment = text.starts_with("{#") && text.ends_with("#}");
        out.push_str(if comment {
            ""
        } else if tag {
            text
        } else {
            line
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every printed expression ends in one of the Pan filters; the bare text of a value never reaches a template.
    #[test]
    fn templates_print_through_the_pan_filters_only() {
        let allowed = ["pan", "pan_key", "pan_braced", "pan_path", "pan_name"];
        let mut printed = 0;
        for (name, source) in SOURCES {
            let mut rest = *source;
            while let Some(start) = rest.find("{{") {
                let end = rest.find("}}").expect("closed expression");
                let expression = &rest[start + 2..end];
                let filter = expression.rsplit('|').next().expect("a part").trim();
                assert!(
                    expression.contains('|') && allowed.contains(&filter),
                    "{name}: {{{{{expression}}}}}"
                );
                rest = &rest[end + 2..];
                printed += 1;
            }
            // Other ways to print or to change what is printed.
            for tag in [
                "{% filter",
                "{% set",
                "{% include",
                "{% raw",
                "{%-",
                "-%}",
                "{{-",
                "-}}",
                "| safe",
            ] {
                assert!(!source.contains(tag), "{name}: {tag}");
            }
        }
        assert!(printed > 80, "only {printed} expressions were seen");
    }

    #[test]
    fn tag_lines_vanish_and_blank_lines_stay() {
        let source = "{# note #}\na\n\n  {% if b %}\nc\n{% endif %}\n\n{{ d }}\n";
        assert_eq!(
            without_tag_lines(source),
            "a\n\n{% if b %}c\n{% endif %}\n{{ d }}\n"
        );
    }

    #[test]
    fn all_templates_compile() {
        assert!(TERA.is_ok(), "{:?}", TERA.as_ref().err());
        assert_eq!(SOURCES.len(), 8);
    }
}
