use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Key, Value};

use super::error::fault;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Span, TemplateKind};
use crate::job::Job;
use crate::phases::Built;

impl<'a> Evaluator<'a> {
    /// Runs the object template.
    pub(crate) fn run_object(&mut self) -> Flow<()> {
        let name = Key::new(self.object());
        let span = Span::default();
        let Some(template) = self.object_template(&name, span)? else {
            let message = format!("cannot locate object template named '{name}'");
            return Err(self.fail(span, fault(codes::evaluation::TEMPLATE_NOT_FOUND, message)));
        };
        if template.kind != TemplateKind::Object {
            let message = format!(
                "'{name}' is not an object template but of kind {}",
                template.kind.name()
            );
            return Err(self.fail(span, fault(codes::evaluation::INCLUDE_KIND, message)));
        }
        self.swap_to(&template.source);
        self.run_template(&template, true)
    }

    /// The value of an element, or the error of one that is too deep.
    pub(crate) fn value_of(&self, elem: &Elem, span: Span) -> Flow<Value> {
        self.here(span, elem.freeze(self.bounds()))
    }

    /// Lets the tree be made of parts of the trees of other objects where it is equal to them.
    pub(crate) fn unify(&mut self) -> Flow<()> {
        if let Some(store) = self.recorder.store().cloned() {
            // A list or dict that a statement made final need not stay protected: no statement follows.
            let root = self.value_of(&self.root, Span::default())?;
            let root = store.unified(root, self.types.fingerprint(), false);
            self.root = Elem::Live(crate::elem::Live::copy_of(root));
        }
        Ok(())
    }

    /// What is left when the building is over.
    pub(crate) fn built(&mut self) -> Flow<Built> {
        let mut root = self.value_of(&self.root, Span::default())?;
        if let Some(store) = self.recorder.store() {
            root = store.unified(root, self.types.fingerprint(), true);
        }
        let bounds = self.bounds();
        let globals = self.globals.freeze(bounds);
        Ok(Built {
            root,
            types: std::mem::take(&mut self.types),
            bindings: std::mem::take(&mut self.bindings),
            functions: std::mem::take(&mut self.functions),
            globals: Arc::new(self.here(Span::default(), globals)?),
            loaded: std::mem::take(&mut self.loaded),
            load_path: Arc::clone(&self.load_path),
            reads: std::mem::take(&mut self.reads),
            messages: std::mem::take(&mut self.messages),
        })
    }

    /// An evaluator to validate a built object with.
    pub(crate) fn revive(job: &'a Job<'a>, built: &Built) -> Self {
        let mut evaluator = Self {
            job: Some(job),
            ..Self::folding(job.limits)
        };
        evaluator.root = Elem::Fixed(built.root.clone());
        evaluator.types = Arc::clone(&built.types);
        evaluator.functions = Arc::clone(&built.functions);
        evaluator.globals.build_on(Arc::clone(&built.globals));
        evaluator.loaded = Arc::clone(&built.loaded);
        evaluator.load_path = Arc::clone(&built.load_path);
        evaluator.reads = Arc::clone(&built.reads);
        evaluator.messages.clone_from(&built.messages);
        evaluator.validating = true;
        evaluator
    }
}
