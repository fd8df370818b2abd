//! What would objects be with other templates?

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::Engine;
use crate::options::Options;
use crate::outcome::Outcome;
use crate::world::{Changes, Overlay, World};

/// An object without and with the changes.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The object.
    pub object: Arc<str>,
    /// Without.
    pub before: Outcome,
    /// With them. `None`: nothing the object read, nor what any object it refers to read, is changed; so the outcome is the
    /// same, and the object was not compiled again.
    pub after: Option<Outcome>,
}

impl Comparison {
    /// Was the object compiled again, because of what is changed?
    #[must_use]
    pub const fn affected(&self) -> bool {
        self.after.is_some()
    }

    /// Is the profile another, or is there one in one case only?
    #[must_use]
    pub fn differs(&self) -> bool {
        self.after
            .as_ref()
            .is_some_and(|after| after.profile != self.before.profile)
    }
}

type Outcomes = BTreeMap<Arc<str>, Outcome>;

impl Engine {
    /// Compiles objects as they are and, where that can make a difference, with changes. `deliver` gets each object once, on
    /// any of the threads and in any order. Objects that changes do not touch and that refer to no others are delivered
    /// first and not kept; so memory is needed for the affected ones.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use std::num::NonZeroUsize;
    /// use std::sync::Mutex;
    ///
    /// use pan_eval::{
    ///     Changes, Engine, FileSource, Options, Profile, TemplateSource, World, WorldError,
    /// };
    ///
    /// struct Site(BTreeMap<&'static str, &'static str>);
    ///
    /// impl World for Site {
    ///     fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
    ///         let text = self.0.get(name);
    ///         Ok(text.map(|text| TemplateSource::new(*text, format!("{name}.pan"))))
    ///     }
    ///     fn file(&self, _: &str) -> Result<Option<FileSource>, WorldError> {
    ///         Ok(None)
    ///     }
    ///     fn profile(&self, _: &str) -> Result<Option<Profile>, WorldError> {
    ///         Ok(None)
    ///     }
    /// }
    ///
    /// let site = Site(BTreeMap::from([
    ///     ("web1", "object template web1; include 'web';"),
    ///     ("db1", "object template db1; '/kind' = 'db';"),
    ///     ("web", "template web; '/kind' = 'web';"),
    /// ]));
    /// let mut changes = Changes::new();
    /// changes.set_template("web", TemplateSource::new("template web; '/kind' = 'www';", "web.pan"));
    ///
    /// let changed = Mutex::new(Vec::new());
    /// Engine::default().what_if(
    ///     &site,
    ///     &changes,
    ///     &["web1", "db1"],
    ///     &Options::default(),
    ///     NonZeroUsize::MIN,
    ///     &|comparison| {
    ///         if comparison.differs() {
    ///             changed.lock().unwrap().push(comparison.object.to_string());
    ///         }
    ///     },
    /// );
    /// assert_eq!(changed.into_inner().unwrap(), ["web1"]);
    /// ```
    pub fn what_if(
        &self,
        world: &dyn World,
        changes: &Changes,
        objects: &[&str],
        options: &Options,
        threads: NonZeroUsize,
        deliver: &(dyn Fn(Comparison) + Sync),
    ) {
        let asked: BTreeSet<&str> = objects.iter().copied().collect();
        let unaffected = |object: Arc<str>, before: Outcome| {
            if asked.contains(&*object) {
                deliver(Comparison {
                    object,
                    before,
                    after: None,
                });
            }
        };
        let none = Changes::new();
        let as_is = Overlay::new(world, &none).compiling(objects);
        let kept: Mutex<Outcomes> = Mutex::default();
        let keep = |object: &str, outcome: Outcome| {
            if outcome.reads.objects.is_empty() && !outcome.cancelled() && !changes.meet(&outcome.reads) {
                unaffected(Arc::from(object), outcome);
            } else {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.insert(Arc::from(object), outcome);
            }
        };
        self.compile_many(&as_is, objects, options, threads, &keep);
        let kept = kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        let affected = affected(&kept, changes);
        let (before, rest): (Outcomes, Outcomes) = kept
            .into_iter()
            .partition(|(object, _)| affected.contains(object));
        for (object, outcome) in rest {
            unaffected(object, outcome);
        }
        let again: Vec<&str> = objects
            .iter()
            .copied()
            .filter(|object| affected.contains(*object))
            .collect();
        let before = Mutex::new(before);
        let changed = Overlay::new(world, changes).compiling(objects);
        let compare = |object: &str, after: Outcome| {
            let before = before
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(object);
            if let Some(before) = before.filter(|_| asked.contains(object)) {
                deliver(Comparison {
                    object: Arc::from(object),
                    before,
                    after: Some(after),
                });
            }
        };
        self.compile_many(&changed, &again, options, threads, &compare);
    }
}

/// The objects that read what is changed, and those that refer to them, however indirectly.
fn affected(outcomes: &Outcomes, changes: &Changes) -> BTreeSet<Arc<str>> {
    let mut users: BTreeMap<&Arc<str>, Vec<&Arc<str>>> = BTreeMap::new();
    let mut affected: BTreeSet<Arc<str>> = BTreeSet::new();
    for (object, outcome) in outcomes {
        for other in &outcome.reads.objects {
            users.entry(other).or_default().push(object);
        }
        let other_is_changed = || {
            outcome
                .reads
                .objects
                .iter()
                .any(|other| changes.has_template(other))
        };
        if outcome.cancelled() || changes.meet(&outcome.reads) || other_is_changed() {
            affected.insert(Arc::clone(object));
        }
    }
    let mut waiting: Vec<Arc<str>> = affected.iter().cloned().collect();
    while let Some(object) = waiting.pop() {
        for user in users.get(&object).into_iter().flatten() {
            if affected.insert(Arc::clone(user)) {
                waiting.push(Arc::clone(user));
            }
        }
    }
    affected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Memory, world};
    use crate::world::{FileSource, TemplateSource};

    const OBJECTS: [&str; 6] = ["direct", "through", "far", "file", "missing", "other"];

    fn site() -> Memory {
        let mut site = world(&[
            ("direct", "object;include 'part';"),
            ("through", "object;'/x' = value('direct:/part');"),
            ("far", "object;'/x' = value('through:/x');"),
            ("file", "object;'/x' = file_contents('data');"),
            (
                "missing",
                "object;variable LOADPATH = list('l'); include if_exists('new'); '/x' = 1;",
            ),
            ("other", "object;'/x' = value('leaf:/x');"),
            ("leaf", "object;'/x' = 1;"),
            ("part", "'/part' = 1;"),
        ]);
        site.files.insert("data".to_owned(), b"old".to_vec());
        site
    }

    /// The affected objects, those that differ marked with a star; checks the outcomes against a world that is really so.
    fn what_if(changes: &Changes, changed: &Memory) -> Vec<String> {
        let site = site();
        let seen: Mutex<BTreeMap<Arc<str>, String>> = Mutex::default();
        let engine = Engine::default();
        let options = Options::default();
        engine.what_if(
            &site,
            changes,
            &OBJECTS,
            &options,
            NonZeroUsize::MIN,
            &|comparison| {
                let with = engine.compile(changed, &comparison.object, &options);
                let after = comparison.after.as_ref().unwrap_or(&comparison.before);
                assert_eq!(after.profile, with.profile, "{}", comparison.object);
                assert_eq!(after.reads, with.reads, "{}", comparison.object);
                let mark = if comparison.differs() { "*" } else { "" };
                let text = match comparison.affected() {
                    true => format!("{}{mark}", comparison.object),
                    false => String::new(),
                };
                let before = seen.lock().unwrap().insert(comparison.object, text);
                assert!(before.is_none(), "delivered twice");
            },
        );
        let seen = seen.into_inner().unwrap();
        assert_eq!(seen.len(), OBJECTS.len());
        seen.into_values().filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn who_reads_what_is_changed_and_who_refers_to_it() {
        let mut changes = Changes::new();
        changes.set_template(
            "part",
            TemplateSource::new("template part;'/part' = 2;", "part.pan"),
        );
        let mut changed = site();
        changed
            .templates
            .insert("part".to_owned(), "template part;'/part' = 2;".to_owned());
        assert_eq!(what_if(&changes, &changed), ["direct*", "far*", "through*"]);
    }

    #[test]
    fn removed_and_added_templates_and_files() {
        let mut changes = Changes::new();
        changes.remove_template("part");
        changes.set_file("data", FileSource::new(*b"new", "data"));
        changes.set_template(
            "l/new",
            TemplateSource::new("template new;'/y' = 2;", "l/new.pan"),
        );
        let mut changed = site();
        changed.templates.remove("part");
        changed.files.insert("data".to_owned(), b"new".to_vec());
        changed
            .templates
            .insert("l/new".to_owned(), "template new;'/y' = 2;".to_owned());
        assert_eq!(
            what_if(&changes, &changed),
            ["direct*", "far*", "file*", "missing*", "through*"]
        );
    }

    #[test]
    fn what_is_only_written_otherwise_does_not_differ() {
        let mut changes = Changes::new();
        changes.set_template(
            "leaf",
            TemplateSource::new("object template leaf; '/x' = 0 + 1;", "leaf.pan"),
        );
        let mut changed = site();
        changed.templates.insert(
            "leaf".to_owned(),
            "object template leaf; '/x' = 0 + 1;".to_owned(),
        );
        assert_eq!(what_if(&changes, &changed), ["other"]);
    }

    #[test]
    fn objects_finished_elsewhere_stay_as_they_are() {
        let site = world(&[("a", "object;'/x' = value('b:/x');"), ("b", "object;'/x' = 1;")]);
        let outcome = Engine::default().compile(&site, "b", &Options::default());
        let mut elsewhere = world(&[("a", "object;'/x' = value('b:/x');")]);
        elsewhere
            .profiles
            .insert("b".to_owned(), outcome.profile.unwrap());
        let count = |changes: &Changes| {
            let affected = Mutex::new(0);
            let deliver =
                |comparison: Comparison| *affected.lock().unwrap() += u32::from(comparison.affected());
            let options = Options::default();
            Engine::default().what_if(&elsewhere, changes, &["a"], &options, NonZeroUsize::MIN, &deliver);
            affected.into_inner().unwrap()
        };
        let mut changes = Changes::new();
        changes.remove_template("unrelated");
        assert_eq!(count(&changes), 0);
        changes.set_template("b", TemplateSource::new("object template b; '/x' = 2;", "b.pan"));
        assert_eq!(count(&changes), 1);
    }
}
