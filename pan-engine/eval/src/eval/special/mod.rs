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
use crate::builtin::Special;
use crate::elem::Elem;
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    /// Calls a special function.
    pub(super) fn call_special(
        &mut self,
        locals: &mut Locals<'_>,
        which: Special,
        name: &'static str,
        args: &[Expr],
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        let answer = match which {
            Special::First => self.first(locals, args, span)?,
            Special::Next => self.next(locals, args, span)?,
            Special::Exists => self.exists(locals, args, span)?,
            Special::PathExists => self.path_exists(locals, args, span)?,
            Special::Is(predicate) => self.is(locals, predicate, args, span)?,
            Special::IsValid => self.is_valid(locals, args, span)?,
            _ => {
                *place = self.call_valued(locals, which, name, args, span)?;
                return Ok(());
            }
        };
        place.set(Value::Boolean(answer).into());
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
