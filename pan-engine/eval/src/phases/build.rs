use std::sync::Arc;

use super::trace::Trace;
use super::{Built, Failure};
use crate::eval::{Evaluator, Flow, Interrupt};
use crate::job::Job;

/// Runs the object template of the job and fills defaults in.
///
/// # Errors
/// An error ended it.
pub fn build(job: &Job<'_>) -> Result<Built, Box<Failure>> {
    // What goes wrong is found again, and described, without sharing.
    if let Some(store) = job.session.store() {
        let mut evaluator = Evaluator::new(job);
        evaluator.recorder.start(Some(Arc::clone(store)));
        if let Ok(built) = run(&mut evaluator).and_then(|()| evaluator.built()) {
            return Ok(built);
        }
    }
    let mut evaluator = Evaluator::new(job);
    match run(&mut evaluator).and_then(|()| evaluator.built()) {
        Ok(built) => Ok(built),
        Err(interrupt) => Err(Box::new(evaluator.failure(interrupt))),
    }
}

/// Builds the object again, watching who sets the paths of the trace.
pub(super) fn rebuild(job: &Job<'_>, trace: Trace) -> Trace {
    let mut evaluator = Evaluator::new(job);
    evaluator.trace = Some(trace);
    // It was built before; if it fails now, what was seen until then is still true.
    let _ = run(&mut evaluator);
    evaluator.trace.take().unwrap_or_default()
}

fn run(evaluator: &mut Evaluator<'_>) -> Flow<()> {
    evaluator.run_object()?;
    evaluator.unify()?;
    evaluator.fill_defaults()
}

impl Evaluator<'_> {
    fn failure(self, interrupt: Interrupt) -> Failure {
        let mut diagnostics = match interrupt {
            Interrupt::Failed(diagnostic) => vec![*diagnostic],
            // A `return` outside of blocks cannot be written.
            Interrupt::Return(_) => Vec::new(),
        };
        diagnostics.extend(self.more);
        Failure {
            diagnostics,
            reads: self.reads,
            messages: self.messages,
        }
    }
}
