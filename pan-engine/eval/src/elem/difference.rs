use std::cmp::Ordering;
use std::sync::Arc;

use pan_value::{Dict, Key, Value};

use super::live::Body;
use super::partly::Partly;
use super::{Bounds, Elem, Snap, Way};

/// Where two elements differ: tells each place (all keys of it, those of `at` first) and what `new` has there, if anything. Dicts that can be
/// changed are compared entry by entry, everything else as a whole.
pub fn differences(
    new: Option<&Snap>,
    old: Option<&Snap>,
    at: Way<'_>,
    tell: &mut dyn FnMut(&[&Key], Option<Snap>),
) {
    match (new, old) {
        (None, None) => {}
        (Some(Snap::Free(Value::Dict(new))), Some(Snap::Free(Value::Dict(old)))) => {
            if !Arc::ptr_eq(new, old) {
                in_values(new, old, at, tell);
            }
        }
        (Some(new), Some(old)) if new.is_free_dict() && old.is_free_dict() => {
            let (new, old) = (new.entries(), old.entries());
            let new = new.iter().map(|(key, snap)| (key, snap));
            let old = old.iter().map(|(key, snap)| (key, snap));
            together(new, old, |key, new, old| {
                differences(new, old, Way::Entry(&at, key), tell);
            });
        }
        (Some(new), Some(old)) if new == old => {}
        (new, _) => tell(&at.keys(), new.cloned()),
    }
}

/// As [`differences`] of what [`Snap::take`] gives for `new`, without taking what was not looked into since it was copied.
/// `None`: a resource in it has several references.
pub fn differences_of(
    new: &Elem,
    old: Option<&Snap>,
    bounds: Bounds,
    at: Way<'_>,
    tell: &mut dyn FnMut(&[&Key], Option<Snap>),
) -> Option<()> {
    if let (Elem::Live(live), Some(Snap::Free(Value::Dict(old)))) = (new, old)
        && let Body::Partly(partly) = &*live.0.body.borrow()
        && let Snap::Free(Value::Dict(base)) = partly.base()
    {
        return in_partly(partly, base, old, bounds, at, tell);
    }
    let new = Snap::take(new, bounds)?;
    differences(Some(&new), old, at, tell);
    Some(())
}

fn in_partly(
    new: &Partly,
    base: &Arc<pan_value::Deep<Dict>>,
    old: &Arc<pan_value::Deep<Dict>>,
    bounds: Bounds,
    at: Way<'_>,
    tell: &mut dyn FnMut(&[&Key], Option<Snap>),
) -> Option<()> {
    let own = new.own();
    if !Arc::ptr_eq(base, old) {
        together(base.iter(), old.iter(), |key, new, old| {
            if !own.contains_key(key) {
                in_entry(key, new, old, at, tell);
            }
        });
    }
    for (key, new) in own {
        let old = old.get(key).map(Snap::free);
        let at = Way::Entry(&at, key);
        match new {
            Some(Elem::Live(live)) if !live.is_unshared() => return None,
            Some(new) => differences_of(new, old.as_ref(), bounds, at, tell)?,
            None => differences(None, old.as_ref(), at, tell),
        }
    }
    Some(())
}

fn in_values(new: &Dict, old: &Dict, at: Way<'_>, tell: &mut dyn FnMut(&[&Key], Option<Snap>)) {
    if new.has_keys_of(old) {
        for ((key, new), old) in new.iter().zip(old.values()) {
            in_entry(key, Some(new), Some(old), at, tell);
        }
        return;
    }
    together(new.iter(), old.iter(), |key, new, old| {
        in_entry(key, new, old, at, tell);
    });
}

fn in_entry(
    key: &Key,
    new: Option<&Value>,
    old: Option<&Value>,
    at: Way<'_>,
    tell: &mut dyn FnMut(&[&Key], Option<Snap>),
) {
    match (new, old) {
        (Some(Value::Dict(new)), Some(Value::Dict(old))) => {
            if !Arc::ptr_eq(new, old) {
                in_values(new, old, Way::Entry(&at, key), tell);
            }
        }
        (Some(new), Some(old)) if new == old => {}
        (new, _) => tell(&Way::Entry(&at, key).keys(), new.map(Snap::free)),
    }
}

/// Walks over two sorted sequences at once.
fn together<'a, T: 'a>(
    new: impl Iterator<Item = (&'a Key, &'a T)>,
    old: impl Iterator<Item = (&'a Key, &'a T)>,
    mut visit: impl FnMut(&Key, Option<&T>, Option<&T>),
) {
    let (mut new, mut old) = (new.peekable(), old.peekable());
    loop {
        let order = match (new.peek(), old.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
        };
        let next_new = if order == Ordering::Greater {
            None
        } else {
            new.next()
        };
        let next_old = if order == Ordering::Less { None } else { old.next() };
        if let Some((key, _)) = next_new.or(next_old) {
            visit(
                key,
                next_new.map(|(_, item)| item),
                next_old.map(|(_, item)| item),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dict(entries: &[(&str, Value)]) -> Value {
        let entry = |(key, value): &(&str, Value)| (Key::new(key), value.clone());
        Value::dict(entries.iter().map(entry).collect::<Dict>())
    }

    fn found(new: &Snap, old: &Snap) -> Vec<(String, Option<Value>)> {
        let mut found = Vec::new();
        differences(Some(new), Some(old), Way::ROOT, &mut |at, snap| {
            let names: Vec<&str> = at.iter().map(|key| &***key).collect();
            found.push((names.join("/"), snap.map(|snap| snap.value())));
        });
        found
    }

    #[test]
    fn entry_by_entry() {
        let list = Value::list(vec![Value::Long(1)]);
        let same = dict(&[("x", Value::Long(1))]);
        let old = dict(&[
            ("a", dict(&[("l", list.clone()), ("s", same.clone())])),
            ("gone", Value::Long(1)),
        ]);
        let other = Value::list(vec![Value::Long(2)]);
        let new = dict(&[
            ("a", dict(&[("l", other.clone()), ("s", same)])),
            ("new", Value::Long(5)),
        ]);
        let expected = [
            ("a/l".to_owned(), Some(other)),
            ("gone".to_owned(), None),
            ("new".to_owned(), Some(Value::Long(5))),
        ];
        assert_eq!(
            found(&Snap::Free(new.clone()), &Snap::Free(old.clone())),
            expected
        );
        assert_eq!(found(&Snap::Free(new.clone()), &Snap::Free(new.clone())), []);
        // What cannot be changed is one thing.
        let fixed = Snap::Fixed(old.clone());
        assert_eq!(
            found(&Snap::Free(old.clone()), &fixed),
            [(String::new(), Some(old))]
        );
        let mixed = Snap::Dict(Arc::from([
            (Key::new("a"), fixed),
            (Key::new("new"), Snap::Fixed(Value::Long(5))),
        ]));
        let names: Vec<String> = found(&Snap::Free(new), &mixed)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["a"]);
    }
}
