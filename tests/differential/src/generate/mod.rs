//! Writes random programs.
//!
//! The generator knows the types of what it wrote, so that most programs run to their end; in some programs it forgets about
//! them now and then. What is known to differ between the compilers (`tests/conformance/differences.toml`) is not written.

mod arguments;
mod block;
mod calls;
mod declare;
mod expression;
mod flow;
mod iterate;
mod known;
mod literal;
mod operator;
mod path;
mod pattern;
mod schema;
mod small;
mod statement;
mod template;
mod types;

use known::{Known, Scope};

use crate::mutate::mutate;
use crate::program::Program;
use crate::random::Random;

/// Writes programs.
pub(crate) struct Generator {
    random: Random,
    /// What the templates written so far define.
    known: Known,
    /// What the block being written sees.
    scope: Scope,
    /// In so many of a hundred places an expression of a wrong type is written.
    wrong: usize,
}

/// The program of this seed.
#[must_use]
pub fn program(seed: u64) -> Program {
    let mut random = Random::new(seed);
    let wrong = *random.pick(&[0, 0, 0, 0, 0, 1, 1, 3]);
    let mut generator = Generator {
        random,
        known: Known::default(),
        scope: Scope::default(),
        wrong,
    };
    if generator.random.percent(60) {
        return generator.small_program();
    }
    let mut program = generator.program();
    if generator.random.percent(20) {
        for _ in 0..generator.random.between(1, 3) {
            mutate(&mut program, &mut generator.random);
        }
    }
    program
}

/// Tags of everything that programs must show sooner or later: statements, operators, literals, types, built-in functions.
#[must_use]
pub fn tags() -> Vec<&'static str> {
    let calls = calls::CALLS.iter().map(|call| call.name);
    let others = [
        known::TAGS,
        literal::TAGS,
        operator::TAGS,
        statement::TAGS,
        flow::TAGS,
        schema::TAGS,
        template::TAGS,
        path::TAGS,
    ];
    calls.chain(others.iter().copied().flatten().copied()).collect()
}
