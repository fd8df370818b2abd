use super::super::iteration::{Cursor, Step};
use super::super::locals::Locals;
use super::super::variable::as_variable;
use super::super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Slot, Span, VarBase, VarRef};

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

    #[inline(never)]
    pub(super) fn next(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<bool> {
        let [resource, key, value] = args else {
            return Err(self.bad_argument("next", span, "three arguments are needed"));
        };
        // Most often it is the one that was begun last, which need not be evaluated for it.
        let at_hand = self
            .iterators
            .last_mut()
            .filter(|cursor| is_at_hand(locals, resource, cursor));
        if let (Some(cursor), Some(key), Some(value)) = (at_hand, whole(key), whole(value))
            && let wanted = !locals.is_unread(key)
            && let Some((key, value)) = locals.both_mut(key, value)
            && cursor.step(key, value, wanted)
        {
            return Ok(true);
        }
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

/// The variable that an argument is, if all of it is meant.
fn whole(arg: &Expr) -> Option<Slot> {
    as_variable(arg).and_then(VarRef::whole)
}

/// Is an argument the resource of this iteration? If it takes more than a look, it is said not to be.
fn is_at_hand(locals: &Locals<'_>, arg: &Expr, cursor: &Cursor) -> bool {
    let Expr::Variable(var) = arg else { return false };
    let (VarBase::Named(slot), Some(terms)) = (var.base, var.fixed.as_deref()) else {
        return false;
    };
    match (locals.get(slot), terms) {
        (Some(local), []) => cursor.is_over(local),
        (Some(local), [term]) => local.is_child(term, |child| cursor.is_over(child)),
        _ => false,
    }
}
