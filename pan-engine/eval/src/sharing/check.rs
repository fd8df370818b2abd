use std::sync::Arc;

use pan_value::Term;
use rustc_hash::FxHashMap;

use super::recording::Recording;
use super::{Followed, Time};
use crate::eval::Evaluator;
use crate::outcome::Profile;
use crate::phases::Built;
use crate::types::{At, Place, Redo};
use crate::validate::Check;

/// A rule that was checked, and looked at more than the value that it is for: a validation block, or a link.
#[derive(Debug)]
pub struct Rule {
    /// The number of the binding, among all in their order.
    pub binding: Time,
    /// The way from the bound path to the value.
    pub path: Box<[Term]>,
    pub recording: Recording,
}

impl Recording {
    /// Does nothing but the value itself matter, and is nothing left behind?
    fn is_plain(&self) -> bool {
        !self.opaque && self.reads.is_empty() && self.is_quiet()
    }

    fn is_quiet(&self) -> bool {
        self.writes.messages.is_empty() && self.writes.notes.is_empty()
    }
}

impl Evaluator<'_> {
    /// Checks a rule, and records what it looks at if that is asked for.
    pub(crate) fn recording_rule(&mut self, at: At<'_>, check: impl FnOnce(&mut Self) -> Check) -> Check {
        let Some(path) = at.path() else {
            return check(self);
        };
        self.begin(true);
        let checked = check(self);
        let recording = self.end();
        if !recording.is_plain() {
            let binding = self.binding;
            self.rules.push(Rule {
                binding,
                path: path.into(),
                recording,
            });
        }
        checked
    }

    /// Checks the bound paths, recording what is looked at. `None`: something does not fit.
    pub(crate) fn record_checks(&mut self, built: &Built) -> Option<Vec<Rule>> {
        self.binding = 0;
        for (path, bound) in built.bindings.iter() {
            let value = Profile::value_at(&built.root, path);
            for binding in bound {
                self.check_binding(path, binding, value, At::recording(&Place::TOP))
                    .ok()?;
                self.binding += 1;
            }
        }
        Some(std::mem::take(&mut self.rules))
    }

    /// Checks the bound paths where something differs from the object followed. `None`: something does not fit; else the
    /// numbers of the rules that need not be counted as checked by the other object.
    pub(crate) fn check_affected(&mut self, followed: &Followed, built: &Built) -> Option<Vec<Time>> {
        let trace = Arc::clone(&followed.trace);
        let Some(mut affected) = followed.affected(self, &built.root) else {
            for (path, bound) in built.bindings.iter() {
                let value = Profile::value_at(&built.root, path);
                for binding in bound {
                    self.check_binding(path, binding, value, At::default()).ok()?;
                }
            }
            return Some((0..).zip(&trace.rules).map(|(number, _)| number).collect());
        };
        let mut redo: FxHashMap<Time, Redo> = FxHashMap::default();
        for number in affected.rules.all() {
            let rule = usize::try_from(number).ok().and_then(|at| trace.rules.get(at));
            if let Some(rule) = rule
                && (rule.recording.opaque || !rule.recording.reads.iter().all(|read| self.is_as_read(read)))
            {
                redo.entry(rule.binding).or_default().add(&rule.path);
                affected.bindings.add(rule.binding);
            }
        }
        let mut done = Vec::new();
        let mut number: Time = 0;
        for (path, bound) in built.bindings.iter() {
            for binding in bound {
                let first = trace.rules.partition_point(|rule| rule.binding < number);
                let rules = trace.rules.get(first..).unwrap_or_default();
                let rules = rules.iter().take_while(|rule| rule.binding == number);
                if affected.bindings.contains(number) {
                    let value = Profile::value_at(&built.root, path);
                    // What its rules leave behind is left behind in their order.
                    let at = if rules.clone().all(|rule| rule.recording.is_quiet()) {
                        let like = Profile::value_at(&trace.root, path);
                        At::like(like, redo.get(&number))
                    } else {
                        let count = rules.count();
                        done.extend((first..first + count).filter_map(|at| Time::try_from(at).ok()));
                        At::default()
                    };
                    self.check_binding(path, binding, value, at).ok()?;
                } else {
                    for rule in rules {
                        self.messages
                            .extend(rule.recording.writes.messages.iter().cloned());
                    }
                }
                number += 1;
            }
        }
        Some(done)
    }
}
