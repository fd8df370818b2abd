use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Key, Value};

use super::error::fault;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Span, Template, TemplateKind};
use crate::job::Job;
use crate::phases::Built;
use crate::sharing::Sharing;

impl<'a> Evaluator<'a> {
    /// The object template.
    pub(crate) fn start(&mut self) -> Flow<Arc<Template>> {
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
        Ok(template)
    }

    /// Runs the object template.
    pub(crate) fn run_object(&mut self, template: &Arc<Template>) -> Flow<()> {
        self.swap_to(&template.source);
        self.run_template(template, true)?;
        self.end_statements(template)
    }

    /// The value of an element, or the error of one that is too deep.
    pub(crate) fn value_of(&self, elem: &Elem, span: Span) -> Flow<Value> {
        self.here(span, elem.freeze(self.bounds()))
    }

    /// Fills defaults in. What is left then is the built object.
    pub(crate) fn built(&mut self) -> Flow<Built> {
        let span = Span::default();
        let followed = self.finish_following()?;
        if followed.is_none() {
            let raw = self.value_of(&self.root, span)?;
            if let Sharing::Recording(builder) = &mut self.sharing {
                builder.raw = raw;
            }
            self.fill_defaults()?;
        }
        let trace = match std::mem::take(&mut self.sharing) {
            Sharing::Recording(builder) => Some(builder),
            _ => None,
        };
        let root = self.value_of(&self.root, span)?;
        let globals = self.globals.finish(self.bounds());
        Ok(Built {
            root,
            types: std::mem::take(&mut self.types),
            bindings: std::mem::take(&mut self.bindings),
            functions: std::mem::take(&mut self.functions),
            globals: self.here(span, globals)?,
            loaded: std::mem::take(&mut self.loaded),
            load_path: Arc::clone(&self.load_path),
            reads: std::mem::take(&mut self.reads),
            messages: std::mem::take(&mut self.messages),
            followed,
            trace: trace.into(),
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
        evaluator.globals.build_on(&built.globals);
        evaluator.loaded = Arc::clone(&built.loaded);
        evaluator.load_path = Arc::clone(&built.load_path);
        evaluator.reads = Arc::clone(&built.reads);
        evaluator.messages.clone_from(&built.messages);
        evaluator.validating = true;
        evaluator
    }
}
