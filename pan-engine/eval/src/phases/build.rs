use std::sync::Arc;

use super::trace::Trace;
use super::{Built, Failure};
use crate::eval::{Evaluator, Flow, Interrupt};
use crate::job::Job;
use crate::sharing::{self, Plan, Sharing, Store};

/// Runs the object template of the job and fills defaults in.
///
/// # Errors
/// An error ended it.
pub fn build(job: &Job<'_>) -> Result<Built, Box<Failure>> {
    if let Some(store) = job.session.store() {
        match build_shared(job, store) {
            Shared::Built(built) => return Ok(*built),
            // What goes wrong is found again, and described, by the object itself.
            Shared::Failed(trace) => {
                let built = build_alone(job)?;
                store.followed(&trace, false);
                return Ok(built);
            }
            Shared::Not => {}
        }
    }
    build_alone(job)
}

/// Builds the object by itself.
///
/// # Errors
/// An error ended it.
pub(super) fn build_alone(job: &Job<'_>) -> Result<Built, Box<Failure>> {
    let mut evaluator = Evaluator::new(job);
    match run(&mut evaluator, Plan::Alone) {
        Ok(built) => Ok(built),
        Err(interrupt) => Err(Box::new(evaluator.failure(interrupt))),
    }
}

/// The result of an attempt to share.
enum Shared {
    Built(Box<Built>),
    /// This could not be followed.
    Failed(Arc<sharing::Trace>),
    Not,
}

fn build_shared(job: &Job<'_>, store: &Store) -> Shared {
    let mut evaluator = Evaluator::new(job);
    let Ok(template) = evaluator.start() else {
        return Shared::Not;
    };
    let own = sharing::signature(&template);
    let mut plan = store.plan(&template, &own);
    // Of objects that another one needs nobody knows when they can be followed.
    if matches!(plan, Plan::Record) && job.depth == 1 && job.session.ahead().lead(job, &own) {
        plan = store.plan(&template, &own);
        if matches!(plan, Plan::Record) {
            job.session.ahead().in_vain();
        }
    }
    let trace = match &plan {
        Plan::Alone => return Shared::Not,
        Plan::Follow(trace) => Some(Arc::clone(trace)),
        Plan::Record => None,
    };
    let built = evaluator
        .share(plan, &template)
        .and_then(|()| evaluator.run_object(&template));
    let (own, _) = evaluator.used();
    if matches!(evaluator.sharing, Sharing::Abandoned) {
        store.give_up(&template);
    }
    match (built.and_then(|()| evaluator.built()), trace) {
        (Ok(built), trace) => {
            if let Some(trace) = trace {
                store.followed(&trace, true);
                if own > trace.used.0 / 3 + 100 {
                    store.want(&template);
                }
            }
            Shared::Built(Box::new(built))
        }
        (Err(_), Some(trace)) => Shared::Failed(trace),
        (Err(_), None) => Shared::Not,
    }
}

/// Builds the object again, watching who sets the paths of the trace.
pub(super) fn rebuild(job: &Job<'_>, trace: Trace) -> Trace {
    let mut evaluator = Evaluator::new(job);
    evaluator.trace = Some(trace);
    // It was built before; if it fails now, what was seen until then is still true.
    let _ = run(&mut evaluator, Plan::Alone);
    evaluator.trace.take().unwrap_or_default()
}

fn run(evaluator: &mut Evaluator<'_>, plan: Plan) -> Flow<Built> {
    let template = evaluator.start()?;
    evaluator.share(plan, &template)?;
    evaluator.run_object(&template)?;
    evaluator.built()
}

impl Evaluator<'_> {
    fn failure(self, interrupt: Interrupt) -> Failure {
        let mut diagnostics = match interrupt {
            Interrupt::Failed(diagnostic) => vec![*diagnostic],
            // A `return` outside of blocks cannot be written.
            Interrupt::Return => Vec::new(),
        };
        diagnostics.extend(self.more);
        Failure {
            diagnostics,
            reads: self.reads,
            messages: self.messages,
        }
    }
}
