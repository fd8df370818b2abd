use std::collections::BTreeMap;
use std::sync::Arc;

use pan_value::{Key, Path, Value};
use rustc_hash::FxHashMap;

use super::pending::Pending;
use super::recording::Recording;
use super::trace::Trace;
use super::{Sharing, Time};
use crate::deps::Reads;
use crate::elem::{Elem, Live, Snap, Way, differences};
use crate::eval::{Evaluator, Flow};
use crate::outcome::Message;
use crate::types::{At, Binding, Redo};

/// What is known of an object that was built following another.
#[derive(Debug)]
pub struct Followed {
    pub trace: Arc<Trace>,
    /// Events of the other object that did not happen for this one.
    left_out: Vec<std::ops::Range<Time>>,
    /// Has it the same bindings and types, so that values that are the same need not be checked again?
    same_rules: bool,
    /// Variables that may differ.
    variables: Vec<Key>,
}

impl Evaluator<'_> {
    /// The tree and the bindings when following is over; defaults are filled in. None if nobody is followed.
    pub(crate) fn finish_following(&mut self) -> Flow<Option<Followed>> {
        let mut follow = match std::mem::take(&mut self.sharing) {
            Sharing::Following(follow) => follow,
            other => {
                self.sharing = other;
                return Ok(None);
            }
        };
        let trace = Arc::clone(&*follow.trace);
        let (steps, memory) = (trace.used.0 - follow.saved.0, trace.used.1 - follow.saved.1);
        self.use_up(steps, memory);
        let (steps, memory) = self.used();
        if steps > self.limits.steps || memory > self.limits.memory {
            return Err(self.give_up("limits are reached"));
        }
        self.bindings = if follow.other_bindings {
            Arc::new(merged_bindings(
                &trace,
                &follow.left_out,
                std::mem::take(&mut follow.bindings),
            ))
        } else {
            Arc::clone(&trace.bound)
        };
        self.messages = merged_messages(&trace, &follow.left_out, std::mem::take(&mut follow.messages));
        let same_rules = !follow.other_bindings && self.types.is_followed();
        if same_rules && !trace.linked {
            self.root = Elem::Live(Live::copy_of(follow.changes.made_in(&trace.root)));
            let mut affected = Pending::default();
            follow
                .changes
                .visit(&mut |path| trace.usage.bindings(path, &mut affected));
            // What is at the other end of a link is filled in with the link.
            let mut links: FxHashMap<&Path, Redo> = FxHashMap::default();
            for link in &trace.links {
                if follow.changes.touch(link.end.terms()) {
                    links.entry(&link.bound).or_default().add(&link.place);
                }
            }
            self.fill_affected(&trace, &affected, &links)?;
        } else {
            self.root = Elem::Live(Live::copy_of(follow.changes.made_in(&trace.raw)));
            self.fill_defaults()?;
        }
        let variables = self.globals.differing().cloned().collect();
        Ok(Some(Followed {
            left_out: follow.left_out,
            same_rules,
            variables,
            trace,
        }))
    }

    /// Fills defaults in where the object differs from the one it follows; elsewhere they are.
    fn fill_affected(
        &mut self,
        trace: &Trace,
        affected: &Pending,
        links: &FxHashMap<&Path, Redo>,
    ) -> Flow<()> {
        let bound = Arc::clone(&self.bindings);
        let mut first: Time = 0;
        for (path, bound) in bound.iter() {
            let next = first + Time::try_from(bound.len()).unwrap_or(0);
            let links = links.get(path);
            if links.is_some() || affected.next(first, next).is_some() {
                let like = crate::outcome::Profile::value_at(&trace.root, path);
                self.fill_path(path, bound, At::like(like, links))?;
            }
            first = next;
        }
        Ok(())
    }
}

/// What may have to be checked again: bindings because of their value, rules because of what else they look at.
pub(super) struct Affected {
    pub bindings: Pending,
    pub rules: Pending,
}

impl Followed {
    /// What the object must check itself. `None`: everything, and without comparing with the other object.
    pub(super) fn affected(&self, evaluator: &Evaluator<'_>, root: &Value) -> Option<Affected> {
        if !self.same_rules {
            return None;
        }
        let mut bindings = Pending::default();
        let usage = &self.trace.usage;
        let end = self.trace.end();
        let mut at_end = Pending::default();
        self.trace.opaque_rules.all().for_each(|at| at_end.add(end + at));
        let (new, old) = (Snap::Free(root.clone()), Snap::Free(self.trace.root.clone()));
        differences(Some(&new), Some(&old), Way::ROOT, &mut |path, _| {
            usage.bindings(path, &mut bindings);
            usage.element(path, end, &mut at_end);
        });
        for name in &self.variables {
            usage.variable(name, end, &mut at_end);
        }
        for name in evaluator.functions.differing() {
            usage.function(name, end, &mut at_end);
        }
        for name in evaluator.loaded.differing() {
            usage.load(name, end, &mut at_end);
        }
        if evaluator.load_path != *self.trace.load_path(end)? {
            usage.load_path(end, &mut at_end);
        }
        let mut rules = Pending::default();
        at_end.all().for_each(|at| rules.add(at - end));
        Some(Affected { bindings, rules })
    }

    /// Everything that was read: by the other object but for what was left out, and by this one.
    pub fn reads(&self, own: &Arc<Reads>, rules: &[Time]) -> Arc<Reads> {
        let trace = &self.trace;
        let events = self
            .left_out
            .iter()
            .flat_map(|range| trace.between(range.start, range.end));
        let events = events.map(|event| &event.recording);
        let rules = rules
            .iter()
            .filter_map(|at| Some(&trace.rules.get(usize::try_from(*at).ok()?)?.recording));
        let left_out: Vec<&Recording> = events.chain(rules).collect();
        let mut reads = trace.tally.without(left_out.into_iter());
        Reads::merge(&mut reads, own);
        reads
    }
}

fn merged_bindings(
    trace: &Trace,
    left_out: &[std::ops::Range<Time>],
    own: Vec<(Time, Path, Binding)>,
) -> BTreeMap<Path, Vec<Binding>> {
    let theirs = trace.bindings.iter().filter(|(at, ..)| !is_in(left_out, *at));
    let mut all: Vec<(Time, bool, &Path, &Binding)> =
        theirs.map(|(at, path, b)| (*at, true, path, b)).collect();
    all.extend(own.iter().map(|(at, path, binding)| (*at, false, path, binding)));
    // What this object did by itself comes before the event of the same time.
    all.sort_by_key(|(at, theirs, ..)| (*at, *theirs));
    let mut bindings: BTreeMap<Path, Vec<Binding>> = BTreeMap::new();
    for (_, _, path, binding) in all {
        bindings.entry(path.clone()).or_default().push(binding.clone());
    }
    bindings
}

fn merged_messages(
    trace: &Trace,
    left_out: &[std::ops::Range<Time>],
    own: Vec<(Time, Vec<Message>)>,
) -> Vec<Message> {
    let theirs = trace.printing.iter().filter(|at| !is_in(left_out, **at));
    let mut all: Vec<(Time, bool, &[Message])> = theirs
        .filter_map(|at| Some((*at, true, &*trace.event(*at)?.recording.writes.messages)))
        .collect();
    all.extend(own.iter().map(|(at, messages)| (*at, false, &**messages)));
    all.sort_by_key(|(at, theirs, _)| (*at, *theirs));
    all.into_iter()
        .flat_map(|(_, _, messages)| messages.iter().cloned())
        .collect()
}

fn is_in(ranges: &[std::ops::Range<Time>], time: Time) -> bool {
    // They come in order.
    let later = ranges.partition_point(|range| range.start <= time);
    later
        .checked_sub(1)
        .and_then(|at| ranges.get(at))
        .is_some_and(|range| range.contains(&time))
}
