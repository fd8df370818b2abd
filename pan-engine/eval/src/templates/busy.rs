//! Templates that are being compiled.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::TemplateKey;

/// Which templates threads are compiling now, so that no other thread does the same.
#[derive(Debug, Default)]
pub struct Busy {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    now: Vec<TemplateKey>,
    /// Threads that wait. To tell nobody would take a system call, too.
    waiting: usize,
}

/// A template is being compiled, until this is dropped.
#[derive(Debug)]
pub struct Compiling<'a>(&'a Busy, &'a TemplateKey);

impl Busy {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This thread compiles a template. `None`: another one did, which was waited for.
    pub fn begin<'a>(&'a self, key: &'a TemplateKey) -> Option<Compiling<'a>> {
        let mut state = self.lock();
        if !state.now.contains(key) {
            state.now.push(key.clone());
            return Some(Compiling(self, key));
        }
        while state.now.contains(key) {
            state.waiting += 1;
            state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        None
    }
}

impl Drop for Compiling<'_> {
    fn drop(&mut self) {
        let Self(busy, key) = self;
        let mut state = busy.lock();
        state.now.retain(|other| other != *key);
        if state.waiting > 0 {
            busy.ended.notify_all();
        }
    }
}
