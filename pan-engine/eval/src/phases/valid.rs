use pan_diagnostics::{Diagnostic, codes};
use pan_value::{Path, Value};
use rustc_hash::FxHashSet;

use super::report::report;
use super::trace::Trace;
use super::undefined::undefined;
use super::{Built, Verdict, build};
use crate::eval::Evaluator;
use crate::job::Job;
use crate::outcome::Profile;
use crate::validate::Violation;

/// Checks a built object: nothing is undefined, everything fits the types bound to it.
pub fn validate(job: &Job<'_>, built: &Built) -> Verdict {
    let mut evaluator = Evaluator::revive(job, built);
    let mut found = undefined_values(job, &built.root);
    // Types of something undefined would only say the same in other words.
    if found.is_empty() {
        evaluator.recorder.start(job.session.store().cloned());
        found = violations(&mut evaluator, built);
        if !found.is_empty() && job.session.store().is_some() {
            // What does not fit is found again, and described, without sharing.
            evaluator = Evaluator::revive(job, built);
            found = violations(&mut evaluator, built);
        }
    }
    if !found.is_empty() {
        add_setters(job, &mut found);
    }
    Verdict {
        diagnostics: found.into_iter().map(|(_, diagnostic)| diagnostic).collect(),
        reads: evaluator.reads,
        messages: evaluator.messages,
    }
}

fn undefined_values(job: &Job<'_>, root: &Value) -> Vec<(Path, Diagnostic)> {
    let report = |path: Path| {
        let message = format!("element at {path} is undefined");
        let diagnostic = Diagnostic::error(codes::validation::UNDEFINED, message)
            .in_object(job.object.shared())
            .at_path(path.to_string());
        (path, diagnostic)
    };
    undefined(root).into_iter().map(report).collect()
}

fn violations(evaluator: &mut Evaluator<'_>, built: &Built) -> Vec<(Path, Diagnostic)> {
    let mut found: Vec<(Path, Diagnostic)> = Vec::new();
    // What is wrong deep down is wrong for every type around it.
    let mut known: FxHashSet<Path> = FxHashSet::default();
    let object = evaluator.object().to_owned();
    for (path, bound) in &built.bindings {
        let value = Profile::value_at(&built.root, path);
        for binding in bound {
            evaluator.swap_to(&binding.location.source);
            let checked = match value {
                Some(value) => evaluator.check_type(&binding.definition, value),
                None => {
                    let message = format!("there is no element at {path}, which a type is bound to");
                    Err(Violation::new(codes::validation::MISSING_ELEMENT, message)
                        .declared(&binding.definition))
                }
            };
            if let Err(violation) = checked {
                let (full, diagnostic) = report(&object, path, binding, *violation);
                if known.insert(full.clone()) {
                    found.push((full, diagnostic));
                }
            }
        }
    }
    found
}

/// Says who set the values.
fn add_setters(job: &Job<'_>, found: &mut [(Path, Diagnostic)]) {
    let trace = build::rebuild(job, Trace::new(found.iter().map(|(path, _)| path.clone())));
    for (path, diagnostic) in found {
        let Some(setter) = trace.setter(path) else {
            continue;
        };
        diagnostic.set_by = Some(setter.location.clone());
        if diagnostic.provenance.is_empty() {
            diagnostic.provenance.clone_from(&setter.frames);
        }
        if diagnostic.location.is_none() {
            diagnostic.location = Some(setter.location.clone());
        }
    }
}
