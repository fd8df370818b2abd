//! What to do while another thread builds the first object of a kind: wait, because to follow it takes far less than to build
//! another one from nothing, and compile the templates that it will come to, so that it is built sooner.

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use pan_value::Key;
use rustc_hash::FxHashSet;

use crate::ir::Template;
use crate::job::Job;
use crate::sharing::likeness;

/// Objects that were waited for in vain, after which nobody waits any more.
const IN_VAIN: usize = 3;

/// What the threads of a compile tell each other about the objects they begin with.
#[derive(Debug, Default)]
pub struct Ahead {
    state: Mutex<State>,
    changed: Condvar,
    /// Threads that wait. Nobody need tell anything if there are none.
    helpers: AtomicUsize,
    /// There will be such threads at once, so what they will want is told already.
    beginning: AtomicBool,
    /// Objects that others wait for.
    first: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    /// The objects that others wait for, and what they include.
    first: Vec<(Key, Box<[Key]>)>,
    /// Names of templates that will be looked up, the next one last.
    soon: Vec<Key>,
    /// Those that ever were among them, with this load path.
    seen: FxHashSet<Key>,
    load_path: Option<Arc<[Arc<str>]>>,
    /// Threads that build objects.
    working: usize,
    /// Threads that wait with nothing to do.
    asleep: usize,
    in_vain: usize,
    /// An object that is being built is needed by another one: whoever builds it must not wait.
    hurry: bool,
}

impl State {
    /// A template to compile: not the next one, which whoever needs it compiles at this moment.
    fn next(&mut self) -> Option<(Key, Arc<[Arc<str>]>)> {
        let load_path = self.load_path.clone()?;
        let at = self.soon.len().saturating_sub(2);
        (at < self.soon.len()).then(|| (self.soon.remove(at), load_path))
    }
}

/// A thread builds objects, until this is dropped.
#[derive(Debug)]
pub struct Working<'a>(&'a Ahead);

/// An object is begun, until this is dropped; others may wait for it.
#[derive(Debug)]
pub struct Begun<'a>(&'a Ahead, &'a Key);

impl Ahead {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Some threads begin to build objects.
    pub fn start(&self, threads: usize) {
        self.beginning.store(threads > 1, Ordering::Relaxed);
    }

    /// This thread builds objects from now on.
    pub fn work(&self) -> Working<'_> {
        self.lock().working += 1;
        Working(self)
    }

    /// This object is built now.
    pub const fn begin<'a>(&'a self, object: &'a Key) -> Begun<'a> {
        Begun(self, object)
    }

    /// The object of the job, which includes these names, follows no other. If one like it is being built, waits for that and
    /// tells so; else others like it will wait for this one.
    pub fn lead(&self, job: &Job<'_>, own: &[Key]) -> bool {
        let is_like = |state: &State| {
            let mut first = state.first.iter();
            first.any(|(_, names)| 2 * likeness(own, names) > own.len() || **names == *own)
        };
        let mut state = self.lock();
        if state.hurry || state.in_vain >= IN_VAIN {
            return false;
        }
        if !is_like(&state) {
            state.first.push((job.object.clone(), own.into()));
            self.first.store(state.first.len(), Ordering::Relaxed);
            return false;
        }
        self.help_until(job, state, |state| state.hurry || !is_like(state));
        true
    }

    /// It could not be followed after all.
    pub fn in_vain(&self) {
        self.lock().in_vain += 1;
    }

    /// Nobody may wait any more: a thread needs an object that another one is building.
    pub fn hurry(&self) {
        self.lock().hurry = true;
        self.changed.notify_all();
    }

    /// Helps until nobody builds objects.
    pub fn help(&self, job: &Job<'_>) {
        self.help_until(job, self.lock(), |state| state.working == 0);
    }

    fn help_until<'s>(
        &'s self,
        job: &Job<'_>,
        mut state: MutexGuard<'s, State>,
        done: impl Fn(&State) -> bool,
    ) {
        self.helpers.fetch_add(1, Ordering::Relaxed);
        while !done(&state) {
            match state.next() {
                Some((name, load_path)) => {
                    drop(state);
                    if let Some(template) = job.compiled_ahead(&name, &load_path) {
                        self.will_run(&template, &load_path);
                    }
                    state = self.lock();
                }
                None => {
                    state.asleep += 1;
                    state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                    state.asleep -= 1;
                }
            }
        }
        self.helpers.fetch_sub(1, Ordering::Relaxed);
    }

    /// A template will be run: what it includes is looked up soon, on this load path.
    pub fn will_run(&self, template: &Template, load_path: &Arc<[Arc<str>]>) {
        if self.helpers.load(Ordering::Relaxed) == 0 && !self.beginning.load(Ordering::Relaxed) {
            return;
        }
        let mut state = self.lock();
        if !state
            .load_path
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, load_path))
        {
            state.load_path = Some(Arc::clone(load_path));
            state.seen.clear();
        }
        for name in template.static_includes().rev() {
            if !state.seen.contains(name) {
                state.seen.insert(name.clone());
                state.soon.push(name.clone());
            }
        }
        if state.asleep > 0 && !state.soon.is_empty() {
            self.changed.notify_all();
        }
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.working -= 1;
        if state.working == 0 {
            self.0.changed.notify_all();
        }
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        let Self(ahead, object) = self;
        if ahead.beginning.load(Ordering::Relaxed) {
            ahead.beginning.store(false, Ordering::Relaxed);
        }
        if ahead.first.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut state = ahead.lock();
        state.first.retain(|(name, _)| name != *object);
        ahead.first.store(state.first.len(), Ordering::Relaxed);
        ahead.changed.notify_all();
    }
}
