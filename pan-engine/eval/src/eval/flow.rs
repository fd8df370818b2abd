use pan_diagnostics::codes;

use super::error::fault;
use super::iteration::{Cursor, Step};
use super::locals::Locals;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Span, VarRef};
use crate::limits::Limit;

impl Evaluator<'_> {
    /// Counts an iteration of a loop.
    fn iterate(&self, count: &mut u64, span: Span) -> Flow<()> {
        *count += 1;
        if *count > self.limits.iterations {
            let message = format!("the loop ran more than {} times", self.limits.iterations);
            return Err(self.fail(span, Limit::Iterations.reached(message)));
        }
        Ok(())
    }

    pub(super) fn run_while(
        &mut self,
        locals: &mut Locals<'_>,
        condition: &Expr,
        body: &Expr,
        span: Span,
    ) -> Flow<Elem> {
        let mut result = Elem::UNDEF;
        let mut count = 0;
        while self.condition(locals, condition, span)? {
            self.iterate(&mut count, span)?;
            result = self.eval(locals, body)?;
        }
        Ok(result)
    }

    pub(super) fn run_for(
        &mut self,
        locals: &mut Locals<'_>,
        init: &Expr,
        condition: &Expr,
        step: &Expr,
        body: &Expr,
        span: Span,
    ) -> Flow<Elem> {
        let mut result = self.eval(locals, init)?;
        let mut count = 0;
        while self.condition(locals, condition, span)? {
            self.iterate(&mut count, span)?;
            result = self.eval(locals, body)?;
            self.eval(locals, step)?;
        }
        Ok(result)
    }

    pub(super) fn run_foreach(
        &mut self,
        locals: &mut Locals<'_>,
        key: &VarRef,
        value: &VarRef,
        resource: &Expr,
        body: &Expr,
        span: Span,
    ) -> Flow<Elem> {
        let resource = self.eval(locals, resource)?;
        if !resource.kind().is_resource() {
            let message = format!("foreach needs a list or a dict, not {}", resource.type_name());
            return Err(self.fail(span, fault(codes::evaluation::ARGUMENT, message)));
        }
        // Known even if there are no elements.
        self.set(locals, key, Some(Elem::UNDEF))?;
        self.set(locals, value, Some(Elem::UNDEF))?;
        let mut result = Elem::UNDEF;
        let mut cursor = Cursor::new(resource);
        while let Some(Step {
            key: next_key,
            value: next,
        }) = self.here(span, cursor.next())?
        {
            self.set_again(locals, key, next_key.into(), false)?;
            // The elements may be of different kinds.
            self.set_again(locals, value, next, true)?;
            result = self.eval(locals, body)?;
        }
        Ok(result)
    }
}
