use pan_value::Value;

use super::super::iteration::{Cursor, Step};
use super::super::locals::Locals;
use super::super::variable::as_variable;
use super::super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn first(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let [resource, key, value] = args else {
            return Err(self.bad_argument("first", span, "three arguments are needed"));
        };
        let resource = self.resource(locals, "first", resource, span)?;
        // Known even if there are no elements.
        self.set_argument(locals, key, Elem::UNDEF, false)?;
        self.set_argument(locals, value, Elem::UNDEF, false)?;
        self.iterators.retain(|cursor| !cursor.is_over(&resource));
        let mut cursor = Cursor::new(resource);
        let step = self.here(span, cursor.next())?;
        self.iterators.push(cursor);
        self.take_step(locals, step, key, value, false)
    }

    #[inline(never)]
    pub(super) fn next(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let [resource, key, value] = args else {
            return Err(self.bad_argument("next", span, "three arguments are needed"));
        };
        let resource = self.resource(locals, "next", resource, span)?;
        let Some(cursor) = self.iterators.iter_mut().find(|cursor| cursor.is_over(&resource)) else {
            let message = "there is no iteration over this resource";
            return Err(self.bad_argument("next", span, message));
        };
        let step = cursor.next();
        let step = self.here(span, step)?;
        self.take_step(locals, step, key, value, true)
    }

    fn resource(&mut self, locals: &mut Locals<'_>, name: &str, arg: &Expr, span: Span) -> Flow<Elem> {
        let resource = self.eval(locals, arg)?;
        if resource.kind().is_resource() {
            Ok(resource)
        } else {
            let message = format!(
                "the first argument must be a list or a dict, not {}",
                resource.type_name()
            );
            Err(self.bad_argument(name, span, message))
        }
    }

    fn take_step(
        &mut self,
        locals: &mut Locals<'_>,
        step: Option<Step>,
        key: &Expr,
        value: &Expr,
        clear: bool,
    ) -> Flow<Elem> {
        let Some(step) = step else {
            return Ok(Value::Boolean(false).into());
        };
        self.set_argument(locals, key, step.key.into(), false)?;
        // Behind the first one: the elements may be of different kinds.
        self.set_argument(locals, value, step.value, clear)?;
        Ok(Value::Boolean(true).into())
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
