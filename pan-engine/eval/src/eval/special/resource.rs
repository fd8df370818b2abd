use std::collections::BTreeMap;

use pan_value::{Kind, Term, Value, utf16_len};

use super::super::locals::Locals;
use super::super::{Evaluator, Flow};
use crate::elem::{Elem, Live};
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn length(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let [value] = self.arguments(locals, "length", args, span)?;
        let length = match (&value, value.size()) {
            (_, Some(size)) => size,
            (Elem::Fixed(Value::String(text)), _) => utf16_len(text),
            (Elem::Fixed(Value::Undef), _) => 0,
            _ => {
                let message = format!(
                    "the argument must be a string, a list, a dict or undef, not {}",
                    value.type_name()
                );
                return Err(self.bad_argument("length", span, message));
            }
        };
        Ok(Value::Long(i64::try_from(length).unwrap_or(i64::MAX)).into())
    }

    #[inline(never)]
    pub(super) fn key(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let [dict, index] = self.arguments(locals, "key", args, span)?;
        if dict.kind() != Kind::Dict {
            let message = format!("the first argument must be a dict, not {}", dict.type_name());
            return Err(self.bad_argument("key", span, message));
        }
        let Elem::Fixed(Value::Long(index)) = index else {
            let message = format!("the second argument must be a long, not {}", index.type_name());
            return Err(self.bad_argument("key", span, message));
        };
        let at = usize::try_from(index).ok();
        let key = match &dict {
            Elem::Fixed(Value::Dict(entries)) => at.and_then(|at| entries.keys().nth(at)).cloned(),
            Elem::Live(live) => at.and_then(|at| live.nth_key(at)),
            Elem::Fixed(_) => None,
        };
        match key {
            Some(key) => Ok(Value::String(key.shared()).into()),
            None => {
                let size = dict.size().unwrap_or(0);
                let message = format!("the index {index} is out of bounds, the dict has {size} entries");
                Err(self.bad_argument("key", span, message))
            }
        }
    }

    #[inline(never)]
    pub(super) fn merge(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(self.eval(locals, arg)?);
        }
        let kind = values.first().map_or(Kind::Undef, Elem::kind);
        if !kind.is_resource() || values.iter().any(|value| value.kind() != kind) {
            return Err(self.bad_argument("merge", span, "the arguments must all be lists, or all dicts"));
        }
        self.allocate_elements(values.iter().filter_map(Elem::size).sum(), span)?;
        if kind == Kind::List {
            let list = Live::list(Vec::new());
            let items = values.iter().flat_map(Elem::children).map(|(_, item)| item);
            self.put_all(&list, items, span)?;
            return Ok(Elem::Live(list));
        }
        let mut entries = BTreeMap::new();
        for (key, item) in values.iter().flat_map(Elem::children) {
            let Term::Key(key) = key else { continue };
            if entries.contains_key(&key) {
                return Err(self.bad_argument(
                    "merge",
                    span,
                    format!("the key '{key}' is in more than one dict"),
                ));
            }
            entries.insert(key, item);
        }
        Ok(Elem::Live(Live::dict(entries)))
    }

    /// Puts elements into an empty list, each at its index: null leaves a gap, which becomes undef if something follows.
    pub(super) fn put_all(&self, list: &Live, items: impl Iterator<Item = Elem>, span: Span) -> Flow<()> {
        for (i, item) in items.enumerate() {
            let index = i32::try_from(i).unwrap_or(i32::MAX);
            let put = list.put(&Term::Index(index), Some(item), self.bounds());
            self.here(span, put)?;
        }
        Ok(())
    }
}
