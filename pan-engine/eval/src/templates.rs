//! Compiled templates: by content, bounded, shared by threads.

mod alive;
mod busy;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pan_value::Interner;

use crate::cache::{Cache, Room};
use crate::ir::{Lowered, Template};
use crate::lower::lower;
use crate::world::{ContentHash, TemplateSource};

use alive::Alive;
use busy::Busy;

/// What is kept of those used often.
const OFTEN: Room = Room {
    entries: 20_000,
    bytes: 32 << 20,
};

/// And of others. Half of it again for those that were checked and wait for their objects to be compiled.
const NEW: Room = Room {
    entries: 20_000,
    bytes: 4 << 20,
};

/// Bytes that a compiled template takes, as an estimate: so many for each byte of its text.
const BYTES_PER_BYTE: usize = 10;

/// And so many besides.
const BYTES_PER_TEMPLATE: usize = 1024;

/// What the compiled template of a source takes, about.
fn bytes_of(source: &TemplateSource) -> usize {
    BYTES_PER_TEMPLATE + BYTES_PER_BYTE * source.text.len()
}

/// Compiled templates.
pub struct Templates {
    kept: Kept,
    alive: Alive,
    busy: Busy,
    /// Texts that were lowered, and those of them that were correct.
    counts: (AtomicUsize, AtomicUsize),
}

type Kept = Cache<TemplateKey, Arc<Lowered>>;

/// How a compiled template is kept: [`Cache::insert`] or [`Cache::insert_once`].
type Keep = fn(&Kept, TemplateKey, Arc<Lowered>, usize) -> Arc<Lowered>;

/// Diagnostics of a template show its location, so the same text in two places counts twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct TemplateKey {
    hash: ContentHash,
    location: Arc<str>,
    debug: bool,
}

impl TemplateKey {
    fn new(source: &TemplateSource, debug: bool) -> Self {
        Self {
            hash: source.hash,
            location: Arc::clone(&source.location),
            debug,
        }
    }
}

impl Default for Templates {
    fn default() -> Self {
        Self {
            kept: Cache::new(NEW, OFTEN),
            alive: Alive::default(),
            busy: Busy::default(),
            counts: Default::default(),
        }
    }
}

impl Templates {
    /// What lowering gives for a source. `debug`: `debug` and `traceback` are active in it.
    pub fn lowered(&self, source: &TemplateSource, debug: bool, names: &Interner) -> Arc<Lowered> {
        self.lowered_for(source, debug, names, Cache::insert)
    }

    /// What lowering gives for a source that is checked now, and needed once more when its object is compiled.
    pub fn checked(&self, source: &TemplateSource, names: &Interner) -> Arc<Lowered> {
        self.lowered_for(source, false, names, Cache::insert_once)
    }

    fn lowered_for(
        &self,
        source: &TemplateSource,
        debug: bool,
        names: &Interner,
        keep: Keep,
    ) -> Arc<Lowered> {
        let key = TemplateKey::new(source, debug);
        loop {
            if let Some(known) = self.known_as(&key, source) {
                return known;
            }
            if let Some(_compiling) = self.busy.begin(&key) {
                // Another thread may have ended between the look and the beginning.
                return match self.known_as(&key, source) {
                    Some(known) => known,
                    None => self.compile(&key, source, names, keep),
                };
            }
        }
    }

    /// What is kept, or still in use.
    fn known_as(&self, key: &TemplateKey, source: &TemplateSource) -> Option<Arc<Lowered>> {
        if let Some(known) = self.kept.get(key) {
            return Some(known);
        }
        let lowered = Lowered {
            template: Some(self.alive.get(key)?),
            diagnostics: Vec::new(),
            folded: 0,
        };
        Some(
            self.kept
                .insert_again(key.clone(), Arc::new(lowered), bytes_of(source)),
        )
    }

    fn compile(
        &self,
        key: &TemplateKey,
        source: &TemplateSource,
        names: &Interner,
        keep: Keep,
    ) -> Arc<Lowered> {
        let mut lowered = lower(source, &|_| key.debug, names);
        self.counts.0.fetch_add(1, Ordering::Relaxed);
        let correct = usize::from(lowered.diagnostics.is_empty());
        self.counts.1.fetch_add(correct, Ordering::Relaxed);
        let folded = usize::try_from(lowered.folded).unwrap_or(usize::MAX);
        lowered.template = lowered
            .template
            .map(|template| self.alive.insert(key.clone(), template));
        let bytes = bytes_of(source).saturating_add(folded);
        keep(&self.kept, key.clone(), Arc::new(lowered), bytes)
    }

    /// The compiled template of a source, if it is known.
    pub fn known(&self, source: &TemplateSource, debug: bool) -> Option<Arc<Template>> {
        self.kept.peek(&TemplateKey::new(source, debug))?.template.clone()
    }

    /// How many templates were compiled so far, and how many of them were correct.
    pub fn counts(&self) -> (usize, usize) {
        let (all, correct) = &self.counts;
        (all.load(Ordering::Relaxed), correct.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_use_is_found_however_much_came_since() {
        let (templates, names) = (Templates::default(), Interner::default());
        let source = |name: &str| TemplateSource::new(format!("template {name};"), name);
        let lowered = |name: &str| templates.lowered(&source(name), false, &names).template.clone();
        let used = lowered("used").unwrap();
        drop(lowered("unused"));
        let room = (NEW.bytes + OFTEN.bytes) / BYTES_PER_TEMPLATE;
        for number in 0..room {
            drop(lowered(&format!("t{number}")));
        }
        // Both were pushed out.
        assert!(templates.known(&source("used"), false).is_none());
        assert!(Arc::ptr_eq(&lowered("used").unwrap(), &used));
        let all = room + 2;
        assert_eq!(templates.counts(), (all, all));
        assert!(lowered("unused").is_some());
        assert_eq!(templates.counts(), (all + 1, all + 1));
    }
}
