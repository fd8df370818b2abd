use std::sync::{Arc, PoisonError};

use pan_diagnostics::{Diagnostic, Frame, FrameKind, codes};
use pan_value::{Path, Value};
use rustc_hash::FxHashSet;

use super::build::build_alone;
use super::report::report;
use super::trace::Trace;
use super::undefined::undefined;
use super::{Built, Verdict, build};
use crate::eval::Evaluator;
use crate::job::Job;
use crate::outcome::Profile;
use crate::sharing::{Builder, Store};
use crate::types::{At, Binding};
use crate::validate::{Check, Violation};

/// Violations reported for one object.
const REPORTED: usize = 50;

/// Checks a built object: nothing is undefined, everything fits the types bound to it.
pub fn validate(job: &Job<'_>, built: &Built) -> Verdict {
    let trace = built.trace.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(store) = job.session.store()
        && (built.followed.is_some() || trace.is_some())
        && !built.root.holds_undefined()
        && let Some(verdict) = validate_shared(job, store, built, trace)
    {
        return verdict;
    }
    // What does not fit is found, and described, by the object itself.
    if built.followed.is_some() {
        return match build_alone(job) {
            Ok(built) => validate_alone(job, &built),
            Err(failure) => Verdict {
                diagnostics: failure.diagnostics,
                reads: failure.reads,
                messages: failure.messages,
            },
        };
    }
    validate_alone(job, built)
}

/// Checks what is not known from the object followed, or records for others what is looked at. `None`: something does not fit.
fn validate_shared(
    job: &Job<'_>,
    store: &Store,
    built: &Built,
    trace: Option<Box<Builder>>,
) -> Option<Verdict> {
    let mut evaluator = Evaluator::revive(job, built);
    match (&built.followed, trace) {
        (Some(followed), _) => {
            let done = evaluator.check_affected(followed, built)?;
            Some(Verdict {
                diagnostics: Vec::new(),
                reads: followed.reads(&evaluator.reads, &done),
                messages: evaluator.messages,
            })
        }
        (None, Some(builder)) => {
            let checks = evaluator.record_checks(built)?;
            let reads = Arc::clone(&evaluator.reads);
            if !evaluator.recorder.is_lost() {
                store.keep(builder.finish(
                    built.root.clone(),
                    Arc::clone(&built.bindings),
                    checks,
                    Arc::clone(&reads),
                ));
            }
            Some(Verdict {
                diagnostics: Vec::new(),
                reads,
                messages: evaluator.messages,
            })
        }
        (None, None) => None,
    }
}

fn validate_alone(job: &Job<'_>, built: &Built) -> Verdict {
    let mut evaluator = Evaluator::revive(job, built);
    let mut found = undefined_values(job, &built.root);
    // Types of something undefined would only say the same in other words.
    if found.is_empty() {
        found = violations(&mut evaluator, built);
        if !found.is_empty() {
            // Once more, for all of them: who only wants to know whether an object is valid is not to wait for that.
            evaluator = Evaluator::revive(job, built);
            evaluator.thorough = true;
            found = violations(&mut evaluator, built);
        }
    }
    if !found.is_empty() {
        let more = found.len().saturating_sub(REPORTED);
        found.truncate(REPORTED);
        say_more(&mut found, more, "violations");
        add_setters(job, &mut found);
    }
    Verdict {
        diagnostics: found.into_iter().map(|(_, diagnostic)| diagnostic).collect(),
        reads: evaluator.reads,
        messages: evaluator.messages,
    }
}

/// Says at the last one reported how many there are besides.
fn say_more(found: &mut [(Path, Diagnostic)], more: usize, what: &str) {
    if let (Some((_, last)), 1..) = (found.last_mut(), more) {
        let advice = last
            .advice()
            .map(|advice| format!("{advice}\n"))
            .unwrap_or_default();
        last.hint = Some(format!("{advice}and {more} more {what}"));
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
    let (paths, more) = undefined(root);
    let mut found: Vec<(Path, Diagnostic)> = paths.into_iter().map(report).collect();
    say_more(&mut found, more, "undefined elements");
    found
}

fn violations(evaluator: &mut Evaluator<'_>, built: &Built) -> Vec<(Path, Diagnostic)> {
    let mut found: Vec<(Path, Diagnostic)> = Vec::new();
    // What is wrong deep down is wrong for every type around it.
    let mut known: FxHashSet<Path> = FxHashSet::default();
    let object = evaluator.object().to_owned();
    for (path, bound) in built.bindings.iter() {
        let value = Profile::value_at(&built.root, path);
        for binding in bound {
            if let Err(violation) = evaluator.check_binding(path, binding, value, At::default()) {
                // Several may be about one path, such as fields that are missing; but the same is said once.
                let mut new: Vec<(Path, Diagnostic)> = Vec::new();
                for violation in violation.flat() {
                    let (full, diagnostic) = report(&object, path, binding, violation);
                    let same = |(path, other): &(Path, Diagnostic)| {
                        *path == full && other.message == diagnostic.message
                    };
                    if !known.contains(&full) && !new.iter().any(same) {
                        new.push((full, diagnostic));
                    }
                }
                known.extend(new.iter().map(|(path, _)| path.clone()));
                found.extend(new);
            }
        }
    }
    found
}

impl Evaluator<'_> {
    /// Does the value at a path fit the type bound to it?
    pub(crate) fn check_binding(
        &mut self,
        path: &Path,
        binding: &Binding,
        value: Option<&Value>,
        at: At<'_>,
    ) -> Check {
        self.swap_to(&binding.location.source);
        match value {
            Some(value) => self.check_type(&binding.definition, value, at),
            None => {
                let message = format!("there is no element at {path}, which a type is bound to");
                Err(Violation::new(codes::validation::MISSING_ELEMENT, message).declared(&binding.definition))
            }
        }
    }
}

/// Says who set the values.
fn add_setters(job: &Job<'_>, found: &mut [(Path, Diagnostic)]) {
    let watched = found
        .iter()
        .map(|(path, diagnostic)| (path.clone(), diagnostic.location.clone()));
    let trace = build::rebuild(job, Trace::new(watched));
    for (path, diagnostic) in found {
        let Some(setter) = trace.setter(path) else {
            // Nothing is there: whoever bound the type wanted it.
            let binder = diagnostic.location.as_ref().and_then(|bind| trace.binder(bind));
            match binder {
                _ if !diagnostic.provenance.is_empty() => {}
                Some(frames) => diagnostic.provenance.clone_from(frames),
                None => diagnostic.provenance.push(Frame {
                    kind: FrameKind::Object,
                    name: job.object.shared(),
                    location: None,
                }),
            }
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
