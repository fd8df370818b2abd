use pan_diagnostics::{Location, codes};
use pan_value::{Key, Value};
use std::sync::Arc;

use super::error::fault;
use super::self_value::SelfValue;
use super::{Evaluator, Flow, FunctionDefinition};
use crate::elem::Elem;
use crate::ir::{Function, Span, Statement, Variable, VariableValue};
use crate::sharing::Look;

impl Evaluator<'_> {
    /// Runs a statement; definitions only if the template runs for the first time.
    pub(crate) fn statement(&mut self, statement: &Statement, first: bool) -> Flow<()> {
        match statement {
            Statement::Assign(assign) => self.assign(assign),
            Statement::Variable(variable) => self.variable(variable),
            Statement::Include(include) => self.include(include),
            Statement::Function(function) if first => self.function(function),
            Statement::Type(definition) if first => self.define_type(definition),
            Statement::Bind(bind) if first => self.bind(bind),
            Statement::Function(_) | Statement::Type(_) | Statement::Bind(_) => Ok(()),
        }
    }

    fn function(&mut self, function: &Function) -> Flow<()> {
        self.recorder
            .read_function(&function.name, self.functions.get(&function.name));
        if let Some(previous) = self.functions.get(&function.name) {
            let previous = Location::new(&previous.source, previous.span);
            let message = format!(
                "the function '{}' is already defined at {previous}",
                function.name
            );
            return Err(self.fail(
                function.span,
                fault(codes::evaluation::DUPLICATE_FUNCTION, message)
                    .with_label(previous, "first defined here"),
            ));
        }
        let definition = FunctionDefinition {
            name: function.name.clone(),
            source: Arc::clone(&self.source),
            kind: self.kind,
            span: function.span,
            body: Arc::clone(&function.body),
        };
        self.recorder.define_function(&function.name);
        Arc::make_mut(&mut self.functions).insert(function.name.clone(), Arc::new(definition));
        Ok(())
    }

    fn variable(&mut self, variable: &Variable) -> Flow<()> {
        let name = &variable.name;
        self.note_global(name, Look::Kind);
        if variable.conditional && !variable.is_final && self.globals.is_defined(name) {
            // It is not touched: what is not set must go on being what it is for the object that is followed.
            return Ok(());
        }
        let current = self.globals.open(name);
        if !variable.conditional || current.is_undef() {
            let value = match &variable.value {
                VariableValue::Constant(value) => Elem::Fixed(value.clone()),
                VariableValue::Computed(block) => {
                    self.self_value = SelfValue::Variable(name.clone(), current);
                    let value = self.run_block(block)?;
                    self.self_value = SelfValue::None;
                    value
                }
            };
            self.note_global_set(name);
            self.check_aliases(&value);
            let set = self.globals.set(name, value);
            self.here(variable.span, set)?;
            self.globals.set_final(name, variable.is_final);
        } else if variable.is_final {
            self.note_global_set(name);
            self.globals.set_final(name, true);
        }
        if variable.is_final {
            let statement = Location::new(&self.source, variable.span);
            self.globals.made_final(name, statement);
        }
        self.globals.close(name);
        if &**name == "LOADPATH" {
            self.set_load_path(name, variable.span)?;
        }
        Ok(())
    }

    /// Takes a new value of LOADPATH over.
    fn set_load_path(&mut self, name: &Key, span: Span) -> Flow<()> {
        let value = self.global(name);
        let value = self.here(span, value)?;
        let refuse = |message: String| Err(fault(codes::evaluation::LOAD_PATH, message));
        let mut prefixes: Vec<Arc<str>> = vec![Arc::from("")];
        let result = match value {
            Some(Value::List(items)) => items.iter().try_for_each(|item| match item {
                Value::String(prefix) if prefix.starts_with('/') => refuse(format!(
                    "LOADPATH may contain only relative paths, not '{prefix}'"
                )),
                Value::String(prefix) => {
                    prefixes.push(Arc::clone(prefix));
                    Ok(())
                }
                other => refuse(format!(
                    "LOADPATH may contain only strings, not {}",
                    other.type_name()
                )),
            }),
            Some(other) => refuse(format!("LOADPATH must be a list, not {}", other.type_name())),
            None => Ok(()),
        };
        self.here(span, result)?;
        self.load_path = prefixes.into();
        self.recorder.set_load_path();
        Ok(())
    }
}
