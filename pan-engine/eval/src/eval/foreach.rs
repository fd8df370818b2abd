//! `foreach`.

use pan_diagnostics::codes;

use super::error::fault;
use super::iteration::{Cursor, Step};
use super::locals::Locals;
use super::rounds::Rounds;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::Foreach;

impl Evaluator<'_> {
    /// Runs a `foreach`; the value is that of the last round. Without a place for it nobody looks at it.
    pub(super) fn run_foreach(
        &mut self,
        locals: &mut Locals<'_>,
        each: &Foreach,
        resource: Elem,
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
        let both = each.key.whole().zip(each.value.whole());
        let both = both.filter(|(key, element)| key != element);
        let rounds = Rounds::of(&each.body);
        let mut cursor = Cursor::new(resource);
        loop {
            let at_once = both.is_some_and(|(key, element)| cursor.step(locals, key, element));
            if !at_once {
                let Some(Step { key, value: element }) = self.here(each.span, cursor.next())? else {
                    return Ok(());
                };
                self.set_again(locals, &each.key, key.into(), false)?;
                // The elements may be of different kinds.
                self.set_again(locals, &each.value, element, true)?;
            }
            self.round(locals, &rounds, &mut value)?;
        }
    }
}
