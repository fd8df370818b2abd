//! The form for people: heading, message, the source lines with the place marked, and the facts.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{SHOWN, facts, heading, shortened};
use crate::{Diagnostic, Location, Severity, Source, Span};

/// How many lines of source one snippet may show. A range longer than that is marked at its first line only.
const MAX_LINES: u32 = 12;

/// Heading, message with code, marked source lines, facts; no final newline. With `colour` it holds ANSI escapes.
#[must_use]
pub fn human(diagnostic: &Diagnostic, colour: bool) -> String {
    let paint = |text: &str, style: &str| match colour {
        true => format!("{style}{text}{PLAIN}"),
        false => text.to_owned(),
    };
    let (level, style) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, RED),
        Severity::Warning => (Level::WARNING, YELLOW),
    };
    let mut text = format!(
        "{}\n{} ({})",
        paint(&heading(diagnostic), style),
        paint(&shortened(&diagnostic.message, SHOWN), BOLD),
        diagnostic.code
    );
    for snippet in snippets(diagnostic) {
        text.push('\n');
        text.push_str(&draw(&snippet, level.clone(), colour));
    }
    for (name, fact) in facts(diagnostic) {
        let name = paint(&format!("{name}:"), if name == "hint" { GREEN } else { BLUE });
        text.push_str(&format!("\n   = {name} {}", fact.replace('\n', "\n     ")));
    }
    text
}

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const GREEN: &str = "\u{1b}[1;32m";
const BLUE: &str = "\u{1b}[1;34m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// A mark in one source text.
struct Mark<'a> {
    span: Span,
    message: Option<&'a str>,
    primary: bool,
}

/// Consecutive lines of one source with marks in them.
struct Excerpt<'a> {
    source: &'a Source,
    lines: (u32, u32),
    marks: Vec<Mark<'a>>,
}

/// Gathers the places of a diagnostic: the main one first, remarks joined to it where they are near.
fn snippets(diagnostic: &Diagnostic) -> Vec<Excerpt<'_>> {
    let main = diagnostic.location.iter().map(|location| (location, None, true));
    let labels = diagnostic
        .labels
        .iter()
        .map(|label| (&label.location, Some(label.message.as_str()), false));
    let mut excerpts: Vec<Excerpt<'_>> = Vec::new();
    for (location, message, primary) in main.chain(labels) {
        let Some((span, lines)) = visible(location) else {
            continue;
        };
        let mark = Mark {
            span,
            message,
            primary,
        };
        let near = excerpts.iter_mut().find(|excerpt| {
            std::ptr::eq(excerpt.source, &*location.source)
                && excerpt.lines.0.max(lines.0) - excerpt.lines.0.min(lines.0) < MAX_LINES
        });
        match near {
            Some(excerpt) => {
                excerpt.lines = (excerpt.lines.0.min(lines.0), excerpt.lines.1.max(lines.1));
                excerpt.marks.push(mark);
            }
            None => excerpts.push(Excerpt {
                source: &location.source,
                lines,
                marks: vec![mark],
            }),
        }
    }
    excerpts
}

/// The range to mark and its first and last line; nothing if the source is empty there.
fn visible(location: &Location) -> Option<(Span, (u32, u32))> {
    let source = &location.source;
    let length = u32::try_from(source.text().len()).ok()?;
    let mut span = Span::new(location.span.start.min(length), location.span.end.min(length));
    source.text().get(span.range())?;
    if source.text().is_empty() {
        return None;
    }
    let first = source.line(span.start);
    let mut last = source.line(span.end.saturating_sub(1).max(span.start));
    if last - first >= MAX_LINES {
        span = Span::new(span.start, source.line_end(first));
        last = first;
    }
    Some((span, (first, last)))
}

/// Draws one excerpt.
fn draw(excerpt: &Excerpt<'_>, level: Level<'_>, colour: bool) -> String {
    let source = excerpt.source;
    let start = source.line_start(excerpt.lines.0);
    let end = source.line_end(excerpt.lines.1);
    let mut snippet = Snippet::<Annotation<'_>>::source(source.slice(Span::new(start, end)))
        .path(source.location().as_ref())
        .line_start(excerpt.lines.0 as usize)
        .fold(true);
    for mark in &excerpt.marks {
        let kind = if mark.primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        // A mark may reach into the line end that is cut off here; the drawing library takes no range behind the text.
        let inside = |offset: u32| offset.clamp(start, end) - start;
        let span = Span::new(inside(mark.span.start), inside(mark.span.end));
        let annotation = kind.span(span.range());
        snippet = snippet.annotation(match mark.message {
            Some(message) => annotation.label(message),
            None => annotation,
        });
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[Group::with_level(level).element(snippet)])
}
