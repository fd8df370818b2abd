//! A world out of one text.

use std::collections::BTreeMap;

use pan_eval::{Engine, FileSource, Options, Profile, TemplateSource, World, WorldError};

/// What begins the lines between the parts of a text. `#>>` alone begins a template, `#>> NAME` a file. A comment in Pan, so
/// that a text of one part is an ordinary template.
const SEPARATOR: &str = "#>>";

/// Name of the object that is made of a first part that is no object template.
const NAMELESS: &str = "o";

/// Templates and files by name.
#[derive(Debug, Default)]
pub struct Parts {
    templates: BTreeMap<String, TemplateSource>,
    files: BTreeMap<String, FileSource>,
    /// The names of the object templates, the one of the first part first.
    pub objects: Vec<String>,
}

impl Parts {
    /// Splits a text. The first part is an object template whatever it says.
    pub fn split(text: &str) -> Self {
        let mut parts = Self::default();
        let engine = Engine::default();
        let mut part = String::new();
        let mut file: Option<String> = None;
        for line in text.split_inclusive('\n') {
            if let Some(name) = line.strip_prefix(SEPARATOR) {
                parts.add(&engine, file.take(), &part);
                part.clear();
                file = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
            } else {
                part.push_str(line);
            }
        }
        parts.add(&engine, file, &part);
        parts
    }

    fn add(&mut self, engine: &Engine, file: Option<String>, part: &str) {
        if let Some(name) = file {
            let source = FileSource::new(part.as_bytes(), name.as_str());
            self.files.insert(name, source);
            return;
        }
        let source = TemplateSource::new(part, "part.pan");
        let checked = engine.check(&source, &Options::default());
        let is_object = checked
            .kind
            .is_some_and(|kind| kind == pan_eval::ir::TemplateKind::Object);
        let (name, source) = match checked.name {
            Some(name) if is_object || !self.objects.is_empty() => (name.to_string(), source),
            _ if !self.objects.is_empty() => return,
            _ => {
                let text = format!("object template {NAMELESS};\n{part}");
                (NAMELESS.to_owned(), TemplateSource::new(text, "part.pan"))
            }
        };
        if (is_object || self.objects.is_empty()) && !self.objects.contains(&name) {
            self.objects.push(name.clone());
        }
        let source = TemplateSource {
            location: format!("{name}.pan").into(),
            ..source
        };
        self.templates.insert(name, source);
    }
}

impl World for Parts {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        Ok(self.templates.get(name).cloned())
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        Ok(self.files.get(name).cloned())
    }

    fn profile(&self, _object: &str) -> Result<Option<Profile>, WorldError> {
        Ok(None)
    }
}
