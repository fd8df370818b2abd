//! `foreach`.

use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Deep, Dict, List, Value};

use super::error::fault;
use super::iteration::{Cursor, Step};
use super::locals::Locals;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Foreach, Slot, VarRef};

impl Evaluator<'_> {
    /// Runs a `foreach`; the value is that of the last round. Without a place for it nobody looks at it.
    pub(super) fn run_foreach(
        &mut self,
        locals: &mut Locals<'_>,
        each: &Foreach,
        resource: &Elem,
        mut value: Option<&mut Elem>,
    ) -> Flow<()> {
        if !resource.kind().is_resource() {
            let message = format!("foreach needs a list or a dict, not {}", resource.type_name());
            return Err(self.fail(each.span, fault(codes::evaluation::ARGUMENT, message)));
        }
        // Known even if there are no elements.
        self.set(locals, &each.key, Some(Elem::UNDEF))?;
        self.set(locals, &each.value, Some(Elem::UNDEF))?;
        if let Some(value) = &mut value {
            value.set(Elem::UNDEF);
        }
        let rest = match resource.still() {
            Some(Value::List(items)) => self.run_over_list(locals, each, resource, &items, &mut value)?,
            Some(Value::Dict(entries)) => self.run_over_dict(locals, each, resource, &entries, &mut value)?,
            _ => Some(Cursor::new(resource.clone())),
        };
        if let Some(rest) = rest {
            self.run_over_rest(locals, each, rest, &mut value)?;
        }
        Ok(())
    }

    /// As long as nobody looks into a list but at its properties, it is gone through without a look at how it is now.
    #[inline(never)]
    fn run_over_list(
        &mut self,
        locals: &mut Locals<'_>,
        each: &Foreach,
        list: &Elem,
        items: &Arc<Deep<List>>,
        value: &mut Option<&mut Elem>,
    ) -> Flow<Option<Cursor>> {
        for (index, item) in items.iter().enumerate() {
            if !list.is_still_list(items) || !list.gives(item) {
                return Ok(Some(Cursor::at_index(list.clone(), index)));
            }
            let index = i64::try_from(index).unwrap_or(i64::MAX);
            let both = whole(&each.key, &each.value).and_then(|(key, element)| locals.both_mut(key, element));
            match both {
                Some((key @ Elem::Fixed(Value::Long(_)), element)) if !item.kind().is_resource() => {
                    key.set(Value::Long(index).into());
                    element.set_to(item);
                }
                _ => {
                    self.set_again(locals, &each.key, Value::Long(index).into(), false)?;
                    // The elements may be of different kinds.
                    self.set_again(locals, &each.value, item.clone().into(), true)?;
                }
            }
            self.round(locals, &each.body, value)?;
        }
        // Something may have been appended in the last round.
        Ok((!list.is_still_list(items)).then(|| Cursor::at_index(list.clone(), items.len())))
    }

    /// As [`Self::run_over_list`].
    #[inline(never)]
    fn run_over_dict(
        &mut self,
        locals: &mut Locals<'_>,
        each: &Foreach,
        dict: &Elem,
        entries: &Arc<Deep<Dict>>,
        value: &mut Option<&mut Elem>,
    ) -> Flow<Option<Cursor>> {
        let changes = dict.changes();
        let mut last = None;
        for (key, item) in entries.iter() {
            if !dict.is_still_dict(entries) || !dict.gives(item) {
                return Ok(Some(Cursor::behind(dict.clone(), last, entries, changes)));
            }
            last = Some(key);
            let both = whole(&each.key, &each.value).and_then(|(key, element)| locals.both_mut(key, element));
            match both {
                Some((name @ Elem::Fixed(Value::String(_)), element)) if !item.kind().is_resource() => {
                    *name = Value::String(key.shared()).into();
                    element.set_to(item);
                }
                _ => {
                    self.set_again(locals, &each.key, Value::String(key.shared()).into(), false)?;
                    self.set_again(locals, &each.value, item.clone().into(), true)?;
                }
            }
            self.round(locals, &each.body, value)?;
        }
        Ok(None)
    }

    #[inline(never)]
    fn run_over_rest(
        &mut self,
        locals: &mut Locals<'_>,
        each: &Foreach,
        mut cursor: Cursor,
        value: &mut Option<&mut Elem>,
    ) -> Flow<()> {
        while let Some(Step { key, value: element }) = self.here(each.span, cursor.next())? {
            self.set_again(locals, &each.key, key.into(), false)?;
            self.set_again(locals, &each.value, element, true)?;
            self.round(locals, &each.body, value)?;
        }
        Ok(())
    }
}

/// The variables of a loop, if both are whole ones.
fn whole(key: &VarRef, element: &VarRef) -> Option<(Slot, Slot)> {
    key.whole().zip(element.whole())
}
