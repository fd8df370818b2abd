//! Rounds of loops.

use super::locals::Locals;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Expr, Slot, VarRef};

/// The body of a loop, looked at once for all rounds.
pub struct Rounds<'b> {
    body: &'b [Expr],
    last: Option<&'b Expr>,
    /// The last statement, if it is a variable and nothing else.
    variable: Option<(Slot, &'b VarRef)>,
}

impl<'b> Rounds<'b> {
    /// Rounds of this body.
    pub fn of(body: &'b Expr) -> Self {
        let items = match body {
            Expr::Sequence(items) => items,
            one => std::slice::from_ref(one),
        };
        let variable = match items.last() {
            Some(Expr::Variable(var)) => var.whole().map(|slot| (slot, var)),
            _ => None,
        };
        Self {
            body: items.split_last().map_or(&[], |(_, others)| others),
            last: items.last(),
            variable,
        }
    }
}

impl Evaluator<'_> {
    /// Runs the body of a loop, for its value if there is a place for it.
    #[inline(always)]
    pub(super) fn round(
        &mut self,
        locals: &mut Locals<'_>,
        rounds: &Rounds<'_>,
        value: &mut Option<&mut Elem>,
    ) -> Flow<()> {
        for item in rounds.body {
            self.run(locals, item)?;
        }
        match (value, rounds.last) {
            (Some(value), Some(last)) => match rounds.variable {
                Some((slot, var)) if let Some(local) = locals.get(slot) => {
                    self.step(var.span)?;
                    value.clone_from(local);
                }
                _ => self.eval_to(locals, last, value)?,
            },
            (Some(value), None) => value.set(Elem::UNDEF),
            (None, Some(last)) => self.run(locals, last)?,
            (None, None) => {}
        }
        Ok(())
    }
}
