//! Constant folding: a block that needs nothing but itself is run when its template is compiled.
//!
//! This is not only an optimisation. A statement with a constant and one with a computed value behave differently where the
//! reference does (a constant `?=` on a final path is ignored, a constant goes into the tree protected, ...).

use pan_value::Value;

use crate::eval::Evaluator;
use crate::ir::Block;
use crate::limits::Limits;

/// The limits of folding. Iterations and depth are those of the reference, because they decide what is a constant; the others
/// only have to end it.
fn limits() -> Limits {
    Limits {
        iterations: 1_000,
        depth: 50,
        steps: 20_000_000,
        memory: 256 << 20,
        ..Limits::default()
    }
}

/// The value of the block, if it can be evaluated without the object: without global variables, user functions, `SELF`, paths
/// and other templates. Any error means that it cannot; the error will show when the statement runs.
#[must_use]
pub fn fold(block: &Block) -> Option<Value> {
    Evaluator::folding(&limits()).fold(block)
}
