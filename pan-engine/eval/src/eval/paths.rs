use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Kind, Path, PathKind, Value};

use super::error::{element_code, fault};
use super::{Evaluator, Flow};
use crate::builtin::Fault;
use crate::deps::Note;
use crate::elem::{Elem, ElemError};
use crate::ir::Span;
use crate::sharing::Look;

fn at_path(path: &Path, error: &ElemError) -> Fault {
    let code = element_code(error, codes::evaluation::PATH);
    error.advise(fault(code, format!("{path}: {error}")))
}

impl Evaluator<'_> {
    /// The element at a path: the element itself, not a copy. `None`: nothing is there.
    pub(crate) fn get_element(&mut self, path: &Path, span: Span) -> Flow<Option<Elem>> {
        let root = match path.kind() {
            PathKind::Absolute => {
                self.settle(path.terms())?;
                self.root.clone()
            }
            PathKind::Relative => match &self.relative_root {
                Some(root) => root.clone(),
                None => {
                    let message =
                        format!("the relative path '{path}' cannot be used outside structure templates");
                    return Err(self.fail(span, fault(codes::evaluation::PATH, message)));
                }
            },
            PathKind::External(object) => match self.external(object, span)? {
                Some(root) => Elem::Fixed(root),
                None => return Ok(None),
            },
        };
        let found = root.lookup(path.terms(), true);
        self.here(span, found.map_err(|error| at_path(path, &error)))
    }

    /// The element at a path, for whoever looks at its kind only.
    pub(super) fn kind_at(&mut self, path: &Path, span: Span) -> Flow<Option<Elem>> {
        self.note_element(path, Look::Kind);
        self.get_element(path, span)
    }

    /// Is there an element at a path?
    pub(super) fn has_element(&mut self, path: &Path, span: Span) -> Flow<bool> {
        self.note_element(path, Look::Kind);
        Ok(self.copy_at(path, span)?.is_some())
    }

    /// The element at a path, for whoever looks at its value but does not change it.
    pub(crate) fn element_at(&mut self, path: &Path, span: Span) -> Flow<Option<Elem>> {
        self.note_element(path, Look::Value);
        self.copy_at(path, span)
    }

    /// As [`Evaluator::get_element`], but nothing gets an identity for it.
    pub(crate) fn copy_at(&mut self, path: &Path, span: Span) -> Flow<Option<Elem>> {
        if path.is_absolute() {
            self.settle(path.terms())?;
            if let Some(elem) = self.root.peek(path.terms()) {
                return Ok(Some(elem));
            }
        }
        self.get_element(path, span)
    }

    /// Sets or (with `None`) removes the element at a path of this object.
    pub(crate) fn put_element(&mut self, path: &Path, value: Option<Elem>, span: Span) -> Flow<()> {
        if path.is_absolute() && path.terms().is_empty() {
            return match value {
                Some(root) if root.kind() == Kind::Dict => {
                    self.recorder.lose();
                    self.root = root;
                    Ok(())
                }
                other => {
                    let kind = other.map_or("null", |elem| elem.type_name());
                    let message = format!("root element cannot be replaced by element of type {kind}");
                    Err(self.fail(span, fault(codes::evaluation::PATH, message)))
                }
            };
        }
        self.note_element_set(path);
        if path.is_absolute() {
            self.settle(path.terms())?;
        }
        let root = match (path.kind(), &mut self.relative_root) {
            (PathKind::Absolute, _) => &mut self.root,
            (PathKind::Relative, Some(root)) => root,
            _ => {
                let message = format!("the path '{path}' cannot be assigned here");
                return Err(self.fail(span, fault(codes::evaluation::PATH, message)));
            }
        };
        if root.is_protected() {
            *root = root.writable();
        }
        let root = root.clone();
        self.allocate_elements(1, span)?;
        let put = root.put_at(path.terms(), value, self.bounds());
        self.here(span, put.map_err(|error| at_path(path, &error)))
    }

    /// The tree of another object. `None`: there is no such object.
    fn external(&mut self, object: &pan_value::Key, span: Span) -> Flow<Option<Value>> {
        self.recorder.void();
        let Some(job) = self.job else {
            return Err(self.not_constant(span));
        };
        if **object == *job.object {
            self.settle(&[])?;
            let root = self.root.freeze(self.bounds());
            return self.here(span, root).map(Some);
        }
        let sources = |error: crate::world::WorldError| {
            fault(
                codes::system::SOURCES,
                format!("cannot tell about object '{object}': {error}"),
            )
        };
        let finished = job.world.profile(object).map_err(sources);
        if let Some(profile) = self.here(span, finished)? {
            Arc::make_mut(&mut self.reads).objects.insert(object.shared());
            return Ok(Some(profile.root));
        }
        let Some(template) = self.object_template(object, span)? else {
            self.note_read(Note::AbsentTemplate(object.shared()));
            return Ok(None);
        };
        if template.kind != crate::ir::TemplateKind::Object {
            let message = format!("'{object}' is not an object template");
            return Err(self.fail(span, fault(codes::evaluation::OBJECT, message)));
        }
        Arc::make_mut(&mut self.reads).objects.insert(object.shared());
        let root = job.session.root_of(job, object, self.validating);
        self.here(span, root).map(Some)
    }
}
