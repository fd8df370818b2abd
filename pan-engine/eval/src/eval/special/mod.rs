//! The special functions, one file per family.

mod create;
mod exists;
mod iterate;
mod list;
mod resource;
mod splice;

use pan_value::Value;

use super::locals::Locals;
use super::{Evaluator, Flow, Interrupt};
use crate::builtin::{Builtin, Run, Special, Test};
use crate::elem::Elem;
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    /// The answer of a call of a special function that gives nothing else; none of any other expression.
    #[inline]
    pub(super) fn answer(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<Option<bool>> {
        match expr {
            Expr::Next(next) => self.answer_next(locals, next).map(Some),
            Expr::Builtin {
                builtin:
                    Builtin {
                        run: Run::Special(Special::Test(test)),
                        folds,
                        ..
                    },
                args,
                span,
            } if *folds || !self.is_folding() => self.test(locals, *test, args, *span).map(Some),
            _ => Ok(None),
        }
    }

    #[inline]
    fn test(&mut self, locals: &mut Locals<'_>, test: Test, args: &[Expr], span: Span) -> Flow<bool> {
        self.step(span)?;
        match test {
            Test::Next => self.next(locals, args, span),
            Test::Exists => self.exists(locals, args, span),
            Test::Is(predicate) => self.is(locals, predicate, args, span),
            Test::First => self.first(locals, args, span),
            Test::PathExists => self.path_exists(locals, args, span),
            Test::IsValid => self.is_valid(locals, args, span),
        }
    }

    /// Calls a special function.
    #[inline(never)]
    pub(super) fn call_special(
        &mut self,
        locals: &mut Locals<'_>,
        which: Special,
        name: &'static str,
        args: &[Expr],
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        *place = match which {
            Special::Test(test) => Value::Boolean(self.test(locals, test, args, span)?).into(),
            Special::Append => self.append(locals, name, args, span, false)?,
            Special::Prepend => self.append(locals, name, args, span, true)?,
            Special::Delete => self.delete(locals, args, span)?,
            Special::IfExists => self.if_exists(locals, args, span)?,
            Special::Value => self.value_at(locals, args, span)?,
            Special::Create => self.create(locals, args, span)?,
            Special::Return => {
                let [value] = self.arguments(locals, name, args, span)?;
                self.returned = value;
                return Err(Interrupt::Return);
            }
            Special::List => self.make_list(locals, args, span)?,
            Special::Dict => self.make_dict(locals, args, span)?,
            Special::Clone => {
                let [value] = self.arguments(locals, name, args, span)?;
                self.here(span, value.duplicate(self.bounds()))?
            }
            Special::Length => self.length(locals, args, span)?,
            Special::Key => self.key(locals, args, span)?,
            Special::Merge => self.merge(locals, args, span)?,
            Special::Splice => self.splice(locals, args, span)?,
        };
        Ok(())
    }
}
