use pan_diagnostics::codes;

use super::error::fault;
use super::iteration::{Cursor, Step};
use super::locals::Locals;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Foreach, Span};
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

    /// Runs a loop; the value is that of the last round. Without `wanted` nobody looks at it.
    #[inline(never)]
    pub(super) fn eval_loop(&mut self, locals: &mut Locals<'_>, expr: &Expr, wanted: bool) -> Flow<Elem> {
        match expr {
            Expr::While {
                condition,
                body,
                span,
            } => self.run_while(locals, condition, body, wanted, *span),
            Expr::For {
                init,
                condition,
                step,
                body,
                span,
            } => {
                let init = self.eval(locals, init)?;
                self.run_for(locals, init, [condition, step, body], wanted, *span)
            }
            Expr::Foreach(each) => {
                let resource = self.eval(locals, &each.resource)?;
                self.run_foreach(locals, each, resource, wanted)
            }
            other => self.eval(locals, other),
        }
    }

    /// Runs the body of a loop.
    fn round(&mut self, locals: &mut Locals<'_>, body: &Expr, result: &mut Elem, wanted: bool) -> Flow<()> {
        if wanted {
            *result = self.eval(locals, body)?;
            Ok(())
        } else {
            self.run(locals, body)
        }
    }

    fn run_while(
        &mut self,
        locals: &mut Locals<'_>,
        condition: &Expr,
        body: &Expr,
        wanted: bool,
        span: Span,
    ) -> Flow<Elem> {
        let mut result = Elem::UNDEF;
        let mut count = 0;
        while self.condition(locals, condition, span)? {
            self.iterate(&mut count, span)?;
            self.round(locals, body, &mut result, wanted)?;
        }
        Ok(result)
    }

    fn run_for(
        &mut self,
        locals: &mut Locals<'_>,
        init: Elem,
        [condition, step, body]: [&Expr; 3],
        wanted: bool,
        span: Span,
    ) -> Flow<Elem> {
        let mut result = init;
        let mut count = 0;
        while self.condition(locals, condition, span)? {
            self.iterate(&mut count, span)?;
            self.round(locals, body, &mut result, wanted)?;
            self.run(locals, step)?;
        }
        Ok(result)
    }

    fn run_foreach(
        &mut self,
        locals: &mut Locals<'_>,
        each: &Foreach,
        resource: Elem,
        wanted: bool,
    ) -> Flow<Elem> {
        if !resource.kind().is_resource() {
            let message = format!("foreach needs a list or a dict, not {}", resource.type_name());
            return Err(self.fail(each.span, fault(codes::evaluation::ARGUMENT, message)));
        }
        // Known even if there are no elements.
        self.set(locals, &each.key, Some(Elem::UNDEF))?;
        self.set(locals, &each.value, Some(Elem::UNDEF))?;
        let mut result = Elem::UNDEF;
        let mut cursor = Cursor::new(resource);
        while let Some(Step { key, value }) = self.here(each.span, cursor.next())? {
            self.set_again(locals, &each.key, key.into(), false)?;
            // The elements may be of different kinds.
            self.set_again(locals, &each.value, value, true)?;
            self.round(locals, &each.body, &mut result, wanted)?;
        }
        Ok(result)
    }
}
