use pan_diagnostics::{Location, codes};
use pan_value::Value;

use super::error::fault;
use super::self_value::SelfValue;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Assign, AssignValue, Block};
use crate::phases::trace::Setter;

impl Evaluator<'_> {
    /// Runs a path assignment.
    pub(super) fn assign(&mut self, assign: &Assign) -> Flow<()> {
        match &assign.value {
            AssignValue::Delete => self.assign_null(assign)?,
            AssignValue::Constant(value) => self.assign_constant(assign, value)?,
            AssignValue::Computed(block) => self.assign_computed(assign, block)?,
        }
        if assign.is_final && assign.path.is_absolute() {
            self.recorder.final_path(&assign.path);
            let statement = Location::new(&self.source, assign.span);
            self.finals.set_by(&assign.path, statement);
        }
        Ok(())
    }

    /// Tells the trace, if there is one, that the statement set its path.
    fn trace(&mut self, assign: &Assign) {
        let Some(mut trace) = self.trace.take() else {
            return;
        };
        if assign.path.is_absolute() {
            trace.assigned(&assign.path, || Setter {
                location: Location::new(&self.source, assign.span),
                frames: self.frames(),
            });
        }
        self.trace = Some(trace);
    }

    fn check_final(&self, assign: &Assign) -> Flow<()> {
        match self.finals.reason(&assign.path) {
            Some((reason, marked_by)) if assign.path.is_absolute() => {
                let message = format!("{} cannot be modified; {reason} is marked as final", assign.path);
                let mut fault = fault(codes::evaluation::FINAL, message);
                if let Some(statement) = marked_by {
                    fault = fault.with_label(statement.clone(), "made final here");
                }
                Err(self.fail(assign.span, fault))
            }
            _ => Ok(()),
        }
    }

    fn assign_null(&mut self, assign: &Assign) -> Flow<()> {
        // `?= null` does nothing.
        if assign.conditional {
            return Ok(());
        }
        self.check_final(assign)?;
        self.trace(assign);
        self.put_element(&assign.path, None, assign.span)
    }

    fn assign_constant(&mut self, assign: &Assign, value: &Value) -> Flow<()> {
        if assign.conditional
            && let Some(current) = self.kind_at(&assign.path, assign.span)?
            && !current.is_undef()
        {
            return Ok(());
        }
        self.check_final(assign)?;
        self.trace(assign);
        self.put_element(&assign.path, Some(Elem::Fixed(value.clone())), assign.span)
    }

    fn assign_computed(&mut self, assign: &Assign, block: &Block) -> Flow<()> {
        // The path exists, as undef, while its value is computed.
        let current = match self.kind_at(&assign.path, assign.span)? {
            Some(elem) => elem,
            None => {
                self.put_element(&assign.path, Some(Elem::UNDEF), assign.span)?;
                Elem::UNDEF
            }
        };
        if !current.is_undef() {
            self.check_final(assign)?;
        }
        if assign.conditional && !current.is_undef() {
            return Ok(());
        }
        self.self_value = SelfValue::Path {
            path: assign.path.clone(),
            elem: current.clone(),
            by_parts: block.self_by_parts,
        };
        let in_parts = self.self_by_parts().is_some();
        if in_parts {
            self.recorder.begin_parts(&assign.path);
        }
        let result = self.run_block(block)?;
        self.self_value = SelfValue::None;
        self.trace(assign);
        // SELF, changed in place, is where it belongs already.
        if result.is_same(&current) && matches!(current, Elem::Live(_)) {
            if !in_parts {
                self.note_element_set(&assign.path);
            }
            drop(result);
            self.check_aliases(&current);
            return Ok(());
        }
        let copy = self.here(assign.span, result.duplicate(self.bounds()))?;
        self.put_element(&assign.path, Some(copy), assign.span)
    }
}
