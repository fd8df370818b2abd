use pan_diagnostics::codes;
use pan_value::{Key, Value};
use std::sync::Arc;

use super::error::fault;
use super::locals::Locals;
use super::meter::LONG;
use super::{Evaluator, Flow, Interrupt};
use crate::elem::Elem;
use crate::ir::{Expr, Span, VarBase, VarRef};
use crate::limits::Limit;
use crate::ops::{self, BinaryOp, OpError, UnaryOp};
use crate::sharing::{Asked, Look, Question};

/// Where an expression is; nowhere for constants.
pub fn span_of(expr: &Expr) -> Span {
    match expr {
        Expr::Constant(_) => Span::default(),
        Expr::Sequence(items) => items.first().map(span_of).unwrap_or_default(),
        Expr::Variable(var) => var.span,
        Expr::Assign { span, .. }
        | Expr::If { span, .. }
        | Expr::While { span, .. }
        | Expr::For { span, .. }
        | Expr::Foreach { span, .. }
        | Expr::And(_, _, span)
        | Expr::Or(_, _, span)
        | Expr::Unary(_, _, span)
        | Expr::Binary(_, _, _, span)
        | Expr::Call { span, .. }
        | Expr::Builtin { span, .. } => *span,
    }
}

impl Evaluator<'_> {
    /// Evaluates an expression.
    #[inline]
    pub(super) fn eval(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<Elem> {
        if let Expr::Constant(value) = expr {
            return Ok(Elem::Fixed(value.clone()));
        }
        self.enter(|| span_of(expr))?;
        if let Expr::Variable(VarRef {
            base: VarBase::Named(slot),
            terms,
            ..
        }) = expr
            && terms.is_empty()
            && let Some(value) = locals.get(*slot)
        {
            self.leave();
            return Ok(value.clone());
        }
        let result = self.eval_inner(locals, expr);
        self.leave();
        result
    }

    fn eval_inner(&mut self, locals: &mut Locals<'_>, expr: &Expr) -> Flow<Elem> {
        match expr {
            Expr::Constant(value) => Ok(Elem::Fixed(value.clone())),
            Expr::Sequence(items) => {
                let mut last = Elem::UNDEF;
                for item in items {
                    last = self.eval(locals, item)?;
                }
                Ok(last)
            }
            Expr::Variable(var) => self.read(locals, var),
            Expr::Assign { targets, value, .. } => {
                let mut value = self.eval(locals, value)?;
                for target in targets {
                    value = self.set(locals, target, Some(value))?.unwrap_or(Elem::UNDEF);
                }
                Ok(value)
            }
            Expr::If {
                condition,
                then,
                otherwise,
                span,
            } => {
                if self.condition(locals, condition, *span)? {
                    self.eval(locals, then)
                } else {
                    otherwise
                        .as_ref()
                        .map_or(Ok(Elem::UNDEF), |otherwise| self.eval(locals, otherwise))
                }
            }
            Expr::While {
                condition,
                body,
                span,
            } => self.run_while(locals, condition, body, *span),
            Expr::For {
                init,
                condition,
                step,
                body,
                span,
            } => self.run_for(locals, init, condition, step, body, *span),
            Expr::Foreach {
                key,
                value,
                resource,
                body,
                span,
            } => self.run_foreach(locals, key, value, resource, body, *span),
            Expr::And(left, right, span) => self.logical(locals, left, right, "&&", false, *span),
            Expr::Or(left, right, span) => self.logical(locals, left, right, "||", true, *span),
            Expr::Unary(op, operand, span) => self.unary(locals, *op, operand, *span),
            Expr::Binary(op, left, right, span) => self.binary(locals, *op, left, right, *span),
            Expr::Call { name, args, span } => self.call(locals, name, args, *span),
            Expr::Builtin { builtin, args, span } => self.call_builtin(locals, builtin, args, *span),
        }
    }

    /// A condition of `if` or a loop.
    pub(super) fn condition(&mut self, locals: &mut Locals<'_>, expr: &Expr, span: Span) -> Flow<bool> {
        match self.eval(locals, expr)? {
            Elem::Fixed(Value::Boolean(truth)) => Ok(truth),
            other => {
                let message = format!("the condition gives {}, not a boolean", other.type_name());
                Err(self.fail(span, fault(codes::evaluation::CONDITION, message)))
            }
        }
    }

    fn logical(
        &mut self,
        locals: &mut Locals<'_>,
        left: &Expr,
        right: &Expr,
        symbol: &str,
        decided: bool,
        span: Span,
    ) -> Flow<Elem> {
        for (side, operand) in [("left", left), ("right", right)] {
            match self.eval(locals, operand)? {
                Elem::Fixed(Value::Boolean(truth)) if truth == decided => {
                    return Ok(Value::Boolean(truth).into());
                }
                Elem::Fixed(Value::Boolean(_)) => {}
                other => {
                    let message = format!(
                        "the {side} operand of '{symbol}' is {}, not a boolean",
                        other.type_name()
                    );
                    return Err(self.fail(span, fault(codes::evaluation::OPERANDS, message)));
                }
            }
        }
        Ok(Value::Boolean(!decided).into())
    }

    fn unary(&mut self, locals: &mut Locals<'_>, op: UnaryOp, operand: &Expr, span: Span) -> Flow<Elem> {
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

    fn binary(
        &mut self,
        locals: &mut Locals<'_>,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> Flow<Elem> {
        if matches!(op, BinaryOp::Eq | BinaryOp::Ne) && self.recorder.is_recording() {
            return self.compare(locals, op, left, right, span);
        }
        let left = self.eval(locals, left)?;
        let right = self.eval(locals, right)?;
        self.apply(op, left, right, span)
    }

    /// The name of the global variable that an expression is, if it holds a string and it matters how it is looked at.
    pub(super) fn global_string(&self, locals: &Locals<'_>, expr: &Expr) -> Option<Key> {
        if !self.recorder.is_recording() {
            return None;
        }
        let Expr::Variable(VarRef {
            base: VarBase::Named(slot),
            terms,
            ..
        }) = expr
        else {
            return None;
        };
        let name = locals.name(*slot);
        let is_global = terms.is_empty() && locals.get(*slot).is_none() && self.questionable(name);
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
    ) -> Flow<Elem> {
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
        self.apply(op, left, right, span)
    }

    fn apply(&mut self, op: BinaryOp, left: Elem, right: Elem, span: Span) -> Flow<Elem> {
        let (Elem::Fixed(a), Elem::Fixed(b)) = (&left, &right) else {
            let error = OpError::operands(op, left.type_name(), right.type_name());
            return Err(self.fail(span, error));
        };
        if let (BinaryOp::Add, Value::String(a), Value::String(b)) = (op, a, b) {
            self.allocate_string(a.len() + b.len(), span)?;
        }
        if let (Value::String(a), Value::String(b)) = (a, b)
            && a.len().min(b.len()) >= LONG
        {
            self.work((a.len().min(b.len()) / LONG) as u64, span)?;
        }
        match ops::binary(op, a, b) {
            Ok(value) => Ok(Elem::Fixed(value)),
            Err(error) => Err(self.fail(span, error)),
        }
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
