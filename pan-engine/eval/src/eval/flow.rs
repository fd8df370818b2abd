use super::locals::Locals;
use super::rounds::Rounds;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Span};
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

    /// Runs a loop; the value is that of the last round. Without a place for it nobody looks at it.
    #[inline(never)]
    pub(super) fn eval_loop(
        &mut self,
        locals: &mut Locals<'_>,
        expr: &Expr,
        value: Option<&mut Elem>,
    ) -> Flow<()> {
        match expr {
            Expr::While {
                condition,
                body,
                span,
            } => self.run_while(locals, condition, body, value, *span),
            Expr::For {
                init,
                condition,
                step,
                body,
                span,
            } => {
                let init = self.eval(locals, init)?;
                self.run_for(locals, init, [condition, step, body], value, *span)
            }
            Expr::Foreach(each) => {
                let resource = self.eval(locals, &each.resource)?;
                self.run_foreach(locals, each, resource, value)
            }
            other => self.run(locals, other),
        }
    }

    fn run_while(
        &mut self,
        locals: &mut Locals<'_>,
        condition: &Expr,
        body: &Expr,
        mut value: Option<&mut Elem>,
        span: Span,
    ) -> Flow<()> {
        if let Some(value) = &mut value {
            value.set(Elem::UNDEF);
        }
        let rounds = Rounds::of(body);
        let mut count = 0;
        while self.condition(locals, condition, span)? {
            self.iterate(&mut count, span)?;
            self.round(locals, &rounds, &mut value)?;
        }
        Ok(())
    }

    fn run_for(
        &mut self,
        locals: &mut Locals<'_>,
        init: Elem,
        [condition, step, body]: [&Expr; 3],
        mut value: Option<&mut Elem>,
        span: Span,
    ) -> Flow<()> {
        if let Some(value) = &mut value {
            value.set(init);
        }
        let rounds = Rounds::of(body);
        let mut count = 0;
        while self.condition(locals, condition, span)? {
            self.iterate(&mut count, span)?;
            self.round(locals, &rounds, &mut value)?;
            self.run(locals, step)?;
        }
        Ok(())
    }
}
