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
use crate::builtin::{Builtin, Run, Special};
use crate::elem::Elem;
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    /// The answer of a call of a special function that only gives one; none of any other expression.
    #[inline]
    pub(super) fn answer(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<Option<bool>> {
        match expr {
            Expr::Builtin {
                builtin:
                    Builtin {
                        run: Run::Special(which),
                        folds,
                        ..
                    },
                args,
                span,
            } if *folds || !self.is_folding() => match which {
                // The one that is asked again and again.
                Special::Next => {
                    self.step(*span)?;
                    self.next(locals, args, *span).map(Some)
                }
                which => self.ask(locals, *which, args, *span),
            },
            _ => Ok(None),
        }
    }

    #[inline(never)]
    fn ask(
        &mut self,
        locals: &mut Locals<'_>,
        which: Special,
        args: &[Expr],
        span: Span,
    ) -> Flow<Option<bool>> {
        self.step(span)?;
        let answer = match which {
            Special::Next => self.next(locals, args, span),
            Special::Exists => self.exists(locals, args, span),
            Special::Is(predicate) => self.is(locals, predicate, args, span),
            Special::First => self.first(locals, args, span),
            Special::PathExists => self.path_exists(locals, args, span),
            Special::IsValid => self.is_valid(locals, args, span),
            _ => return Ok(None),
        };
        answer.map(Some)
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
        match self.ask(locals, which, args, span)? {
            Some(answer) => place.set(Value::Boolean(answer).into()),
            None => *place = self.call_valued(locals, which, name, args, span)?,
        }
        Ok(())
    }

    /// Calls a special function that gives more than an answer.
    fn call_valued(
        &mut self,
        locals: &mut Locals<'_>,
        which: Special,
        name: &'static str,
        args: &[Expr],
        span: Span,
    ) -> Flow<Elem> {
        match which {
            Special::Append => self.append(locals, name, args, span, false),
            Special::Prepend => self.append(locals, name, args, span, true),
            Special::Delete => self.delete(locals, args, span),
            Special::IfExists => self.if_exists(locals, args, span),
            Special::Value => self.value_at(locals, args, span),
            Special::Create => self.create(locals, args, span),
            Special::Return => {
                let [value] = self.arguments(locals, name, args, span)?;
                self.returned = value;
                Err(Interrupt::Return)
            }
            Special::List => self.make_list(locals, args, span),
            Special::Dict => self.make_dict(locals, args, span),
            Special::Clone => {
                let [value] = self.arguments(locals, name, args, span)?;
                self.here(span, value.duplicate(self.bounds()))
            }
            Special::Length => self.length(locals, args, span),
            Special::Key => self.key(locals, args, span),
            Special::Merge => self.merge(locals, args, span),
            Special::Splice => self.splice(locals, args, span),
            Special::First
            | Special::Next
            | Special::Exists
            | Special::PathExists
            | Special::Is(_)
            | Special::IsValid => Ok(Elem::UNDEF),
        }
    }
}
