use std::sync::Arc;

use pan_diagnostics::{Location, codes};
use pan_value::Path;

use super::error::fault;
use super::{Evaluator, Flow};
use crate::builtin::Fault;
use crate::ir::{Bind, BindTarget, TypeDefinition};
use crate::types::Binding;

impl Evaluator<'_> {
    pub(super) fn define_type(&mut self, definition: &TypeDefinition) -> Flow<()> {
        self.recorder.read_types();
        let defined = Arc::make_mut(&mut self.types).define(&definition.name, &definition.definition);
        self.recorder.define_type(&definition.name);
        self.here(definition.span, defined)
    }

    pub(super) fn bind(&mut self, bind: &Bind) -> Flow<()> {
        let path = match &bind.target {
            BindTarget::Static(path) => path.clone(),
            BindTarget::Dynamic(pattern) => {
                let path = self.bound_path(pattern);
                self.here(bind.span, path)?
            }
        };
        self.recorder.read_types();
        let verified = self.types.verify(&bind.definition.base);
        self.here(bind.span, verified)?;
        let location = Location::new(&self.source, bind.span);
        let binding = Binding {
            definition: Arc::clone(&bind.definition),
            location,
        };
        if let Some(mut trace) = self.trace.take() {
            trace.bound(&binding.location, || self.frames());
            self.trace = Some(trace);
        }
        self.recorder.bind(&path, &binding);
        Arc::make_mut(&mut self.bindings)
            .entry(path)
            .or_default()
            .push(binding);
        Ok(())
    }

    fn bound_path(&mut self, pattern: &str) -> Result<Path, Fault> {
        let text = crate::substitution::expand(pattern, self.limits.string_bytes, &mut |name| {
            self.global(name)?.map(|value| value.to_string()).ok_or_else(|| {
                let message = format!("undefined variable in bind path: {name}");
                let mut fault = fault(codes::evaluation::UNDEFINED_VARIABLE, message);
                fault.hint = self.similar_global(name);
                fault
            })
        })?;
        let path = Path::parse(&text).map_err(|error| fault(codes::evaluation::PATH, error.to_string()))?;
        if path.is_absolute() {
            Ok(path)
        } else {
            let message = format!("a type can be bound to an absolute path only, not '{path}'");
            Err(fault(codes::evaluation::PATH, message))
        }
    }
}
