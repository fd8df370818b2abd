use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::{Flags, Pattern, PatternError};

/// Compiled patterns kept at most.
const CACHED: usize = 4096;
/// Texts of which a thread keeps patterns of its own at most.
const OWN: usize = 1024;
/// Patterns of more bytes are not kept.
const LONGEST_CACHED: usize = 4096;

type Cache = RwLock<FxHashMap<(Arc<str>, Flags, u32), Arc<Pattern>>>;

/// Patterns repeat for every object; what is kept depends on nothing but its key.
static CACHE: LazyLock<Cache> = LazyLock::new(Cache::default);

thread_local! {
    /// The same with memory for matches of its own: threads that match the same pattern would wait for each other.
    static OF_THREAD: RefCell<FxHashMap<Arc<str>, Vec<Rc<Pattern>>>> = RefCell::default();
}

impl Pattern {
    /// The pattern with these flags, from the cache if it is there. `steps` bounds the work of one call.
    ///
    /// # Errors
    /// It is not a pattern.
    pub fn get(text: &Arc<str>, flags: Flags, steps: u32) -> Result<Rc<Self>, PatternError> {
        let known = OF_THREAD.with_borrow(|own| {
            let mut patterns = own.get(&**text)?.iter();
            patterns
                .find(|known| known.flags == flags && known.steps == steps)
                .map(Rc::clone)
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let own = Rc::new(Self::shared(text, flags, steps)?.own());
        if text.len() <= LONGEST_CACHED {
            OF_THREAD.with_borrow_mut(|patterns| {
                if patterns.len() >= OWN {
                    patterns.clear();
                }
                patterns
                    .entry(Arc::clone(text))
                    .or_default()
                    .push(Rc::clone(&own));
            });
        }
        Ok(own)
    }

    fn shared(text: &Arc<str>, flags: Flags, steps: u32) -> Result<Arc<Self>, PatternError> {
        let key = (Arc::clone(text), flags, steps);
        if let Some(known) = CACHE.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(known));
        }
        let pattern = Arc::new(Self::compile(text, flags, steps)?);
        if text.len() > LONGEST_CACHED {
            return Ok(pattern);
        }
        let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHED {
            cache.clear();
        }
        cache.insert(key, Arc::clone(&pattern));
        Ok(pattern)
    }

    /// The same for one thread.
    fn own(&self) -> Self {
        Self {
            text: Arc::clone(&self.text),
            flags: self.flags,
            steps: self.steps,
            groups: self.groups,
            names: self.names.clone(),
            ascii: Arc::new(self.ascii.own()),
            linear: self.linear.clone(),
            unicode: OnceLock::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thread_has_a_pattern_of_its_own_compiled_once() {
        let text: Arc<str> = Arc::from("only in this test [0-9]+");
        let get = |steps| Pattern::get(&text, Flags::default(), steps).unwrap();
        let first = get(1000);
        assert!(Rc::ptr_eq(&first, &get(1000)));
        assert!(!Rc::ptr_eq(&first, &get(2000)));
        let shared = Arc::as_ptr(&Pattern::shared(&text, Flags::default(), 1000).unwrap()) as usize;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let again = Pattern::shared(&text, Flags::default(), 1000).unwrap();
                assert_eq!(Arc::as_ptr(&again) as usize, shared);
                assert_eq!(get(1000).is_match("only in this test 5"), Ok(true));
            });
        });
        assert_eq!(first.is_match("only in this test"), Ok(false));
    }
}
