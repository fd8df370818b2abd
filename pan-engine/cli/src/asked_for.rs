//! Templates that objects asked for with `exists` or `if_exists` without using them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use pan_eval::{Reads, TemplateRead};

/// What the objects of a run asked for, each of it once.
#[derive(Default)]
pub struct AskedFor(Mutex<State>);

#[derive(Default)]
struct State {
    /// By name; `None` for what was looked at, and for objects that were compiled.
    templates: BTreeMap<Arc<str>, Option<TemplateRead>>,
    /// What many objects have in common, if it is noted already.
    common: Option<Arc<BTreeMap<Arc<str>, TemplateRead>>>,
}

impl AskedFor {
    /// Notes what an object asked for, and its name if nobody else knows that it was compiled. One that failed may have included
    /// an object template, which counts too.
    pub fn note(&self, object: Option<&str>, reads: &Reads, failed: bool) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(object) = object {
            state.templates.insert(Arc::from(object), None);
        }
        let common = reads.templates.common();
        let known = state
            .common
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, common));
        let own = reads.templates.own().values().flatten();
        if failed || !known {
            state.add(common.values().chain(own), failed);
        } else {
            state.add(own, failed);
        }
        if !failed {
            state.common = Some(Arc::clone(common));
        }
    }

    /// Gives those that nobody looked at yet to `is_object`; the names of those that it takes.
    pub fn objects(&self, mut is_object: impl FnMut(&TemplateRead) -> bool) -> Vec<Arc<str>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unseen = |(name, read): (&Arc<str>, &mut Option<TemplateRead>)| {
            read.take()
                .filter(|read| is_object(read))
                .map(|_| Arc::clone(name))
        };
        state.templates.iter_mut().filter_map(unseen).collect()
    }
}

impl State {
    fn add<'r>(&mut self, reads: impl Iterator<Item = &'r TemplateRead>, failed: bool) {
        for read in reads.filter(|read| failed || !read.used) {
            let entry = self.templates.entry(Arc::clone(&read.name));
            entry.or_insert_with(|| Some(read.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_eval::{ContentHash, SourceKind};

    #[test]
    fn each_once() {
        let read = |name: &str, used| {
            let read = TemplateRead {
                name: Arc::from(name),
                location: Arc::from(name),
                hash: ContentHash::of(b""),
                kind: SourceKind::Pan,
                used,
            };
            (Arc::from(name), read)
        };
        let reads = |all: &[(&str, bool)]| Reads {
            templates: all.iter().map(|(name, used)| read(name, *used)).collect(),
            ..Reads::default()
        };
        let asked_for = AskedFor::default();
        let names = |is_object: bool| {
            let mut seen = Vec::new();
            let taken = asked_for.objects(|read| {
                seen.push(read.name.to_string());
                is_object
            });
            assert_eq!(taken.len(), if is_object { seen.len() } else { 0 });
            seen
        };
        asked_for.note(
            Some("x"),
            &reads(&[("x", true), ("used", true), ("asked", false)]),
            false,
        );
        asked_for.note(
            Some("y"),
            &reads(&[("asked", false), ("x", false), ("other", false)]),
            false,
        );
        assert_eq!(names(true), ["asked", "other"]);
        asked_for.note(Some("z"), &reads(&[("asked", false), ("used", true)]), true);
        assert_eq!(names(false), ["used"]);
        assert!(names(true).is_empty());
    }
}
