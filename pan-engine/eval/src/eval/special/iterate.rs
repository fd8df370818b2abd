use super::super::iteration::{Cursor, Step};
use super::super::locals::Locals;
use super::super::variable::as_variable;
use super::super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Next, Span};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn first(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<bool> {
        let [resource, key, value] = args else {
            return Err(self.bad_argument("first", span, "three arguments are needed"));
        };
        let mut over = Elem::UNDEF;
        self.resource(locals, "first", resource, span, &mut over)?;
        // Known even if there are no elements.
        self.set_argument(locals, key, Elem::UNDEF, false)?;
        self.set_argument(locals, value, Elem::UNDEF, false)?;
        self.iterators.retain(|cursor| !cursor.is_over(&over));
        let mut cursor = Cursor::new(over);
        let step = self.here(span, cursor.next())?;
        self.iterators.push(cursor);
        self.take_step(locals, step, key, value, false)
    }

    /// Whether there is a next element, and that element.
    #[inline]
    pub(in crate::eval) fn answer_next(&mut self, locals: &mut Locals<'_>, next: &Next) -> Flow<bool> {
        self.step(next.span)?;
        if self.goes_on(locals, next) {
            return Ok(true);
        }
        match &next.call {
            Expr::Builtin { args, span, .. } => self.next(locals, args, *span),
            _ => Ok(false),
        }
    }

    /// Goes on with the iteration that was begun last, if it is that one and takes nothing else.
    #[inline(always)]
    fn goes_on(&mut self, locals: &mut Locals<'_>, next: &Next) -> bool {
        let Some(cursor) = self.iterators.last_mut() else {
            return false;
        };
        let is_at_hand = match (locals.get(next.over), &next.term) {
            (Some(local), None) => cursor.is_over(local),
            (Some(local), Some(term)) => local.is_child(term, |child| cursor.is_over(child)),
            (None, _) => false,
        };
        is_at_hand && cursor.step(locals, next.key, next.value)
    }

    #[inline(never)]
    pub(super) fn next(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<bool> {
        let [resource, key, value] = args else {
            return Err(self.bad_argument("next", span, "three arguments are needed"));
        };
        let mut over = Elem::UNDEF;
        self.resource(locals, "next", resource, span, &mut over)?;
        let Some(cursor) = self.iterators.iter_mut().find(|cursor| cursor.is_over(&over)) else {
            let message = "there is no iteration over this resource";
            return Err(self.bad_argument("next", span, message));
        };
        let step = cursor.next();
        let step = self.here(span, step)?;
        self.take_step(locals, step, key, value, true)
    }

    #[inline]
    fn resource(
        &mut self,
        locals: &mut Locals<'_>,
        name: &str,
        arg: &Expr,
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        self.eval_to(locals, arg, place)?;
        if place.kind().is_resource() {
            return Ok(());
        }
        let message = format!(
            "the first argument must be a list or a dict, not {}",
            place.type_name()
        );
        Err(self.bad_argument(name, span, message))
    }

    fn take_step(
        &mut self,
        locals: &mut Locals<'_>,
        step: Option<Step>,
        key: &Expr,
        value: &Expr,
        clear: bool,
    ) -> Flow<bool> {
        let Some(step) = step else {
            return Ok(false);
        };
        self.set_argument(locals, key, step.key.into(), false)?;
        // Behind the first one: the elements may be of different kinds.
        self.set_argument(locals, value, step.value, clear)?;
        Ok(true)
    }

    /// Sets the variable that an argument is; one that is undef takes nothing.
    fn set_argument(&mut self, locals: &mut Locals<'_>, arg: &Expr, value: Elem, anew: bool) -> Flow<()> {
        match as_variable(arg) {
            Some(var) => self.set_again(locals, var, value, anew),
            None => Ok(()),
        }
    }

    #[inline(never)]
    pub(super) fn delete(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let Some(var) = args.first().and_then(as_variable) else {
            return Err(self.bad_argument("delete", span, "the argument must be a variable"));
        };
        self.set(locals, var, None)?;
        Ok(Elem::UNDEF)
    }
}
