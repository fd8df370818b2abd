//! What an object that follows another one has at a path, without making it: the other's tree with the changes on top.

use std::sync::Arc;

use pan_value::{Key, Kind, Path, Term, Value};

use super::Sharing;
use super::changes::{Changes, Node};
use super::place::keys;
use super::recording::TreeRead;
use crate::elem::Snap;
use crate::eval::{Evaluator, Flow};

/// What is at a path.
enum Seen<'c> {
    /// What a change made of it, or of something above it.
    Own(Option<Snap>),
    /// What the other object has, but for these changes.
    Theirs(Option<&'c Node>),
}

impl Evaluator<'_> {
    /// Is the element at a path one that can be changed in place?
    pub(super) fn is_free_at(&self, path: &Path) -> Flow<bool> {
        let Sharing::Following(follow) = &self.sharing else {
            return Ok(false);
        };
        let found = match seen(&follow.changes, path.terms()) {
            Seen::Own(own) => own,
            Seen::Theirs(_) => self.theirs_at(path.terms())?,
        };
        Ok(found.is_some_and(|snap| !matches!(snap, Snap::Fixed(_))))
    }

    /// What the other object has at a path.
    fn theirs_at(&self, terms: &[Term]) -> Flow<Option<Snap>> {
        let Sharing::Following(follow) = &self.sharing else {
            return Ok(None);
        };
        let trace = &follow.trace;
        let root = trace.roots.at(follow.now, &trace.events, self.bounds());
        let root = root.map_err(|error| self.give_up(&error.to_string()))?;
        Ok(root.behind(terms))
    }

    /// Is an element what it was when it was read? Nothing of it may have been left out then.
    pub(super) fn is_seen_as_read(&self, read: &TreeRead) -> Flow<bool> {
        let Sharing::Following(follow) = &self.sharing else {
            return Ok(false);
        };
        let (found, changes) = match seen(&follow.changes, &read.terms) {
            Seen::Own(own) => (own, None),
            Seen::Theirs(changes) => (self.theirs_at(&read.terms)?, changes),
        };
        if let Some(kind) = &read.kind
            && *kind != found.as_ref().map(Snap::kind)
        {
            return Ok(false);
        }
        Ok(match (&read.taken, &found, changes) {
            (None, ..) => true,
            (Some(_), None, _) => false,
            (Some((taken, shape)), Some(found), None) => taken.is_like_snap(found, *shape),
            (Some((taken, shape)), Some(found), Some(changes)) => is_like(taken, found, changes, *shape),
        })
    }
}

fn seen<'c>(changes: &'c Changes, terms: &[Term]) -> Seen<'c> {
    let mut here = changes.top();
    for (length, key) in keys(terms).enumerate() {
        if let Some(new) = here.new_here() {
            let rest = terms.get(length..).unwrap_or_default();
            return Seen::Own(new.and_then(|snap| snap.behind(rest)));
        }
        match here.below(key) {
            Some(next) => here = next,
            None => return Seen::Theirs(None),
        }
    }
    match here.new_here() {
        Some(new) => Seen::Own(new.cloned()),
        None => Seen::Theirs(Some(here)),
    }
}

/// Is what was taken what the other object has with these changes?
fn is_like(taken: &Snap, theirs: &Snap, changes: &Node, shape: bool) -> bool {
    if changes.is_empty() {
        return taken.is_like_snap(theirs, shape);
    }
    if let (Snap::Free(Value::Dict(taken)), Snap::Free(Value::Dict(theirs))) = (taken, theirs) {
        let unchanged =
            |(key, value): (&Key, &Value)| changes.below(key).is_some() || taken.get(key) == Some(value);
        let is_known = |key: &Key| changes.below(key).is_some() || theirs.contains_key(key);
        let rest_is_like =
            Arc::ptr_eq(taken, theirs) || (theirs.iter().all(unchanged) && taken.keys().all(is_known));
        return rest_is_like
            && changes.all_below(|key, change| {
                let (taken, theirs) = (taken.get(key).map(Snap::free), theirs.get(key).map(Snap::free));
                is_part_like(taken.as_ref(), theirs.as_ref(), change, shape)
            });
    }
    let is_dict = |snap: &Snap| {
        if shape {
            snap.is_free_dict()
        } else {
            snap.kind() == Kind::Dict
        }
    };
    if !is_dict(taken) || !is_dict(theirs) {
        return false;
    }
    let (entries, others) = (taken.entries(), theirs.entries());
    let unchanged = |(key, theirs): &(Key, Snap)| {
        changes.below(key).is_some()
            || taken
                .child(key)
                .is_some_and(|taken| taken.is_like_snap(theirs, shape))
    };
    others.iter().all(unchanged)
        && entries
            .iter()
            .all(|(key, _)| changes.below(key).is_some() || theirs.child(key).is_some())
        && changes.all_below(|key, change| {
            is_part_like(
                taken.child(key).as_ref(),
                theirs.child(key).as_ref(),
                change,
                shape,
            )
        })
}

fn is_part_like(taken: Option<&Snap>, theirs: Option<&Snap>, changes: &Node, shape: bool) -> bool {
    match (changes.new_here(), taken, theirs) {
        (Some(None), taken, _) => taken.is_none(),
        (Some(Some(new)), Some(taken), _) => taken.is_like_snap(new, shape),
        (None, Some(taken), Some(theirs)) => is_like(taken, theirs, changes, shape),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dict(entries: &[(&str, Value)]) -> Value {
        let entries = entries.iter().map(|(key, value)| (Key::new(key), value.clone()));
        Value::dict(entries.collect::<pan_value::Dict>())
    }

    fn path(text: &str) -> Vec<Key> {
        text.split('/').map(Key::new).collect()
    }

    fn looks(changes: &Changes, taken: &Value, theirs: &Value) -> bool {
        let (taken, theirs) = (Snap::Free(taken.clone()), Snap::Free(theirs.clone()));
        is_like(&taken, &theirs, changes.top(), true)
    }

    #[test]
    fn their_tree_with_changes_on_top() {
        let (one, two) = (Value::Long(1), Value::Long(2));
        let theirs = dict(&[
            ("a", dict(&[("x", one.clone()), ("y", one.clone())])),
            ("b", one.clone()),
        ]);
        let mut changes = Changes::default();
        changes.set(&path("a/x"), Some(Snap::Fixed(two.clone())));
        changes.set(&path("b"), None);
        changes.set(&path("c"), Some(Snap::Fixed(one.clone())));
        let own = dict(&[
            ("a", dict(&[("x", two.clone()), ("y", one.clone())])),
            ("c", one.clone()),
        ]);
        assert!(looks(&changes, &own, &theirs));
        assert!(!looks(&changes, &theirs, &theirs));
        let other = dict(&[
            ("a", dict(&[("x", two.clone()), ("y", two.clone())])),
            ("c", one.clone()),
        ]);
        assert!(!looks(&changes, &other, &theirs));
        let more = dict(&[
            ("a", dict(&[("x", two), ("y", one.clone())])),
            ("c", one.clone()),
            ("d", one),
        ]);
        assert!(!looks(&changes, &more, &theirs));
        assert!(looks(&Changes::default(), &theirs, &theirs));
        let terms = [Term::Key(Key::new("a")), Term::Key(Key::new("x"))];
        assert!(matches!(
            seen(&changes, &terms),
            Seen::Own(Some(Snap::Fixed(Value::Long(2))))
        ));
        assert!(matches!(seen(&changes, &terms[..1]), Seen::Theirs(Some(_))));
        let elsewhere = [Term::Key(Key::new("z"))];
        assert!(matches!(seen(&changes, &elsewhere), Seen::Theirs(None)));
    }
}
