use std::sync::Arc;

use super::locals::Locals;
use super::self_value::SelfValue;
use super::{Evaluator, Flow, Interrupt};
use crate::elem::Elem;
use crate::ir::{Block, Expr};

impl Evaluator<'_> {
    /// Runs the block of a statement of the template being run.
    pub(super) fn run_block(&mut self, block: &Block) -> Flow<Elem> {
        // The outermost one counts: blocks of a structure template run for the block that creates it.
        let named = self.template.is_none() && !self.is_folding();
        if named {
            self.template = Some(Arc::clone(self.source.name()));
        }
        let result = self.run_body(block);
        if named {
            self.template = None;
        }
        result
    }

    /// Runs a block with local variables and iterators of its own.
    pub(super) fn run_body(&mut self, block: &Block) -> Flow<Elem> {
        let iterators = std::mem::take(&mut self.iterators);
        let mut locals = Locals::new(block);
        let result = self.eval_returned(&mut locals, &block.body);
        self.iterators = iterators;
        result
    }

    /// Evaluates what a `return` may end.
    pub(super) fn eval_returned(&mut self, locals: &mut Locals<'_>, body: &Expr) -> Flow<Elem> {
        let nesting = self.nesting();
        match self.eval(locals, body) {
            Err(Interrupt::Return) => {
                // It left all at once.
                self.restore_nesting(nesting);
                Ok(std::mem::replace(&mut self.returned, Elem::UNDEF))
            }
            other => other,
        }
    }

    /// Runs the `with` block of a type. Whatever happens in it, the state is the one before afterwards.
    pub(crate) fn run_validation(&mut self, block: &Block, value: Elem) -> Flow<Elem> {
        let self_value = std::mem::replace(&mut self.self_value, SelfValue::ReadOnly(value));
        let (height, nesting) = (self.height(), self.nesting());
        let relative_root = self.relative_root.clone();
        let result = self.run_body(block);
        self.self_value = self_value;
        self.pop_to(height);
        self.restore_nesting(nesting);
        self.relative_root = relative_root;
        result
    }

    /// The value of a block that folds; `None` if it does not.
    pub fn fold(&mut self, block: &Block) -> Option<pan_value::Value> {
        let result = self.run_block(block);
        // An error left it where it was.
        self.restore_nesting(0);
        let elem = result.ok()?;
        elem.freeze(self.bounds()).ok()
    }
}
