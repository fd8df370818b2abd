//! Templates that are being compiled.

use std::sync::{Condvar, Mutex, PoisonError};

use super::TemplateKey;

/// Which templates threads are compiling now, so that no other thread does the same.
#[derive(Debug, Default)]
pub struct Busy {
    now: Mutex<Vec<TemplateKey>>,
    ended: Condvar,
}

/// A template is being compiled, until this is dropped.
#[derive(Debug)]
pub struct Compiling<'a>(&'a Busy, &'a TemplateKey);

impl Busy {
    /// This thread compiles a template. `None`: another one did, which was waited for.
    pub fn begin<'a>(&'a self, key: &'a TemplateKey) -> Option<Compiling<'a>> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if !now.contains(key) {
            now.push(key.clone());
            return Some(Compiling(self, key));
        }
        while now.contains(key) {
            now = self.ended.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }
}

impl Drop for Compiling<'_> {
    fn drop(&mut self) {
        let Self(busy, key) = self;
        let mut now = busy.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.retain(|other| other != *key);
        drop(now);
        busy.ended.notify_all();
    }
}
