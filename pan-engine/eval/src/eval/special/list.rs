use std::collections::BTreeMap;

use pan_value::{Kind, Term, Value};

use super::super::locals::Locals;
use super::super::variable::as_variable;
use super::super::{Evaluator, Flow};
use crate::elem::{Elem, Live};
use crate::ir::{Expr, Span, VarBase, VarRef};

impl Evaluator<'_> {
    /// `append` and `prepend`: of a variable in place.
    #[inline(never)]
    pub(super) fn append(
        &mut self,
        locals: &mut Locals<'_>,
        name: &str,
        args: &[Expr],
        span: Span,
        front: bool,
    ) -> Flow<Elem> {
        let (list, value) = match args {
            [value] => {
                let own = VarRef::new(VarBase::SelfValue, Box::default(), span);
                (self.list_variable(locals, &own)?, value)
            }
            [list, value] => match as_variable(list) {
                Some(var) => (self.list_variable(locals, var)?, value),
                None => (self.eval(locals, list)?, value),
            },
            _ => return Err(self.bad_argument(name, span, "one or two arguments are needed")),
        };
        let value = self.eval(locals, value)?;
        if value.is_null() {
            return Err(self.bad_argument(name, span, "the value to add cannot be null"));
        }
        if list.kind() != Kind::List {
            let message = format!("the first argument must be a list, not {}", list.type_name());
            return Err(self.bad_argument(name, span, message));
        }
        self.allocate_elements(if front { list.size().unwrap_or(0) / 64 } else { 0 }, span)?;
        let list = list.writable();
        if let Elem::Live(live) = &list {
            let added = if front {
                live.push_front(value, self.bounds())
            } else {
                live.push(value, self.bounds())
            };
            self.here(span, added)?;
        }
        Ok(list)
    }

    #[inline(never)]
    pub(super) fn make_list(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let mut items = Vec::with_capacity(args.len());
        for arg in args {
            items.push(self.eval(locals, arg)?);
        }
        self.allocate_elements(items.len(), span)?;
        Ok(Elem::Live(Live::list(items)))
    }

    #[inline(never)]
    pub(super) fn make_dict(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(self.eval(locals, arg)?);
        }
        self.allocate_elements(args.len() / 2, span)?;
        let mut entries = BTreeMap::new();
        let mut pairs = values.into_iter();
        while let (Some(key), Some(value)) = (pairs.next(), pairs.next()) {
            let term = match &key {
                Elem::Fixed(key @ Value::String(_)) => self.here(span, Term::from_value(key))?,
                other => {
                    let message = format!("a key must be a string, not {}", other.type_name());
                    return Err(self.bad_argument("dict", span, message));
                }
            };
            let Term::Key(key) = term else {
                return Err(self.bad_argument("dict", span, format!("'{term}' is an index, not a key")));
            };
            if value.is_null() && !entries.contains_key(&key) {
                continue;
            }
            if entries.contains_key(&key) {
                return Err(self.bad_argument("dict", span, format!("the key '{key}' is given twice")));
            }
            entries.insert(key, value);
        }
        Ok(Elem::Live(Live::dict(entries)))
    }
}
