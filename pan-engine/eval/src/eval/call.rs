use std::sync::Arc;

use pan_diagnostics::{codes, did_you_mean};
use pan_value::{Key, Value};

use super::error::fault;
use super::locals::Locals;
use super::stack::Entered;
use super::{Evaluator, Flow};
use crate::builtin::Fault;
use crate::elem::{Elem, ElemError, Live};
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    #[cold]
    fn undefined_function(&self, name: &Key) -> Fault {
        let defined = self.functions.keys().map(|known| &**known);
        let known = defined.chain(crate::builtin::names());
        let hint = did_you_mean(name, known)
            .unwrap_or_else(|| "include the template that defines it, in front of this statement".to_owned());
        let message = format!("undefined function: {name}");
        fault(codes::evaluation::UNDEFINED_FUNCTION, message).with_hint(hint)
    }

    /// Calls a user function.
    #[inline(never)]
    pub(super) fn call(
        &mut self,
        locals: &mut Locals<'_>,
        name: &Key,
        args: &[Expr],
        span: Span,
    ) -> Flow<Elem> {
        let function = self.functions.get(name);
        self.recorder.read_function(name, function);
        let Some(function) = function.map(Arc::clone) else {
            return Err(self.fail(span, self.undefined_function(name)));
        };
        // References: what the function does to its arguments is seen by the caller.
        let mut values = Vec::with_capacity(args.len());
        let mut count = 0;
        for arg in args {
            let value = self.eval(locals, arg)?;
            // As the elements of a list: null is none.
            if value.is_null() {
                values.push(Elem::UNDEF);
            } else {
                values.push(value);
                count = values.len();
            }
        }
        values.truncate(count);
        if count > self.limits.list_length {
            return Err(self.fail(span, ElemError::Length(self.limits.list_length)));
        }
        self.allocate_elements(args.len(), span)?;
        let mut inner = Locals::new(&function.body);
        if let Some(slot) = function.body.argc {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            inner.put(slot, Some(Value::Long(count).into()));
        }
        if let Some(slot) = function.body.argv {
            inner.put(slot, Some(Elem::Live(Live::list(values))));
        }
        let entered = Entered::Call(Arc::clone(&function));
        self.push(entered, &function.source, function.kind, span)?;
        // Only the block of the statement is known to use nothing else.
        let by_parts = self.set_by_parts(false);
        // After an error the stack stays as it is: whoever catches it puts it back.
        let value = self.eval_returned(&mut inner, &function.body.body)?;
        self.set_by_parts(by_parts);
        self.pop();
        Ok(value)
    }
}
