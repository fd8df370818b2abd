//! Operators and conditions.

use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Key, Value};

use super::error::fault;
use super::expr::is_local;
use super::locals::Locals;
use super::meter::LONG;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Span, VarBase, VarRef};
use crate::ops::{self, BinaryOp, OpError, UnaryOp};
use crate::sharing::{Asked, Look, Question};

/// Where a boolean is needed.
#[derive(Clone, Copy)]
enum Needed {
    /// By `if` or a loop.
    Condition,
    /// On this side of this operator.
    Operand(&'static str, &'static str),
}

/// The value of a constant or a local variable, which nothing has to be done for.
#[inline]
fn at_hand<'e>(locals: &'e Locals<'_>, expr: &'e Expr) -> Option<&'e Value> {
    match expr {
        Expr::Constant(value) => Some(value),
        Expr::Variable(VarRef {
            base: VarBase::Named(slot),
            terms,
            ..
        }) if terms.is_empty() => match locals.get(*slot) {
            Some(Elem::Fixed(value)) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

impl Evaluator<'_> {
    /// A condition of `if` or a loop.
    pub(super) fn condition(&mut self, locals: &mut Locals<'_>, expr: &Expr, span: Span) -> Flow<bool> {
        self.truth(locals, expr, Needed::Condition, span)
    }

    /// `&&` or `||`.
    pub(super) fn either(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<bool> {
        let (left, right, symbol, decided, span) = match expr {
            Expr::And(left, right, span) => (left, right, "&&", false, *span),
            Expr::Or(left, right, span) => (left, right, "||", true, *span),
            other => return self.truth(locals, other, Needed::Condition, Span::default()),
        };
        if self.truth(locals, left, Needed::Operand("left", symbol), span)? == decided {
            return Ok(decided);
        }
        self.truth(locals, right, Needed::Operand("right", symbol), span)
    }

    /// The boolean that an expression gives.
    #[inline]
    fn truth(&mut self, locals: &mut Locals<'_>, expr: &Expr, needed: Needed, span: Span) -> Flow<bool> {
        if let Some(Value::Boolean(truth)) = at_hand(locals, expr) {
            let truth = *truth;
            self.step(span)?;
            return Ok(truth);
        }
        self.computed_truth(locals, expr, needed, span)
    }

    fn computed_truth(
        &mut self,
        locals: &mut Locals<'_>,
        expr: &Expr,
        needed: Needed,
        span: Span,
    ) -> Flow<bool> {
        if let Expr::And(_, _, inner) | Expr::Or(_, _, inner) = expr {
            self.enter(|| *inner)?;
            let truth = self.either(locals, expr)?;
            self.leave();
            return Ok(truth);
        }
        if let Some(answer) = self.answer(locals, expr)? {
            return Ok(answer);
        }
        if let Expr::Unary(UnaryOp::Not, operand, _) = expr
            && let Some(answer) = self.answer(locals, operand)?
        {
            return Ok(!answer);
        }
        let mut value = Elem::UNDEF;
        self.eval_to(locals, expr, &mut value)?;
        match value {
            Elem::Fixed(Value::Boolean(truth)) => Ok(truth),
            other => Err(self.not_boolean(&other, needed, span)),
        }
    }

    #[cold]
    fn not_boolean(&self, found: &Elem, needed: Needed, span: Span) -> super::Interrupt {
        let found = found.type_name();
        match needed {
            Needed::Condition => {
                let message = format!("the condition gives {found}, not a boolean");
                self.fail(span, fault(codes::evaluation::CONDITION, message))
            }
            Needed::Operand(side, symbol) => {
                let message = format!("the {side} operand of '{symbol}' is {found}, not a boolean");
                self.fail(span, fault(codes::evaluation::OPERANDS, message))
            }
        }
    }

    #[inline(never)]
    pub(super) fn unary(
        &mut self,
        locals: &mut Locals<'_>,
        op: UnaryOp,
        operand: &Expr,
        span: Span,
    ) -> Flow<Elem> {
        let operand = self.eval(locals, operand)?;
        // Of anything computed `+` takes everything, and templates put it between strings by mistake.
        if op == UnaryOp::Plus {
            return Ok(operand);
        }
        let result = match &operand {
            Elem::Fixed(value) => ops::unary(op, value),
            Elem::Live(live) => Err(OpError::Operand(op.symbol(), live.kind().name())),
        };
        self.here(span, result).map(Elem::Fixed)
    }

    #[inline(never)]
    pub(super) fn binary(
        &mut self,
        locals: &mut Locals<'_>,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        if let (Some(a), Some(b)) = (at_hand(locals, left), at_hand(locals, right)) {
            return self.apply(op, a, b, span, place);
        }
        if matches!(op, BinaryOp::Eq | BinaryOp::Ne) && self.recorder.is_recording() {
            return self.compare(locals, op, left, right, span, place);
        }
        self.eval_to(locals, left, place)?;
        let left = std::mem::replace(place, Elem::UNDEF);
        match at_hand(locals, right) {
            Some(right) => self.apply_to(op, &left, right, span, place),
            None => {
                let right = self.eval(locals, right)?;
                self.apply_all(op, &left, &right, span, place)
            }
        }
    }

    /// The name of the global variable that an expression is, if it holds a string and it matters how it is looked at.
    pub(super) fn global_string(&self, locals: &Locals<'_>, expr: &Expr) -> Option<Key> {
        if !self.recorder.is_recording() {
            return None;
        }
        let Expr::Variable(var) = expr else { return None };
        let VarBase::Named(slot) = var.base else {
            return None;
        };
        let name = locals.name(slot);
        let is_global = var.terms.is_empty() && !is_local(locals, var) && self.questionable(name);
        is_global.then(|| name.clone())
    }

    /// Evaluates a global variable about which a question will be noted.
    pub(super) fn eval_muted(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<Elem> {
        self.recorder.muted = true;
        let result = self.eval(locals, expr);
        self.recorder.muted = false;
        result
    }

    /// Compares two values. If one is a global variable, its value does not matter but for the answer.
    fn compare(
        &mut self,
        locals: &mut Locals<'_>,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        let on_left = self.global_string(locals, left);
        let on_right = match on_left {
            Some(_) => None,
            None => self.global_string(locals, right),
        };
        let left = match on_left {
            Some(_) => self.eval_muted(locals, left)?,
            None => self.eval(locals, left)?,
        };
        let right = match on_right {
            Some(_) => self.eval_muted(locals, right)?,
            None => self.eval(locals, right)?,
        };
        if let Some(name) = on_left.as_ref().or(on_right.as_ref()) {
            let other = if on_left.is_some() { &right } else { &left };
            match (&left, &right, other) {
                (
                    Elem::Fixed(Value::String(a)),
                    Elem::Fixed(Value::String(b)),
                    Elem::Fixed(Value::String(other)),
                ) => self.note_question(Question {
                    name: name.clone(),
                    asked: Asked::Equals(Arc::clone(other)),
                    answer: a == b,
                }),
                _ => self.note_global(name, Look::Value),
            }
        }
        self.apply_all(op, &left, &right, span, place)
    }

    fn apply_all(
        &mut self,
        op: BinaryOp,
        left: &Elem,
        right: &Elem,
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        match right {
            Elem::Fixed(value) => self.apply_to(op, left, value, span, place),
            Elem::Live(_) => Err(self.bad_operands(op, left, right, span)),
        }
    }

    fn apply_to(
        &mut self,
        op: BinaryOp,
        left: &Elem,
        right: &Value,
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        match left {
            Elem::Fixed(value) => self.apply(op, value, right, span, place),
            Elem::Live(_) => Err(self.bad_operands(op, left, &Elem::Fixed(right.clone()), span)),
        }
    }

    #[cold]
    fn bad_operands(&self, op: BinaryOp, left: &Elem, right: &Elem, span: Span) -> super::Interrupt {
        self.fail(span, OpError::operands(op, left.type_name(), right.type_name()))
    }

    fn apply(&mut self, op: BinaryOp, a: &Value, b: &Value, span: Span, place: &mut Elem) -> Flow<()> {
        if let (Value::String(a), Value::String(b)) = (a, b) {
            if op == BinaryOp::Add {
                self.allocate_string(a.len() + b.len(), span)?;
            }
            let shorter = a.len().min(b.len());
            if shorter >= LONG {
                self.work((shorter / LONG) as u64, span)?;
            }
        }
        match ops::binary(op, a, b) {
            Ok(value) => {
                place.set(Elem::Fixed(value));
                Ok(())
            }
            Err(error) => Err(self.fail(span, error)),
        }
    }
}
