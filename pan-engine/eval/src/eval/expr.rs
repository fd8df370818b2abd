//! Expressions: for their value, or for what they do only.

use pan_diagnostics::codes;
use pan_value::Value;

use super::error::fault;
use super::locals::Locals;
use super::{Evaluator, Flow, Interrupt};
use crate::elem::{Elem, Live};
use crate::ir::{Expr, Next, Span, VarBase, VarRef};
use crate::limits::Limit;

/// Where an expression is; nowhere for constants.
pub fn span_of(expr: &Expr) -> Span {
    match expr {
        Expr::Constant(_) => Span::default(),
        Expr::Sequence(items) => items.first().map(span_of).unwrap_or_default(),
        Expr::Variable(var) => var.span,
        Expr::Foreach(each) => each.span,
        Expr::Next(next) => next.span,
        Expr::Assign { span, .. }
        | Expr::If { span, .. }
        | Expr::While { span, .. }
        | Expr::For { span, .. }
        | Expr::And(_, _, span)
        | Expr::Or(_, _, span)
        | Expr::Unary(_, _, span)
        | Expr::Binary(_, _, _, span)
        | Expr::Fresh { span, .. }
        | Expr::Call { span, .. }
        | Expr::Builtin { span, .. } => *span,
    }
}

impl Evaluator<'_> {
    /// Evaluates an expression.
    #[inline]
    pub(super) fn eval(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<Elem> {
        let mut value = Elem::UNDEF;
        self.eval_to(locals, expr, &mut value)?;
        Ok(value)
    }

    /// Evaluates an expression to a place, where it stays: handing values up from one expression to the next takes longer than
    /// most of what they do. After an error the place holds whatever it held.
    #[inline]
    pub(super) fn eval_to(&mut self, locals: &mut Locals<'_>, expr: &Expr, place: &mut Elem) -> Flow<()> {
        match expr {
            Expr::Constant(value) => place.set_to(value),
            Expr::Variable(var) => {
                self.step(var.span)?;
                if !quick(locals, var, place) {
                    *place = self.read(locals, var)?;
                }
            }
            _ => self.eval_compound(locals, expr, place)?,
        }
        Ok(())
    }

    #[inline(never)]
    fn eval_compound(&mut self, locals: &mut Locals<'_>, expr: &Expr, place: &mut Elem) -> Flow<()> {
        let expr = match expr {
            Expr::Next(next) => &next.call,
            other => other,
        };
        self.enter(|| span_of(expr))?;
        match expr {
            Expr::Constant(_) | Expr::Variable(_) | Expr::Next(_) => self.eval_to(locals, expr, place)?,
            Expr::Fresh { value, memory, span } => {
                self.allocate(u64::from(*memory), *span)?;
                *place = Elem::Live(Live::copy_of(value.clone()));
            }
            Expr::Sequence(items) => match items.split_last() {
                Some((last, others)) => {
                    for item in others {
                        self.run(locals, item)?;
                    }
                    self.eval_to(locals, last, place)?;
                }
                None => place.set(Elem::UNDEF),
            },
            Expr::Assign { targets, value, .. } => *place = self.assignment(locals, targets, value)?,
            Expr::If {
                condition,
                then,
                otherwise,
                span,
            } => match (self.condition(locals, condition, *span)?, otherwise) {
                (true, _) => self.eval_to(locals, then, place)?,
                (false, Some(otherwise)) => self.eval_to(locals, otherwise, place)?,
                (false, None) => place.set(Elem::UNDEF),
            },
            Expr::While { .. } | Expr::For { .. } | Expr::Foreach(_) => {
                self.eval_loop(locals, expr, Some(place))?;
            }
            Expr::And(..) | Expr::Or(..) => {
                let truth = self.either(locals, expr)?;
                place.set(Value::Boolean(truth).into());
            }
            Expr::Unary(op, operand, span) => *place = self.unary(locals, *op, operand, *span)?,
            Expr::Binary(op, left, right, span) => self.binary(locals, *op, left, right, *span, place)?,
            Expr::Call { name, args, span } => *place = self.call(locals, name, args, *span)?,
            Expr::Builtin { builtin, args, span } => {
                self.call_builtin(locals, builtin, args, *span, place)?;
            }
        }
        self.leave();
        Ok(())
    }

    /// Evaluates an expression whose value nobody wants.
    #[inline]
    pub(super) fn run(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<()> {
        if let Expr::Assign { targets, value, span } = expr
            && let [target] = &**targets
        {
            self.step(*span)?;
            return self.assign_one(locals, target, value);
        }
        self.run_other(locals, expr)
    }

    fn run_other(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<()> {
        match expr {
            Expr::Constant(_) => Ok(()),
            Expr::Variable(var) if is_local(locals, var) => self.step(var.span),
            Expr::Sequence(items) => {
                self.enter(|| span_of(expr))?;
                for item in items {
                    self.run(locals, item)?;
                }
                self.leave();
                Ok(())
            }
            Expr::If {
                condition,
                then,
                otherwise,
                span,
            } => {
                self.enter(|| *span)?;
                if self.condition(locals, condition, *span)? {
                    self.run(locals, then)?;
                } else if let Some(otherwise) = otherwise {
                    self.run(locals, otherwise)?;
                }
                self.leave();
                Ok(())
            }
            Expr::While { .. } | Expr::For { .. } | Expr::Foreach(_) => {
                self.enter(|| span_of(expr))?;
                self.eval_loop(locals, expr, None)?;
                self.leave();
                Ok(())
            }
            _ => self.eval_unwanted(locals, expr),
        }
    }

    /// Apart, so that [`Evaluator::run`] needs no room for a value.
    #[inline(never)]
    fn eval_unwanted(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<()> {
        self.eval(locals, expr).map(drop)
    }

    /// `a = value`, whose value nobody wants.
    #[inline]
    fn assign_one(&mut self, locals: &mut Locals<'_>, target: &VarRef, value: &Expr) -> Flow<()> {
        match value {
            Expr::Next(next) => self.assign_next(locals, target, next),
            other => self.assign_other(locals, target, other),
        }
    }

    fn assign_next(&mut self, locals: &mut Locals<'_>, target: &VarRef, next: &Next) -> Flow<()> {
        let answer = self.answer_next(locals, next)?;
        self.assign_answer(locals, target, answer)
    }

    fn assign_other(&mut self, locals: &mut Locals<'_>, target: &VarRef, value: &Expr) -> Flow<()> {
        if let Some(answer) = self.answer(locals, value)? {
            return self.assign_answer(locals, target, answer);
        }
        let mut result = Elem::UNDEF;
        self.eval_to(locals, value, &mut result)?;
        if set_property(locals, target, &result) {
            return Ok(());
        }
        self.set_again(locals, target, result, false)
    }

    #[inline]
    fn assign_answer(&mut self, locals: &mut Locals<'_>, target: &VarRef, answer: bool) -> Flow<()> {
        match target.whole().and_then(|slot| locals.get_mut(slot)) {
            Some(Elem::Fixed(Value::Boolean(before))) => {
                *before = answer;
                Ok(())
            }
            _ => self.set_again(locals, target, Value::Boolean(answer).into(), false),
        }
    }

    #[inline(never)]
    fn assignment(&mut self, locals: &mut Locals<'_>, targets: &[VarRef], value: &Expr) -> Flow<Elem> {
        let mut value = self.eval(locals, value)?;
        for target in targets {
            value = self.set(locals, target, Some(value))?.unwrap_or(Elem::UNDEF);
        }
        Ok(value)
    }

    /// Counts a string of this many bytes, and refuses one that is too long.
    pub(super) fn allocate_string(&mut self, bytes: usize, span: Span) -> Flow<()> {
        if bytes > self.limits.string_bytes {
            let message = format!(
                "a string cannot have more than {} bytes",
                self.limits.string_bytes
            );
            return Err(self.fail(span, Limit::String.reached(message)));
        }
        self.allocate(bytes as u64 + 16, span)
    }

    /// The error of something that cannot be done while constants are folded.
    #[cold]
    pub(super) fn not_constant(&self, span: Span) -> Interrupt {
        self.fail(
            span,
            fault(
                codes::syntax::NOT_CONSTANT,
                "this cannot be evaluated when compiling",
            ),
        )
    }
}

/// Gives the value of a local variable, or of an element of one, if it takes nothing to find it.
#[inline]
fn quick(locals: &Locals<'_>, var: &VarRef, place: &mut Elem) -> bool {
    let (VarBase::Named(slot), Some(terms)) = (var.base, var.fixed.as_deref()) else {
        return false;
    };
    match (locals.get(slot), terms) {
        (Some(local), []) => {
            place.clone_from(local);
            true
        }
        (Some(local), [term]) => local.child_to(term, place),
        _ => false,
    }
}

/// Is it a local variable that has a value?
pub(super) fn is_local(locals: &Locals<'_>, var: &VarRef) -> bool {
    matches!(var.base, VarBase::Named(slot) if var.terms.is_empty() && locals.get(slot).is_some())
}

/// Sets a variable to a property, if it held one of the same kind.
#[inline]
fn set_property(locals: &mut Locals<'_>, var: &VarRef, new: &Elem) -> bool {
    let Some(old) = var.whole().and_then(|slot| locals.get_mut(slot)) else {
        return false;
    };
    match (&*old, new) {
        (Elem::Fixed(before), Elem::Fixed(now))
            if before.kind() == now.kind() && now.kind().is_property() =>
        {
            old.set_to(now);
            true
        }
        _ => false,
    }
}
