use std::sync::Arc;

use pan_diagnostics::{Class, Diagnostic, Frame, FrameKind, Location, codes};
use pan_value::Key;

use super::error::fault;
use super::{Evaluator, Flow, Interrupt};
use crate::deps::Note;
use crate::ir::{Span, Template};
use crate::world::join;

/// A template on the load path.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// Compiled.
    Template(Arc<Template>),
    /// There, but it cannot be compiled.
    Broken(Vec<Diagnostic>),
    /// There, but its own name is another, shorter one (a name on the load path asked for with a part of the path in front).
    Misnamed(Box<Diagnostic>),
    /// Not there.
    Missing,
}

impl Evaluator<'_> {
    /// Searches the load path for a template and compiles it. `used`: it will be run.
    fn search(&mut self, name: &Key, used: bool, span: Span) -> Flow<Lookup> {
        let (found, notes) = self.search_world(name, used, span)?;
        notes.into_iter().for_each(|note| self.note_read(note));
        Ok(found)
    }

    fn search_world(&mut self, name: &Key, used: bool, span: Span) -> Flow<(Lookup, Vec<Note>)> {
        let Some(job) = self.job else {
            return Err(self.not_constant(span));
        };
        self.recorder.read_load_path(&self.load_path);
        let mut notes = Vec::new();
        let found = job.world.find_template(name, &self.load_path, &mut |missed| {
            notes.push(Note::MissedTemplate(Arc::from(missed)));
        });
        match found {
            Ok(Some(found)) => {
                notes.push(Note::template(name, &found, used));
                let lookup = job.engine.lowered(name, &found.source, job.options);
                if let Lookup::Template(template) = &lookup
                    && used
                {
                    job.session.ahead().will_run(template, &self.load_path);
                }
                Ok((lookup, notes))
            }
            Ok(None) => {
                if !used {
                    notes.push(Note::AbsentTemplate(name.shared()));
                }
                Ok((Lookup::Missing, notes))
            }
            Err(error) => {
                // Whichever of them it was: were it there and readable, the outcome would be another.
                for prefix in self.load_path.iter() {
                    Note::MissedTemplate(join(prefix, name)).add_to(&mut self.reads);
                }
                let message = format!("cannot read template '{name}': {error}");
                Err(self.fail(span, fault(codes::system::SOURCES, message)))
            }
        }
    }

    /// Records what was looked up.
    pub(super) fn note_read(&mut self, note: Note) {
        note.add_to(&mut self.reads);
        self.recorder.note(|| note);
    }

    /// The template to be run, and whether it is loaded for the first time.
    pub(crate) fn load(&mut self, name: &Key, span: Span) -> Flow<(Arc<Template>, bool)> {
        self.recorder.load(name, self.loaded.get(name), false);
        if let Some(template) = self.loaded.get(name) {
            return Ok((Arc::clone(template), false));
        }
        match self.search(name, true, span)? {
            Lookup::Template(template) => {
                self.recorder.load(name, None, true);
                Arc::make_mut(&mut self.loaded).insert(name.clone(), Arc::clone(&template));
                Ok((template, true))
            }
            Lookup::Broken(diagnostics) => Err(self.broken(name, diagnostics, span)),
            Lookup::Misnamed(diagnostic) => Err(self.broken(name, vec![*diagnostic], span)),
            Lookup::Missing => Err(self.fail(span, self.missing_template(name))),
        }
    }

    /// Is there a template of this name? One that breaks the rules of the language counts, one that is named otherwise does
    /// not, and one that cannot even be parsed is an error.
    pub(super) fn template_exists(&mut self, name: &Key, span: Span) -> Flow<bool> {
        self.recorder.load(name, self.loaded.get(name), false);
        if self.loaded.contains_key(name) {
            return Ok(true);
        }
        match self.search(name, false, span)? {
            Lookup::Template(_) => Ok(true),
            Lookup::Broken(diagnostics) if diagnostics.iter().any(|d| d.class == Class::Parse) => {
                Err(self.broken(name, diagnostics, span))
            }
            Lookup::Broken(_) => Ok(true),
            Lookup::Misnamed(_) | Lookup::Missing => Ok(false),
        }
    }

    /// The object template of another object, if there is one; recorded as used.
    pub(super) fn object_template(&mut self, name: &Key, span: Span) -> Flow<Option<Arc<Template>>> {
        if let Some(template) = self.loaded.get(name) {
            return Ok(Some(Arc::clone(template)));
        }
        match self.search(name, true, span)? {
            Lookup::Template(template) => {
                self.recorder.load(name, None, true);
                Arc::make_mut(&mut self.loaded).insert(name.clone(), Arc::clone(&template));
                Ok(Some(template))
            }
            Lookup::Broken(diagnostics) => Err(self.broken(name, diagnostics, span)),
            Lookup::Misnamed(diagnostic) if **name == *self.object() => {
                Err(self.broken(name, vec![*diagnostic], span))
            }
            Lookup::Misnamed(_) | Lookup::Missing => Ok(None),
        }
    }

    /// The first error of a template that cannot be compiled, as an error of this object; the others are kept with it.
    fn broken(&mut self, name: &Key, diagnostics: Vec<Diagnostic>, span: Span) -> Interrupt {
        let object: Arc<str> = Arc::from(self.object());
        let mut provenance = self.frames();
        if self.height() > 0 || self.source.name() != &object {
            let location = Some(Location::new(&self.source, span));
            provenance.insert(
                0,
                Frame {
                    kind: FrameKind::Include,
                    name: name.shared(),
                    location,
                },
            );
        }
        let mut errors = diagnostics.into_iter().map(|mut diagnostic| {
            diagnostic.object = Some(Arc::clone(&object));
            diagnostic.provenance.clone_from(&provenance);
            diagnostic
        });
        let first = errors.next();
        self.more.extend(errors);
        match first {
            Some(first) => Interrupt::Failed(Box::new(first)),
            None => {
                let message = format!("template '{name}' cannot be compiled");
                self.fail(span, fault(codes::system::INTERNAL, message))
            }
        }
    }
}
