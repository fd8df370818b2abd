//! A world with changes over it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{FileSource, Found, TemplateSource, World, WorldError, join};
use crate::deps::Reads;
use crate::outcome::Profile;

/// Templates and files that are changed, added or removed, by full name.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    templates: BTreeMap<Arc<str>, Option<TemplateSource>>,
    files: BTreeMap<Arc<str>, Option<FileSource>>,
}

impl Changes {
    /// No changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes or adds the template with this full name (without extension).
    pub fn set_template(&mut self, full_name: impl Into<Arc<str>>, source: TemplateSource) {
        self.templates.insert(full_name.into(), Some(source));
    }

    /// Removes the template with this full name.
    pub fn remove_template(&mut self, full_name: impl Into<Arc<str>>) {
        self.templates.insert(full_name.into(), None);
    }

    /// Changes or adds the file with this full name.
    pub fn set_file(&mut self, full_name: impl Into<Arc<str>>, source: FileSource) {
        self.files.insert(full_name.into(), Some(source));
    }

    /// Removes the file with this full name.
    pub fn remove_file(&mut self, full_name: impl Into<Arc<str>>) {
        self.files.insert(full_name.into(), None);
    }

    /// Is the template with this full name among what is changed?
    #[must_use]
    pub fn has_template(&self, full_name: &str) -> bool {
        self.templates.contains_key(full_name)
    }

    /// Does a compile that read this meet the changes: was something read that is other now or not there any more, or
    /// missed that is there now? Other objects are not looked at; they have reads of their own.
    #[must_use]
    pub fn meet(&self, reads: &Reads) -> bool {
        self.templates.iter().any(|(name, now)| match now {
            Some(source) => {
                reads.missed_templates.contains(name)
                    || reads.templates.get(name).is_some_and(|read| {
                        (read.hash, read.kind, &read.location) != (source.hash, source.kind, &source.location)
                    })
            }
            None => reads.templates.contains(name),
        }) || self.files.iter().any(|(name, now)| match now {
            Some(source) => {
                reads.missed_files.contains(name)
                    || reads
                        .files
                        .get(name)
                        .is_some_and(|read| (read.hash, &read.location) != (source.hash, &source.location))
            }
            None => reads.files.contains(name),
        })
    }
}

/// A world with changes over it: what is changed, added or removed by full name is so wherever the load path leads to that
/// name, and the order of the search stays that of the world below.
pub struct Overlay<'w> {
    base: &'w dyn World,
    changes: &'w Changes,
    compiled: BTreeSet<&'w str>,
}

impl<'w> Overlay<'w> {
    /// The world with these changes.
    #[must_use]
    pub fn new(base: &'w dyn World, changes: &'w Changes) -> Self {
        Self {
            base,
            changes,
            compiled: BTreeSet::new(),
        }
    }

    /// The same, with these objects always compiled, even if the world below has finished profiles of them.
    #[must_use]
    pub fn compiling(mut self, objects: &[&'w str]) -> Self {
        self.compiled.extend(objects);
        self
    }
}

impl World for Overlay<'_> {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        match self.changes.templates.get(name) {
            Some(changed) => Ok(changed.clone()),
            None => self.base.template(name),
        }
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        match self.changes.files.get(name) {
            Some(changed) => Ok(changed.clone()),
            None => self.base.file(name),
        }
    }

    /// A finished profile is taken from the world below, unless the object's own template is changed.
    fn profile(&self, object: &str) -> Result<Option<Profile>, WorldError> {
        if self.compiled.contains(object) || self.changes.has_template(object) {
            return Ok(None);
        }
        self.base.profile(object)
    }

    fn find_template(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
    ) -> Result<Option<Found<TemplateSource>>, WorldError> {
        search(&self.changes.templates, name, prefixes, missed, |kept, missed| {
            self.base.find_template(name, kept, missed)
        })
    }

    fn find_file(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
    ) -> Result<Option<Found<FileSource>>, WorldError> {
        search(&self.changes.files, name, prefixes, missed, |kept, missed| {
            self.base.find_file(name, kept, missed)
        })
    }
}

/// What is found first along the load path: something changed or added, or what `below` finds under names not removed.
fn search<S: Clone>(
    changes: &BTreeMap<Arc<str>, Option<S>>,
    name: &str,
    prefixes: &[Arc<str>],
    missed: &mut dyn FnMut(&str),
    below: impl FnOnce(&[Arc<str>], &mut dyn FnMut(&str)) -> Result<Option<Found<S>>, WorldError>,
) -> Result<Option<Found<S>>, WorldError> {
    let names: Vec<Arc<str>> = prefixes.iter().map(|prefix| join(prefix, name)).collect();
    if !names.iter().any(|name| changes.contains_key(name)) {
        return below(prefixes, missed);
    }
    let is_removed = |name: &Arc<str>| matches!(changes.get(name), Some(None));
    let kept: Vec<Arc<str>> = prefixes
        .iter()
        .zip(&names)
        .filter(|(_, name)| !is_removed(name))
        .map(|(prefix, _)| Arc::clone(prefix))
        .collect();
    let mut misses: BTreeSet<Arc<str>> = BTreeSet::new();
    let found = below(&kept, &mut |name| {
        misses.insert(Arc::from(name));
    })?;
    let changed = names
        .iter()
        .enumerate()
        .find_map(|(at, name)| Some((at, changes.get(name)?.as_ref()?)));
    let place = |found: &Found<S>| names.iter().position(|name| *name == found.full_name);
    let above = changed.filter(|(at, _)| {
        found
            .as_ref()
            .is_none_or(|found| place(found).is_none_or(|below| *at <= below))
    });
    let Some((at, source)) = above else {
        // Also what is removed would be found instead, were it there.
        let removed = names.iter().filter(|name| is_removed(name));
        misses.iter().chain(removed).for_each(|name| missed(name));
        return Ok(found);
    };
    names.iter().take(at).for_each(|name| missed(name));
    Ok(names.get(at).map(|full_name| Found {
        source: source.clone(),
        full_name: Arc::clone(full_name),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Memory, world};

    fn changes() -> Changes {
        let mut changes = Changes::new();
        changes.set_template("l/a", TemplateSource::new("new l/a", "new"));
        changes.set_template("l/b", TemplateSource::new("new l/b", "new"));
        changes.remove_template("c");
        changes.set_file("f", FileSource::new(*b"new", "new"));
        changes.remove_file("g");
        changes
    }

    fn base() -> Memory {
        let mut base = world(&[("a", ""), ("m/a", ""), ("m/b", ""), ("c", ""), ("m/c", "")]);
        base.files.insert("f".to_owned(), b"old".to_vec());
        base.files.insert("g".to_owned(), b"old".to_vec());
        base
    }

    #[test]
    fn order_of_the_search() {
        let (base, changes) = (base(), changes());
        let overlay = Overlay::new(&base, &changes);
        let prefixes: Vec<Arc<str>> = ["", "l", "m"].map(Arc::from).into();
        let find = |name: &str| {
            let mut missed = Vec::new();
            let found = overlay
                .find_template(name, &prefixes, &mut |name| missed.push(name.to_owned()))
                .unwrap();
            let found = found.map(|found| (found.full_name.to_string(), found.source.location.to_string()));
            (found, missed.join(" "))
        };
        let answer = |full_name: &str, location: &str| Some((full_name.to_owned(), location.to_owned()));
        // Something unchanged that comes first stays first.
        assert_eq!(find("a"), (answer("a", "a.pan"), String::new()));
        // Something added that comes first is found.
        assert_eq!(find("b"), (answer("l/b", "new"), "b".to_owned()));
        // Behind something removed, what comes next is found.
        assert_eq!(find("c"), (answer("m/c", "m/c.pan"), "l/c c".to_owned()));
        assert_eq!(find("d"), (None, "d l/d m/d".to_owned()));
    }

    #[test]
    fn files_are_changed_too() {
        let (base, changes) = (base(), changes());
        let overlay = Overlay::new(&base, &changes);
        assert_eq!(&*overlay.file("f").unwrap().unwrap().content, b"new");
        assert!(overlay.file("g").unwrap().is_none());
        let found = overlay.find_file("g", &[Arc::from("")], &mut |_| {});
        assert!(found.unwrap().is_none());
    }

    #[test]
    fn the_same_text_changes_nothing() {
        let base = base();
        let engine = crate::Engine::default();
        let world = world(&[("o", "object;include 'a';")]);
        let mut changes = Changes::new();
        changes.set_template("o", TemplateSource::new(world.templates["o"].as_str(), "o.pan"));
        changes.set_template("a", TemplateSource::new(base.templates["a"].as_str(), "a.pan"));
        let overlay = Overlay::new(&world, &changes);
        let reads = engine.compile(&overlay, "o", &crate::Options::default()).reads;
        assert!(!changes.meet(&reads));
        changes.set_template("a", TemplateSource::new("template a; ", "a.pan"));
        assert!(changes.meet(&reads));
    }
}
