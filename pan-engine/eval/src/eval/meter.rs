use pan_diagnostics::codes;

use super::{Evaluator, Flow};
use crate::builtin::Fault;
use crate::ir::Span;

/// What the evaluation of an object has used up so far.
#[derive(Debug, Default)]
pub struct Meter {
    steps: u64,
    memory: u64,
    nesting: u32,
}

/// Bytes an element takes in a resource, roughly.
pub const ELEMENT_BYTES: u64 = 48;

impl Evaluator<'_> {
    /// Counts a step into an expression. Every one must be [`Evaluator::leave`]d.
    pub(super) fn enter(&mut self, span: Span) -> Flow<()> {
        self.meter.steps += 1;
        self.meter.nesting += 1;
        if self.meter.steps > self.limits.steps {
            let message = format!("more than {} steps were taken for this object", self.limits.steps);
            return Err(self.fail(
                span,
                Fault::new(message).with_code(codes::evaluation::RESOURCE_LIMIT),
            ));
        }
        if self.meter.nesting > self.limits.nesting {
            let message = format!("expressions are nested more than {} deep", self.limits.nesting);
            return Err(self.fail(
                span,
                Fault::new(message).with_code(codes::evaluation::RESOURCE_LIMIT),
            ));
        }
        Ok(())
    }

    /// Steps and bytes used up so far.
    pub(crate) const fn used(&self) -> (u64, u64) {
        (self.meter.steps, self.meter.memory)
    }

    /// Counts what was used up for another object.
    pub(crate) const fn use_up(&mut self, steps: u64, memory: u64) {
        self.meter.steps += steps;
        self.meter.memory += memory;
    }

    /// Leaves an expression.
    pub(super) const fn leave(&mut self) {
        self.meter.nesting -= 1;
    }

    /// The nesting now, to go back to after an error was caught.
    pub(super) const fn nesting(&self) -> u32 {
        self.meter.nesting
    }

    /// Goes back to a nesting.
    pub(super) const fn restore_nesting(&mut self, nesting: u32) {
        self.meter.nesting = nesting;
    }

    /// Counts memory allocated for data.
    pub(super) fn allocate(&mut self, bytes: u64, span: Span) -> Flow<()> {
        self.meter.memory += bytes;
        if self.meter.memory > self.limits.memory {
            let message = format!(
                "more than {} bytes of data were made for this object",
                self.limits.memory
            );
            return Err(self.fail(
                span,
                Fault::new(message).with_code(codes::evaluation::RESOURCE_LIMIT),
            ));
        }
        Ok(())
    }

    /// Counts a resource of this many elements.
    pub(super) fn allocate_elements(&mut self, elements: usize, span: Span) -> Flow<()> {
        self.allocate(ELEMENT_BYTES * (elements as u64 + 1), span)
    }
}
