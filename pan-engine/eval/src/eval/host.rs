use std::fmt::Write as _;
use std::sync::Arc;

use pan_diagnostics::{Location, codes};
use pan_value::Value;

use super::Evaluator;
use super::error::fault;
use super::locals::Locals;
use crate::builtin::{Fault, Host};
use crate::deps::Note;
use crate::ir::Span;
use crate::limits::Limits;
use crate::options::Warnings;
use crate::outcome::{Message, MessageKind};
use crate::world::{FileSource, join};

/// What pure functions see of the evaluator.
pub struct HostView<'v, 'a, 'b> {
    pub evaluator: &'v mut Evaluator<'a>,
    pub locals: &'v mut Locals<'b>,
    pub span: Span,
}

impl Host for HostView<'_, '_, '_> {
    fn object(&self) -> &str {
        self.evaluator.object()
    }

    fn variable(&mut self, name: &str) -> Option<Value> {
        let bounds = self.evaluator.bounds();
        let local = self.locals.slot(name).and_then(|slot| self.locals.get(slot));
        match local {
            Some(elem) => elem.freeze(bounds).ok(),
            None => self.evaluator.global(name).ok().flatten(),
        }
    }

    fn file(&mut self, name: &str) -> Result<Option<FileSource>, Fault> {
        self.evaluator.find_file(name)
    }

    fn print(&mut self, kind: MessageKind, text: String) {
        self.evaluator.recorder.message(kind);
        // Counts as data: the next that is made reaches the limit.
        self.evaluator.use_up(0, text.len() as u64);
        if self.evaluator.messages.len() < self.evaluator.limits.messages {
            self.evaluator.messages.push(Message { kind, text });
        }
    }

    fn traceback(&self) -> String {
        let evaluator = &self.evaluator;
        let here = Location::new(&evaluator.source, self.span);
        let mut text = format!(">>> call stack trace \n>>> {here}\n");
        for frame in evaluator.frames() {
            if let Some(location) = frame.location {
                let _ = writeln!(text, ">>> {location}");
            }
        }
        text.push_str(">>> ====================\n");
        text
    }

    fn warnings(&self) -> Warnings {
        self.evaluator
            .job
            .map_or(Warnings::Off, |job| job.options.warnings)
    }

    fn is_folding(&self) -> bool {
        self.evaluator.is_folding()
    }

    fn limits(&self) -> &Limits {
        self.evaluator.limits
    }

    fn is_cancelled(&self) -> bool {
        self.evaluator.is_cancelled()
    }

    fn work(&mut self, steps: u64) {
        // Looked at with the next expression.
        self.evaluator.use_up(steps, 0);
    }
}

impl Evaluator<'_> {
    /// The file with this name along the load path.
    fn find_file(&mut self, name: &str) -> Result<Option<FileSource>, Fault> {
        let Some(job) = self.job else {
            return Err(fault(
                codes::syntax::NOT_CONSTANT,
                "files cannot be read when constants are folded",
            ));
        };
        if !pan_value::is_template_name(name) {
            let message = format!("'{name}' is not a valid file name");
            return Err(fault(codes::evaluation::ARGUMENT, message));
        }
        self.recorder.read_load_path(&self.load_path);
        let mut notes = Vec::new();
        let found = job.world.find_file(name, &self.load_path, &mut |missed| {
            notes.push(Note::MissedFile(Arc::from(missed)));
        });
        notes.into_iter().for_each(|note| self.note_read(note));
        match found {
            Ok(Some(found)) => {
                self.note_read(Note::file(name, &found));
                Ok(Some(found.source))
            }
            Ok(None) => {
                self.note_read(Note::AbsentFile(Arc::from(name)));
                Ok(None)
            }
            Err(error) => {
                for prefix in self.load_path.iter() {
                    Note::MissedFile(join(prefix, name)).add_to(&mut self.reads);
                }
                Err(fault(
                    codes::system::SOURCES,
                    format!("cannot read '{name}': {error}"),
                ))
            }
        }
    }
}
