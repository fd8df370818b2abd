use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use pan_value::{Key, Path};

use super::recording::{Recording, Writes};
use super::trace::{Event, Trace};
use super::{Time, roots};
use crate::elem::{Snap, Way, differences};
use crate::eval::{Evaluator, Flow};

/// Variants kept of one event.
const KEPT: usize = 32;

/// Objects in a row that none fitted, after which nobody looks any more.
const HOPELESS: u32 = 64;

/// What an event did for objects for which it was done again: machines with other disks than the one that is followed, say, of
/// which there are many.
#[derive(Debug, Default)]
pub struct Variants {
    known: RwLock<Arc<[Arc<Variant>]>>,
    /// How often none fitted since one did.
    misses: AtomicU32,
}

/// A place, and what is there; nothing if there is none.
type Difference = (Box<[Key]>, Option<Snap>);

/// An event for another object.
#[derive(Debug)]
pub struct Variant {
    recording: Recording,
    globals: Vec<(Key, Snap, bool)>,
    tree: Vec<(Path, Option<Snap>)>,
    /// The same as differences from what the event did for the object followed, if it set the same paths.
    changes: Option<Vec<Difference>>,
    /// Reads that were the same as for the object followed.
    as_followed: Box<[bool]>,
    /// The read that was not the same the last time: the first to look at the next time.
    suspect: AtomicUsize,
    /// Tells it from all others.
    id: usize,
    /// The variant that fitted at the next event when this one fitted here the last time: machines that are alike in one respect
    /// are so in the next.
    hint: AtomicUsize,
}

/// A number that no other variant has; none is 0.
fn next_id() -> usize {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

impl Variants {
    fn all(&self) -> Arc<[Arc<Variant>]> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// None fits: is it worth keeping another one? Where every object is different it is tried ever more seldom.
    pub fn miss(&self) -> bool {
        let misses = self.misses.fetch_add(1, Ordering::Relaxed) + 1;
        misses < HOPELESS / 2 || misses.is_power_of_two()
    }

    /// Is every object different?
    fn is_hopeless(&self) -> bool {
        let misses = self.misses.load(Ordering::Relaxed);
        misses >= HOPELESS && !misses.is_power_of_two()
    }

    /// Keeps a variant, the latest first.
    pub fn keep(&self, variant: Variant) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let others = known.iter().take(KEPT - 1).cloned();
        *known = std::iter::once(Arc::new(variant)).chain(others).collect();
    }
}

impl Evaluator<'_> {
    /// Does what a variant did that fits. Tells what was set, and whether trees have to be compared; `None` if none fits.
    pub(super) fn redo_as(
        &mut self,
        trace: &Trace,
        at: Time,
        variants: &Variants,
    ) -> Flow<Option<(Writes, bool)>> {
        if variants.is_hopeless() {
            return Ok(None);
        }
        let all = variants.all();
        let last = self.following().and_then(|follow| follow.fitted.take());
        let hint = last.as_ref().map_or(0, |last| last.hint.load(Ordering::Relaxed));
        let hinted = all.iter().find(|variant| variant.id == hint);
        let others = all.iter().filter(|variant| variant.id != hint);
        for variant in hinted.into_iter().chain(others) {
            if !self.fits(variant)? {
                continue;
            }
            if let Some(last) = last {
                last.hint.store(variant.id, Ordering::Relaxed);
            }
            if let Some(follow) = self.following() {
                follow.fitted = Some(Arc::clone(variant));
            }
            variants.misses.store(0, Ordering::Relaxed);
            self.use_up(variant.recording.steps, variant.recording.memory);
            for (name, snap, is_final) in &variant.globals {
                self.globals.restore(name, snap, *is_final);
            }
            let mut writes = Writes {
                globals: variant.globals.iter().map(|(name, ..)| name.clone()).collect(),
                ..Writes::default()
            };
            let changed = self.change_as(trace, at, variant);
            if !changed {
                self.refresh()?;
                let bounds = self.bounds();
                for (path, snap) in &variant.tree {
                    self.settle(path.terms())?;
                    if let Err(error) = roots::put(&self.root, path.terms(), snap.as_ref(), bounds) {
                        return Err(self.give_up(&error.to_string()));
                    }
                }
                writes.tree = variant.tree.iter().map(|(path, _)| path.clone()).collect();
            }
            return Ok(Some((writes, !changed)));
        }
        Ok(None)
    }

    /// Takes the differences in the tree over that a variant made, if they are known and nothing is in their way.
    fn change_as(&mut self, trace: &Trace, at: Time, variant: &Variant) -> bool {
        let (Some(changes), Some(follow)) = (&variant.changes, self.following()) else {
            return false;
        };
        let own = variant.tree.iter().map(|(path, _)| path.terms());
        if own.clone().any(|terms| follow.changes.is_below_one(terms)) {
            return false;
        }
        own.for_each(|terms| follow.changes.clear(terms));
        for (path, new) in changes {
            follow.changes.set_unmade(path, new.clone());
            trace.usage.element(path, at + 1, &mut follow.pending);
        }
        // The tree of the other object goes on, too.
        follow.fresh &= variant.tree.is_empty();
        true
    }

    fn fits(&mut self, variant: &Variant) -> Flow<bool> {
        if let Some(path) = &variant.recording.within
            && !self.is_free_at(path)?
        {
            return Ok(false);
        }
        let reads = &variant.recording.reads;
        let suspect = variant.suspect.load(Ordering::Relaxed);
        let first = reads.get(suspect).into_iter();
        for (at, read) in first.map(|read| (suspect, read)).chain(reads.iter().enumerate()) {
            if variant.as_followed.get(at) == Some(&true) && self.is_followed(read) {
                continue;
            }
            if !self.is_as_it_was(read)? {
                variant.suspect.store(at, Ordering::Relaxed);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What was just done, for others to do it the same way. `None`: it left behind more than values.
    pub(super) fn variant(&mut self, recording: Recording, event: &Event) -> Option<Variant> {
        if recording.opaque || !recording.writes.is_values_only() {
            return None;
        }
        let bounds = self.bounds();
        let mut globals = Vec::new();
        for name in &recording.writes.globals {
            let (elem, is_final) = self.globals.peek(name)?;
            globals.push((name.clone(), Snap::take(&elem, bounds)?, is_final));
        }
        let mut tree = Vec::new();
        for path in &recording.writes.tree {
            let snap = match self.root.peek(path.terms()) {
                None => None,
                Some(elem) => Some(Snap::take(&elem, bounds)?),
            };
            tree.push((path.clone(), snap));
        }
        let same_paths = tree
            .iter()
            .map(|(path, _)| path)
            .eq(event.tree.iter().map(|(path, _)| path));
        let changes = same_paths.then(|| {
            let mut changes = Vec::new();
            for ((path, new), (_, old)) in tree.iter().zip(&event.tree) {
                let at = Way::From(path.terms());
                differences(new.as_ref(), old.as_ref(), at, &mut |at, new| {
                    changes.push((at.iter().copied().cloned().collect(), new));
                });
            }
            changes
        });
        let as_followed = recording.reads.iter().map(|read| self.is_followed(read));
        Some(Variant {
            as_followed: as_followed.collect(),
            changes,
            recording,
            globals,
            tree,
            suspect: AtomicUsize::new(0),
            id: next_id(),
            hint: AtomicUsize::new(0),
        })
    }
}
