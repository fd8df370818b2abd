//! Random Pan programs, and what two compilers make of them.

pub mod alike;
pub mod compare;
pub mod generate;
pub mod minimise;
mod mutate;
pub mod program;
pub mod random;
pub mod run;
pub mod tree;
