//! Results are data; this module renders them as `raw`, `csv` or `json`.
//!
//! `raw` keeps the reference's labels and layout because scripts match on them; `csv` uses the reference's columns;
//! `json` is always a list.

mod csv_table;
mod raw;

pub use csv_table::Columns;
pub use raw::Raw;

use std::sync::Arc;

use serde_json::Value;

use crate::error::{CommandError, Result};
use crate::progress::{Entry, Level};

/// A typed result that the formats know how to render. One implementation per kind of object, in `view/`.
pub trait View: Send {
    /// Text with the reference's labels.
    fn raw(&self, out: &mut Raw);

    /// Rows of the csv form; `None` when the object has no csv form in the reference.
    fn csv(&self) -> Option<Vec<Columns>> {
        None
    }

    /// The object as JSON, with every value that `raw` shows.
    fn json(&self) -> Value;
}

/// What a command returns.
pub enum Answer {
    /// Done, nothing to print.
    Nothing,
    /// Objects, rendered by the format that the caller asked for.
    Objects(Vec<Box<dyn View>>),
    /// One name per line (most searches, the generated name of `add_rack`).
    Names(Vec<String>),
    /// Text that is not an object: a template, a report.
    Text(String),
    /// The lines of another request as they come.
    Progress(Arc<Entry>, Level),
}

impl Answer {
    /// One object.
    pub fn object(view: impl View + 'static) -> Answer {
        Answer::Objects(vec![Box::new(view)])
    }

    /// Several objects of one kind.
    pub fn objects<V: View + 'static>(views: impl IntoIterator<Item = V>) -> Answer {
        Answer::Objects(views.into_iter().map(|v| Box::new(v) as Box<dyn View>).collect())
    }
}

/// Output formats of this broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text for people and for the scripts that match on it.
    Raw,
    /// Comma separated values.
    Csv,
    /// JSON, always a list.
    Json,
}

impl Format {
    /// The format that the path asked for.
    pub fn of(format: aq_catalogue::Format) -> Result<Format> {
        match format {
            aq_catalogue::Format::Raw => Ok(Format::Raw),
            aq_catalogue::Format::Csv => Ok(Format::Csv),
            aq_catalogue::Format::Json => Ok(Format::Json),
            other => Err(CommandError::unimplemented(format!(
                "Output format {} is not offered.",
                other.name()
            ))
            .hint("Formats of this broker: raw, csv, json.")),
        }
    }

    /// Value of the Content-Type header.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Raw => "text/plain; charset=utf-8",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Json => "application/json",
        }
    }

    /// Renders an answer; [`Answer::Progress`] is streamed by the HTTP layer and is empty here.
    pub fn render(self, answer: &Answer) -> Result<String> {
        match (self, answer) {
            (_, Answer::Nothing | Answer::Progress(..)) => Ok(String::new()),
            (Format::Raw, Answer::Text(text)) | (Format::Csv, Answer::Text(text)) => Ok(text.clone()),
            (Format::Raw, Answer::Names(names)) => Ok(names.join("\n")),
            (Format::Csv, Answer::Names(names)) => {
                csv_table::render(names.iter().map(|n| Columns::new().add(n)))
            }
            (Format::Json, Answer::Text(text)) => Ok(pretty(&Value::from(vec![text.as_str()]))),
            (Format::Json, Answer::Names(names)) => Ok(pretty(&Value::from(names.as_slice()))),
            (Format::Raw, Answer::Objects(views)) => {
                let mut out = Raw::default();
                views.iter().for_each(|v| v.raw(&mut out));
                Ok(out.finish())
            }
            (Format::Csv, Answer::Objects(views)) => {
                let mut rows = Vec::new();
                for view in views {
                    rows.extend(view.csv().ok_or_else(|| {
                        CommandError::argument("This kind of object has no csv form.")
                            .hint("Use --format json.")
                    })?);
                }
                csv_table::render(rows)
            }
            (Format::Json, Answer::Objects(views)) => {
                Ok(pretty(&Value::Array(views.iter().map(|v| v.json()).collect())))
            }
        }
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
