//! Constant folding: a block that needs nothing but itself is run when its template is compiled.
//!
//! This is not only an optimisation. A statement with a constant and one with a computed value behave differently where the
//! reference does (a constant `?=` on a final path is ignored, a constant goes into the tree protected, ...).

use pan_value::Value;

use crate::eval::Evaluator;
use crate::ir::Block;
use crate::limits::Limits;

/// What folding may use up in one template: however many blocks there are, lowering ends, and the constants it makes do not
/// fill the memory. Blocks that are left are run with the object, within its limits.
#[derive(Debug)]
pub struct Budget {
    steps: u64,
    memory: u64,
}

const BUDGET: Budget = Budget {
    steps: 20_000_000,
    memory: 64 << 20,
};

impl Default for Budget {
    fn default() -> Self {
        BUDGET
    }
}

impl Budget {
    /// The limits of folding one block. Iterations and depth are those of the reference, because they decide what is a constant;
    /// the others only have to end it.
    fn limits(&self) -> Limits {
        Limits {
            iterations: 1_000,
            depth: 50,
            steps: self.steps,
            memory: self.memory,
            string_bytes: 1 << 20,
            list_length: 1 << 16,
            elements: 1 << 18,
            ..Limits::default()
        }
    }

    /// Bytes that were made.
    #[must_use]
    pub const fn used(&self) -> u64 {
        BUDGET.memory - self.memory
    }
}

/// The value of the block, if it can be evaluated without the object: without global variables, user functions, `SELF`, paths
/// and other templates. Any error means that it cannot; the error will show when the statement runs.
#[must_use]
pub fn fold(block: &Block, budget: &mut Budget) -> Option<Value> {
    let limits = budget.limits();
    let mut evaluator = Evaluator::folding(&limits);
    let value = evaluator.fold(block);
    let (steps, memory) = evaluator.used();
    budget.steps = budget.steps.saturating_sub(steps);
    budget.memory = budget.memory.saturating_sub(memory);
    value
}
