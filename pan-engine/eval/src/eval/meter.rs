use pan_diagnostics::codes;

use super::{Evaluator, Flow, Interrupt};
use crate::builtin::Fault;
use crate::ir::Span;
use crate::limits::Limit;

/// What the evaluation of an object has used up so far.
#[derive(Debug, Default)]
pub struct Meter {
    steps: u64,
    /// The step at which the limit is looked at next, and whether the compile was cancelled.
    next_look: u64,
    memory: u64,
    nesting: u32,
}

/// Bytes of a string that a function looks at in the time of a step, roughly.
pub const LONG: usize = 64;

/// Steps between two looks at whether the compile was cancelled.
const LOOK: u64 = 1024;

/// Bytes an element takes in a resource, roughly.
pub const ELEMENT_BYTES: u64 = 48;

impl Evaluator<'_> {
    /// Counts a step into an expression. Every one must be [`Evaluator::leave`]d.
    #[inline]
    pub(super) fn enter(&mut self, span: impl Fn() -> Span) -> Flow<()> {
        self.meter.steps += 1;
        self.meter.nesting += 1;
        if self.meter.steps >= self.meter.next_look {
            self.look_up(span())?;
        }
        if self.meter.nesting > self.limits.nesting {
            return Err(self.nested_too_deep(span()));
        }
        Ok(())
    }

    /// Counts a step that leads to no other expression.
    #[inline]
    pub(super) fn step(&mut self, span: Span) -> Flow<()> {
        self.meter.steps += 1;
        if self.meter.steps >= self.meter.next_look {
            self.look_up(span)?;
        }
        Ok(())
    }

    #[cold]
    fn nested_too_deep(&self, span: Span) -> Interrupt {
        let message = format!("expressions are nested more than {} deep", self.limits.nesting);
        self.fail(span, Limit::Nesting.reached(message))
    }

    /// Counts work that takes this many times as long as a step.
    pub(super) fn work(&mut self, steps: u64, span: Span) -> Flow<()> {
        self.meter.steps += steps;
        if self.meter.steps >= self.meter.next_look {
            self.look_up(span)?;
        }
        Ok(())
    }

    /// Looks at the limit of steps, and whether the compile was cancelled.
    #[cold]
    fn look_up(&mut self, span: Span) -> Flow<()> {
        if self.is_cancelled() {
            let fault = Fault::new("the compile was cancelled").with_code(codes::system::CANCELLED);
            return Err(self.fail(span, fault));
        }
        if self.meter.steps > self.limits.steps {
            let message = format!("more than {} steps were taken for this object", self.limits.steps);
            return Err(self.fail(span, Limit::Steps.reached(message)));
        }
        self.meter.next_look = (self.meter.steps + LOOK).min(self.limits.steps.saturating_add(1));
        Ok(())
    }

    /// Was the compile cancelled?
    pub(crate) fn is_cancelled(&self) -> bool {
        self.job.is_some_and(|job| job.options.is_cancelled())
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
            return Err(self.fail(span, Limit::Memory.reached(message)));
        }
        Ok(())
    }

    /// Counts a resource of this many elements.
    pub(super) fn allocate_elements(&mut self, elements: usize, span: Span) -> Flow<()> {
        self.allocate(ELEMENT_BYTES * (elements as u64 + 1), span)
    }
}
