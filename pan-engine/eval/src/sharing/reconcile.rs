use std::sync::Arc;

use pan_value::{Key, Path, Term};
use rustc_hash::FxHashSet;

use super::place::keys;
use super::recording::Writes;
use super::trace::{Event, Trace};
use super::{Sharing, Time};
use crate::elem::{Snap, Way, differences, differences_of};
use crate::eval::{Evaluator, Flow};
use crate::types::TypeTable;

impl Evaluator<'_> {
    /// This object did something, the other one went on to the time `to`: finds out where they differ then.
    pub(super) fn reconcile(&mut self, own: Writes, to: Time) -> Flow<()> {
        self.reconcile_all(own, to, true)
    }

    /// As [`Evaluator::reconcile`]; without `tree` it is known already where the trees differ.
    pub(super) fn reconcile_all(&mut self, own: Writes, to: Time, tree: bool) -> Flow<()> {
        self.end_own()?;
        let Some(trace) = self.trace_followed() else {
            return Ok(());
        };
        let Sharing::Following(follow) = &mut self.sharing else {
            return Ok(());
        };
        let now = follow.now;
        let theirs = trace.between(now, to);
        if tree {
            self.reconcile_tree(&trace, &own, theirs, to)?;
        }
        self.reconcile_variables(&trace, &own, theirs, to)?;
        let mut writes = theirs.iter().map(|event| &event.recording.writes);
        // Most statements only set something.
        if !own.is_values_only() || !writes.all(Writes::is_values_only) {
            self.reconcile_definitions(&trace, &own, theirs, to);
            self.reconcile_load_path(&trace, &own, theirs, to);
            self.reconcile_finals(&own, theirs)?;
            self.reconcile_bindings(own, theirs, now);
        }
        if to > now
            && let Some(follow) = self.following()
        {
            follow.left_out.push(now..to);
            for event in theirs {
                follow.saved.0 += event.recording.steps;
                follow.saved.1 += event.recording.memory;
            }
        }
        self.move_to(to);
        Ok(())
    }

    /// Keeps what this object printed and bound by itself.
    fn reconcile_bindings(&mut self, own: Writes, theirs: &[Event], now: Time) {
        let Some(follow) = self.following() else { return };
        if !own.messages.is_empty() {
            follow.messages.push((now, own.messages));
        }
        let bound = theirs.iter().flat_map(|event| &event.recording.writes.bindings);
        let same = own
            .bindings
            .iter()
            .map(|(path, binding)| (path, &binding.definition));
        let bound = bound.map(|(path, binding)| (path, &binding.definition));
        follow.other_bindings |= !same
            .map(|(path, definition)| (path, Arc::as_ptr(definition)))
            .eq(bound.map(|(path, definition)| (path, Arc::as_ptr(definition))));
        let bindings = own.bindings.into_iter();
        follow
            .bindings
            .extend(bindings.map(|(path, binding)| (now, path, binding)));
    }

    fn reconcile_tree<'p>(
        &mut self,
        trace: &Trace,
        own: &'p Writes,
        theirs: &'p [Event],
        to: Time,
    ) -> Flow<()> {
        let their_paths = theirs.iter().flat_map(|event| &event.recording.writes.tree);
        // Their keys only.
        let place = |path: &'p Path| -> &'p [Term] {
            let terms = path.terms();
            terms.get(..keys(terms).count()).unwrap_or_default()
        };
        let mut paths: Vec<&[Term]> = own.tree.iter().chain(their_paths).map(place).collect();
        if paths.is_empty() {
            return Ok(());
        }
        paths.sort_unstable();
        paths.dedup_by(|path, before| path.starts_with(before));
        self.refresh()?;
        let bounds = self.bounds();
        let their_root = match trace.roots.at(to, &trace.events, bounds) {
            Ok(root) => root,
            Err(error) => return Err(self.give_up(&error.to_string())),
        };
        let mut last: Option<&[Term]> = None;
        for path in paths {
            let path = self.raised(path, &their_root);
            if last.is_some_and(|last| path.starts_with(last)) {
                continue;
            }
            self.settle(path)?;
            let new = self.root.peek(path);
            let old = their_root.behind(path);
            let Sharing::Following(follow) = &mut self.sharing else {
                return Ok(());
            };
            follow.changes.clear(path);
            let (changes, pending) = (&mut follow.changes, &mut follow.pending);
            let mut tell = |at: &[&Key], new: Option<Snap>| {
                changes.set(at, new);
                trace.usage.element(at, to, pending);
            };
            let at = Way::From(path);
            let compared = match &new {
                None => {
                    differences(None, old.as_ref(), at, &mut tell);
                    Some(())
                }
                Some(new) => differences_of(new, old.as_ref(), bounds, at, &mut tell),
            };
            if compared.is_none() {
                return Err(self.give_up("a resource has several references"));
            }
            last = Some(path);
        }
        Ok(())
    }

    /// So much of a path that what is around it can be changed in the trees of both objects.
    fn raised<'p>(&self, path: &'p [Term], their_root: &Snap) -> &'p [Term] {
        let Sharing::Following(follow) = &self.sharing else {
            return path;
        };
        let length = follow.changes.above(path).unwrap_or(path.len());
        let inner = path.get(..length.saturating_sub(1)).unwrap_or_default();
        let free = their_root.free_dicts(inner);
        let free = self.root.free_dicts(inner.get(..free).unwrap_or_default());
        path.get(..length.min(free + 1)).unwrap_or_default()
    }

    fn reconcile_variables(&mut self, trace: &Trace, own: &Writes, theirs: &[Event], to: Time) -> Flow<()> {
        let bounds = self.bounds();
        for name in names(own, theirs, |writes| &writes.globals) {
            match self.globals.hold(name, to, bounds) {
                Some(true) => {
                    if let Sharing::Following(follow) = &mut self.sharing {
                        trace.usage.variable(name, to, &mut follow.pending);
                    }
                }
                Some(false) => {}
                None => return Err(self.give_up("a resource has several references")),
            }
        }
        Ok(())
    }

    fn reconcile_definitions(&mut self, trace: &Trace, own: &Writes, theirs: &[Event], to: Time) {
        let Sharing::Following(follow) = &mut self.sharing else {
            return;
        };
        let pending = &mut follow.pending;
        for name in names(own, theirs, |writes| &writes.functions) {
            let functions = Arc::make_mut(&mut self.functions);
            if functions.hold(name, to, |a, b| Arc::ptr_eq(&a.body, &b.body)) {
                trace.usage.function(name, to, pending);
            }
        }
        for name in names(own, theirs, |writes| &writes.loads) {
            let loaded = Arc::make_mut(&mut self.loaded);
            if loaded.hold(name, to, Arc::ptr_eq) {
                trace.usage.load(name, to, pending);
            }
        }
        for name in names(own, theirs, |writes| &writes.types) {
            if TypeTable::hold(&mut self.types, name, to) {
                trace.usage.types(to, pending);
            }
        }
    }

    fn reconcile_load_path(&mut self, trace: &Trace, own: &Writes, theirs: &[Event], to: Time) {
        if !own.load_path && !theirs.iter().any(|event| event.recording.writes.load_path) {
            return;
        }
        let Sharing::Following(follow) = &mut self.sharing else {
            return;
        };
        follow.load_path_differs = trace.load_path(to).is_none_or(|path| **path != *self.load_path);
        if follow.load_path_differs {
            trace.usage.load_path(to, &mut follow.pending);
        }
    }

    /// Final paths cannot differ: nothing tells which statements they would refuse.
    fn reconcile_finals(&self, own: &Writes, theirs: &[Event]) -> Flow<()> {
        if own.finals.is_empty()
            && theirs
                .iter()
                .all(|event| event.recording.writes.finals.is_empty())
        {
            return Ok(());
        }
        let own: FxHashSet<&Path> = own.finals.iter().collect();
        let theirs: FxHashSet<&Path> = theirs
            .iter()
            .flat_map(|event| &event.recording.writes.finals)
            .collect();
        if own == theirs {
            Ok(())
        } else {
            Err(self.give_up("other paths are final"))
        }
    }
}

/// The names among what this object and the other one set, each once.
fn names<'w>(own: &'w Writes, theirs: &'w [Event], of: impl Fn(&'w Writes) -> &'w Vec<Key>) -> Vec<&'w Key> {
    let mut names: Vec<&Key> = of(own).iter().collect();
    for event in theirs {
        names.extend(of(&event.recording.writes));
    }
    names.sort_unstable();
    names.dedup();
    names
}
