//! What there is to know about one template file and its results before its dependencies are looked at.

use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::GzDecoder;
use pan_output::Format;
use rustc_hash::FxHashMap;

use super::index::{Index, Lines};
use super::line::Line;
use super::stamp::Stamp;
use super::verdict::Reason;

/// What a template file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Template {
    /// Missing, or not correct.
    Incorrect,
    /// Correct, and no object.
    Other,
    /// A correct object template.
    Object(Arc<str>),
}

/// What is known of one file.
#[derive(Debug)]
pub struct Facts {
    /// The file.
    pub file: Arc<str>,
    /// What it is, and in which state.
    pub template: (Template, Option<Stamp>),
    /// Of an object.
    pub object: Option<Object>,
}

/// What is known of an object.
#[derive(Debug)]
pub struct Object {
    /// When the oldest of its results was written, and what it depends on.
    pub results: Result<(i64, List), Reason>,
}

/// A dependency file.
#[derive(Debug)]
pub struct List {
    /// Its name.
    pub file: Arc<str>,
    /// Its state.
    pub stamp: Stamp,
    /// Numbers of its lines.
    pub lines: Arc<[u32]>,
}

/// Where facts come from.
pub struct Facility<'a> {
    /// What was known before.
    pub index: &'a Index,
    /// Lines, those of the index first.
    pub lines: &'a Mutex<Lines>,
    /// The directory of the results.
    pub directory: &'a Path,
    /// The results that there have to be.
    pub formats: &'a [Format],
    /// Reads a template that the index does not know.
    pub read: &'a (dyn Fn(&str) -> Template + Sync),
}

/// Lines that one thread has seen.
pub type Seen = FxHashMap<Box<str>, u32>;

impl Facility<'_> {
    /// What is known of a file.
    pub fn facts(&self, file: &str, seen: &mut Seen) -> Facts {
        let stamp = Stamp::of(file);
        let known = self.index.templates.get_key_value(file);
        let (file, template) = match (known, stamp) {
            (Some((file, (known, object))), Some(stamp)) if *known == stamp => {
                let template = object.clone().map_or(Template::Other, Template::Object);
                (Arc::clone(file), template)
            }
            (_, Some(_)) => (Arc::from(file), (self.read)(file)),
            (_, None) => (Arc::from(file), Template::Incorrect),
        };
        let object = match &template {
            Template::Object(name) => Some(Object {
                results: self.results(name, seen),
            }),
            _ => None,
        };
        Facts {
            file,
            template: (template, stamp),
            object,
        }
    }

    /// The format of the dependency file that counts. There always has to be one.
    fn list_format(&self) -> Format {
        match self.formats.contains(&Format::DepGz) {
            true => Format::DepGz,
            false => Format::Dep,
        }
    }

    fn results(&self, name: &str, seen: &mut Seen) -> Result<(i64, List), Reason> {
        let directory = self.directory.display();
        let list_format = self.list_format();
        let mut oldest = i64::MAX;
        for format in self.formats.iter().filter(|format| **format != list_format) {
            let file = format!("{directory}/{name}.{}", format.suffix());
            let Some(stamp) = Stamp::of(&file) else {
                return Err(Reason::NoResult(file));
            };
            oldest = oldest.min(stamp.modified);
        }
        let file = format!("{directory}/{name}.{}", list_format.suffix());
        let Some(stamp) = Stamp::of(&file) else {
            return Err(Reason::NoResult(file));
        };
        let (file, lines) = match self.index.lists.get_key_value(&*file) {
            Some((file, (known, lines))) if *known == stamp => (Arc::clone(file), Arc::clone(lines)),
            _ => match self.lines(&file, list_format, seen) {
                Some(lines) => (Arc::from(file), lines),
                None => return Err(Reason::BadList(file)),
            },
        };
        Ok((oldest.min(stamp.modified), List { file, stamp, lines }))
    }

    /// The lines of a dependency file; `None` if there is one that is none.
    fn lines(&self, file: &str, format: Format, seen: &mut Seen) -> Option<Arc<[u32]>> {
        let bytes = std::fs::read(file).ok()?;
        let text = match format {
            Format::DepGz => {
                let mut text = String::new();
                GzDecoder::new(&*bytes).read_to_string(&mut text).ok()?;
                text
            }
            _ => String::from_utf8(bytes).ok()?,
        };
        let number = |text: &str| {
            if let Some(number) = seen.get(text) {
                return Some(*number);
            }
            let line = Line::parse(text)?;
            let number = self
                .lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .number(line);
            seen.insert(text.into(), number);
            Some(number)
        };
        text.split_terminator('\n').map(number).collect()
    }
}
