//! Templates that came in have to parse.

use std::sync::Arc;

use aq_git::{Incoming, NewTemplate};
use pan_diagnostics::{Severity, Source};

use super::refused;
use crate::error::{CommandError, Result};

/// Templates whose texts are held at a time.
const AT_A_TIME: usize = 256;
/// Errors that are shown; the rest is counted.
const SHOWN: usize = 20;

/// Parses the templates, on several threads.
///
/// # Errors
/// The diagnostics of those that do not parse.
pub fn check(incoming: &Incoming, templates: &[NewTemplate], threads: usize) -> Result<()> {
    let mut found = Vec::new();
    for batch in templates.chunks(AT_A_TIME) {
        let ids: Vec<_> = batch.iter().map(|template| template.id).collect();
        let texts = incoming.texts(&ids).map_err(refused)?;
        let all: Vec<(&NewTemplate, String)> = batch.iter().zip(texts).collect();
        let share = all.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            let running: Vec<_> = all
                .chunks(share)
                .map(|part| {
                    scope.spawn(move || {
                        part.iter()
                            .filter_map(|(t, text)| faults(&t.path, text))
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            for thread in running {
                match thread.join() {
                    Ok(faults) => found.extend(faults),
                    Err(_) => return Err(CommandError::internal("the parser has panicked")),
                }
            }
            Ok(())
        })?;
    }
    if found.is_empty() {
        return Ok(());
    }
    let count = found.len();
    let mut text = match count {
        1 => "A template does not parse:\n".to_owned(),
        _ => format!("{count} templates do not parse:\n"),
    };
    for fault in found.iter().take(SHOWN) {
        text.push_str(fault);
        text.push('\n');
    }
    if count > SHOWN {
        text.push_str(&format!("... and {} more.\n", count - SHOWN));
    }
    Err(CommandError::compile(text.trim_end())
        .hint("Nothing was taken in. Mend the templates, commit, and send them again."))
}

/// The errors of a template, if it has any.
fn faults(path: &str, text: &str) -> Option<String> {
    let text: Arc<str> = text.into();
    let parse = pan_syntax::parse(&text);
    if parse.errors.is_empty() {
        return None;
    }
    let name = path.rsplit_once('.').map_or(path, |(name, _)| name);
    let source = Source::new(name, path, text);
    let lines: Vec<String> = parse
        .diagnostics(&source)
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .take(SHOWN)
        .map(|diagnostic| {
            pan_diagnostics::render::human(diagnostic, false)
                .trim_end()
                .to_owned()
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
