//! What the fuzz targets of the Pan engine check. Each body takes any bytes and panics when the engine breaks a promise; the
//! fuzzer and the test over the seeds call the same bodies.

mod evaluator;
mod lexer;
pub mod mutation;
mod parser;
mod stack;
mod world;

pub use evaluator::evaluator;
pub use lexer::lexer;
pub use parser::parser;

/// A body: checks what must hold for any input.
pub type Body = fn(&[u8]);

/// The bodies by the names of their targets.
pub const BODIES: [(&str, Body); 3] = [("lexer", lexer), ("parser", parser), ("evaluator", evaluator)];
