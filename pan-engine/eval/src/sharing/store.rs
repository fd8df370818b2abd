use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use pan_value::Key;
use rustc_hash::FxHashSet;

use super::trace::Trace;
use crate::ir::{IncludeTarget, Statement, Template};

/// Traces kept.
const TRACES: usize = 16;

/// Objects that failed to follow a trace, after which nobody tries any more.
const FAILURES: u64 = 3;

/// The traces of one compile. Used by all its threads.
#[derive(Debug, Default)]
pub struct Store {
    traces: RwLock<Vec<Arc<Known>>>,
    /// Signatures of objects that no trace fits well: the next one of this kind is recorded.
    wanted: Mutex<Vec<Box<[Key]>>>,
    /// Signatures of objects that share nothing.
    hopeless: Mutex<FxHashSet<Box<[Key]>>>,
    clock: AtomicU64,
    /// Names that more than one of the objects includes, if that is known.
    common: Option<FxHashSet<Key>>,
    /// What structure templates made.
    pub(super) created: super::Shared,
}

#[derive(Debug)]
struct Known {
    trace: Arc<Trace>,
    used: AtomicU64,
    failures: AtomicU64,
}

/// How an object is built.
#[derive(Debug)]
pub enum Plan {
    /// Following another.
    Follow(Arc<Trace>),
    /// Recording what happens.
    Record,
    /// By itself.
    Alone,
}

/// What tells kinds of objects from each other: the names that the object template includes.
pub fn signature(template: &Template) -> Box<[Key]> {
    let mut names: Vec<Key> = template.static_includes().cloned().collect();
    names.sort_unstable();
    names.dedup();
    names.into()
}

/// Names in common.
pub fn likeness(a: &[Key], b: &[Key]) -> usize {
    a.iter().filter(|name| b.binary_search(name).is_ok()).count()
}

impl Store {
    /// For the objects of these templates, and no others: those that have nothing in common are built by themselves at once.
    pub fn for_templates(templates: &[Arc<Template>]) -> Self {
        let (mut seen, mut common) = (FxHashSet::default(), FxHashSet::default());
        for name in templates.iter().flat_map(|template| signature(template)) {
            if !seen.insert(name.clone()) {
                common.insert(name);
            }
        }
        Self {
            common: Some(common),
            ..Self::default()
        }
    }

    /// Is it known that no other object includes what this one includes?
    fn is_lonely(&self, template: &Template, own: &[Key]) -> bool {
        let is_computed = |statement: &Statement| matches!(statement, Statement::Include(include) if matches!(include.target, IncludeTarget::Computed(_)));
        let common = self.common.as_ref();
        common.is_some_and(|common| !own.iter().any(|name| common.contains(name)))
            && !template.statements.iter().any(is_computed)
    }

    /// How to build the object of this template, which has this signature.
    pub fn plan(&self, template: &Template, own: &[Key]) -> Plan {
        if self.is_lonely(template, own) || self.hopeless().contains(own) {
            return Plan::Alone;
        }
        let Some((score, known)) = self.best_for(own) else {
            return Plan::Record;
        };
        if self.is_wanted(own, score) {
            return Plan::Record;
        }
        if known.failures.load(Ordering::Relaxed) >= FAILURES {
            return Plan::Alone;
        }
        known
            .used
            .store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        Plan::Follow(Arc::clone(&known.trace))
    }

    /// The trace that fits best, if one fits at all, and how well it does.
    fn best_for(&self, own: &[Key]) -> Option<(usize, Arc<Known>)> {
        let traces = self.traces.read().unwrap_or_else(PoisonError::into_inner);
        let known = traces
            .iter()
            .map(|known| (likeness(own, &known.trace.signature), known));
        known
            .filter(|(score, known)| *score > 0 || *known.trace.signature == *own)
            .max_by_key(|(score, _)| *score)
            .map(|(score, known)| (score, Arc::clone(known)))
    }

    fn is_wanted(&self, own: &[Key], than: usize) -> bool {
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let found = wanted
            .iter()
            .position(|other| likeness(own, other) > than || **other == *own);
        found.map(|at| wanted.swap_remove(at)).is_some()
    }

    fn hopeless(&self) -> MutexGuard<'_, FxHashSet<Box<[Key]>>> {
        self.hopeless.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The object of this template does nearly everything itself: objects of its kind share nothing.
    pub fn give_up(&self, template: &Template) {
        self.hopeless().insert(signature(template));
    }

    /// Keeps a trace.
    pub fn keep(&self, trace: Trace) {
        let known = Arc::new(Known {
            trace: Arc::new(trace),
            used: AtomicU64::new(self.clock.fetch_add(1, Ordering::Relaxed)),
            failures: AtomicU64::default(),
        });
        let mut traces = self.traces.write().unwrap_or_else(PoisonError::into_inner);
        // Two threads may have recorded the same kind of object.
        traces.retain(|other| other.trace.signature != known.trace.signature);
        if traces.len() >= TRACES
            && let Some(oldest) = (0..traces.len())
                .min_by_key(|at| traces.get(*at).map(|known| known.used.load(Ordering::Relaxed)))
        {
            traces.swap_remove(oldest);
        }
        traces.push(known);
    }

    /// An object followed a trace but did more by itself than it was spared: another trace is wanted for its kind.
    pub fn want(&self, template: &Template) {
        let own = signature(template);
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted.len() < TRACES && !wanted.contains(&own) {
            wanted.push(own);
        }
    }

    /// An object that is all right could not follow a trace, or (`success`) it could.
    pub fn followed(&self, trace: &Arc<Trace>, success: bool) {
        let traces = self.traces.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = traces.iter().find(|known| Arc::ptr_eq(&known.trace, trace)) {
            if success {
                known.failures.store(0, Ordering::Relaxed);
            } else {
                known.failures.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> Arc<Template> {
        let source = crate::world::TemplateSource::new(format!("object template o; {text}"), "o.pan");
        let lowered = crate::lower::lower(&source, &|_| false, &pan_value::Interner::default());
        lowered
            .template
            .unwrap_or_else(|| panic!("{text}: {:?}", lowered.diagnostics))
    }

    #[test]
    fn objects_with_nothing_in_common_are_built_alone() {
        let texts = [
            "include 'a'; include 'c';",
            "include 'b'; include 'c';",
            "include 'd';",
            "",
            "include X;",
        ];
        let templates: Vec<Arc<Template>> = texts.iter().map(|text| template(text)).collect();
        let plan = |store: &Store, template: &Template| store.plan(template, &signature(template));
        let alone = |store: &Store, at: usize| matches!(plan(store, &templates[at]), Plan::Alone);
        let store = Store::for_templates(&templates);
        let found: Vec<bool> = (0..5).map(|at| alone(&store, at)).collect();
        // What a computed name stands for is not known before.
        assert_eq!(found, [false, false, true, true, false]);
        assert!(!alone(&Store::default(), 2));
    }

    #[test]
    fn likeness_counts_common_names() {
        let keys = |names: &[&str]| names.iter().map(|name| Key::new(name)).collect::<Vec<_>>();
        assert_eq!(
            likeness(&keys(&["a", "b", "own"]), &keys(&["a", "b", "other"])),
            2
        );
        assert_eq!(likeness(&keys(&["a"]), &keys(&[])), 0);
    }
}
