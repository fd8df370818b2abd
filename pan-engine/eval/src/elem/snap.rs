use std::sync::Arc;

use pan_value::{Dict, Key, Kind, Term, Value};

use super::live::{Body, Live};
use super::partly::Partly;
use super::{Bounds, Elem};

/// An element as it was at some moment: its value, and which resources in it can be changed in place. Unlike an element it can
/// be kept, and shared by threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Snap {
    /// A property, or a resource that cannot be changed.
    Fixed(Value),
    /// A resource that can be changed, with everything in it.
    Free(Value),
    /// A list that can be changed, with something in it that cannot.
    List(Arc<[Self]>),
    /// A dict likewise.
    Dict(Arc<[(Key, Self)]>),
}

impl Snap {
    /// The element as it is now. `None`: it is nested too deep, or a resource in it has other references, which no copy could
    /// keep.
    pub fn take(elem: &Elem, bounds: Bounds) -> Option<Self> {
        let live = match elem {
            Elem::Fixed(value) => return Some(Self::Fixed(value.clone())),
            Elem::Live(live) => live,
        };
        let is_mixed = match &*live.0.body.borrow() {
            Body::Taken(_) => true,
            Body::Partly(partly) => matches!(partly.base(), Self::Dict(_)),
            _ => false,
        };
        if !is_mixed {
            elem.freeze(bounds).ok()?;
        }
        match &*live.0.body.borrow() {
            Body::Frozen(value) => Some(Self::Free(value.clone())),
            Body::Taken(snap) => Some(snap.clone()),
            Body::Partly(partly) => {
                let mut own = partly.own().iter().peekable();
                let mut entries = Vec::with_capacity(partly.size());
                let add = |key: &Key, elem: &Option<Elem>, entries: &mut Vec<(Key, Self)>| {
                    if let Some(elem) = elem {
                        entries.push((key.clone(), Self::of_child(elem, bounds)?));
                    }
                    Some(())
                };
                for (key, snap) in partly.base().entries() {
                    while let Some((new, elem)) = own.next_if(|(new, _)| **new < key) {
                        add(new, elem, &mut entries)?;
                    }
                    match own.next_if(|(new, _)| **new == key) {
                        Some((_, elem)) => add(&key, elem, &mut entries)?,
                        None => entries.push((key, snap)),
                    }
                }
                for (key, elem) in own {
                    add(key, elem, &mut entries)?;
                }
                Some(Self::Dict(entries.into()).if_free())
            }
            Body::List(items) => {
                let items: Option<Arc<[Self]>> =
                    items.iter().map(|item| Self::of_child(item, bounds)).collect();
                items.map(Self::List)
            }
            Body::Dict(entries) => {
                let entry = |(key, elem): (&Key, &Elem)| Some((key.clone(), Self::of_child(elem, bounds)?));
                let entries: Option<Arc<[(Key, Self)]>> = entries.iter().map(entry).collect();
                entries.map(Self::Dict)
            }
        }
    }

    /// A dict of which everything can be changed, as such.
    fn if_free(self) -> Self {
        let is_free = |snap: &Self| match snap {
            Self::Fixed(value) => !value.kind().is_resource(),
            Self::Free(_) => true,
            Self::List(_) | Self::Dict(_) => false,
        };
        match &self {
            Self::Dict(entries) if entries.iter().all(|(_, snap)| is_free(snap)) => Self::Free(self.value()),
            _ => self,
        }
    }

    fn of_child(elem: &Elem, bounds: Bounds) -> Option<Self> {
        match elem {
            Elem::Live(live) if !live.is_unshared() => None,
            elem => Self::take(elem, bounds),
        }
    }

    /// An element like the one that was taken.
    pub fn restore(&self) -> Elem {
        match self {
            Self::Fixed(value) => Elem::Fixed(value.clone()),
            Self::Free(value) => Elem::Live(Live::copy_of(value.clone())),
            Self::List(_) | Self::Dict(_) => Elem::Live(Live::taken(self.clone())),
        }
    }

    /// Number of elements of a list or dict.
    pub fn size(&self) -> usize {
        match self {
            Self::Fixed(Value::List(items)) | Self::Free(Value::List(items)) => items.len(),
            Self::Fixed(Value::Dict(entries)) | Self::Free(Value::Dict(entries)) => entries.len(),
            Self::Fixed(_) | Self::Free(_) => 0,
            Self::List(items) => items.len(),
            Self::Dict(entries) => entries.len(),
        }
    }

    /// The element at a term.
    pub fn term(&self, term: &Term) -> Option<Self> {
        match term {
            Term::Key(key) => self.child(key),
            Term::Index(index) => {
                let at = super::access::list_index(*index, self.size())?;
                match self {
                    Self::Fixed(Value::List(items)) => items.get(at).cloned().map(Self::Fixed),
                    Self::Free(Value::List(items)) => items.get(at).map(Self::free),
                    Self::List(items) => items.get(at).cloned(),
                    _ => None,
                }
            }
        }
    }

    /// Its value.
    pub fn value(&self) -> Value {
        match self {
            Self::Fixed(value) | Self::Free(value) => value.clone(),
            Self::List(items) => Value::list(items.iter().map(Self::value).collect()),
            Self::Dict(entries) => {
                let values = entries.iter().map(|(key, snap)| (key.clone(), snap.value()));
                Value::dict(Dict::from_sorted(values))
            }
        }
    }

    /// The entry of a dict.
    pub fn child(&self, key: &Key) -> Option<Self> {
        match self {
            Self::Fixed(Value::Dict(entries)) => entries.get(key).cloned().map(Self::Fixed),
            Self::Free(Value::Dict(entries)) => entries.get(key).map(Self::free),
            Self::Dict(_) => self.part(key).cloned(),
            _ => None,
        }
    }

    /// The element behind these terms.
    pub fn behind(&self, terms: &[Term]) -> Option<Self> {
        let mut here = self;
        for (length, term) in terms.iter().enumerate() {
            let rest = terms.get(length..).unwrap_or_default();
            here = match (here, term) {
                (Self::Fixed(value), _) => return behind(value, rest).cloned().map(Self::Fixed),
                (Self::Free(value), _) => return behind(value, rest).map(Self::free),
                (Self::Dict(_), Term::Key(key)) => here.part(key)?,
                (Self::List(items), Term::Index(index)) => {
                    items.get(super::access::list_index(*index, items.len())?)?
                }
                _ => return None,
            };
        }
        Some(here.clone())
    }

    /// The entry of a dict that is not one value.
    fn part(&self, key: &Key) -> Option<&Self> {
        let Self::Dict(entries) = self else { return None };
        let at = entries.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        entries.get(at).map(|(_, snap)| snap)
    }

    /// Is it a dict that can be changed?
    pub fn is_free_dict(&self) -> bool {
        matches!(self, Self::Free(Value::Dict(_)) | Self::Dict(_))
    }

    /// How many of the keys lead to dicts that can be changed, one in the other.
    pub fn free_dicts(&self, path: &[Term]) -> usize {
        let mut here = self;
        for (length, term) in path.iter().enumerate() {
            let Term::Key(key) = term else { return length };
            here = match here {
                Self::Free(Value::Dict(entries)) => return length + free_dicts(entries, path.get(length..)),
                Self::Dict(_) => match here.part(key) {
                    Some(snap) if snap.is_free_dict() => snap,
                    _ => return length,
                },
                _ => return length,
            };
        }
        path.len()
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Fixed(value) | Self::Free(value) => value.kind(),
            Self::List(_) => Kind::List,
            Self::Dict(_) => Kind::Dict,
        }
    }

    /// The entries of a dict; none if it is something else.
    pub fn entries(&self) -> Vec<(Key, Self)> {
        match self {
            Self::Fixed(Value::Dict(entries)) => entries
                .iter()
                .map(|(key, value)| (key.clone(), Self::Fixed(value.clone())))
                .collect(),
            Self::Free(Value::Dict(entries)) => entries
                .iter()
                .map(|(key, value)| (key.clone(), Self::free(value)))
                .collect(),
            Self::Dict(entries) => entries.to_vec(),
            _ => Vec::new(),
        }
    }

    /// What is taken of a value that can be changed.
    pub fn free(value: &Value) -> Self {
        match value {
            Value::List(_) | Value::Dict(_) => Self::Free(value.clone()),
            scalar => Self::Fixed(scalar.clone()),
        }
    }

    /// Has the element the value that was taken? With `shape`, can also the same resources in it be changed?
    pub fn is_like(&self, elem: &Elem, shape: bool) -> bool {
        match (self, elem) {
            (Self::Fixed(a), Elem::Fixed(b)) => a == b,
            (_, Elem::Fixed(b)) => !shape && self.has_value(b),
            (_, Elem::Live(live)) => {
                if shape && matches!(self, Self::Fixed(_)) {
                    return false;
                }
                match &*live.0.body.borrow() {
                    Body::Frozen(b) => match self {
                        Self::Fixed(a) | Self::Free(a) => a == b,
                        _ if shape => false,
                        _ => self.has_value(b),
                    },
                    Body::Taken(snap) if shape => self == snap,
                    Body::Taken(snap) => self.value() == snap.value(),
                    Body::List(items) => self.is_like_list(items, shape),
                    Body::Dict(entries) => self.is_like_dict(entries, shape),
                    Body::Partly(partly) => self.is_like_partly(partly, shape),
                }
            }
        }
    }

    /// As [`Snap::is_like`], of an element that was taken.
    pub fn is_like_snap(&self, other: &Self, shape: bool) -> bool {
        match (self, other) {
            (Self::Fixed(a), Self::Fixed(b)) | (Self::Free(a), Self::Free(b)) => a == b,
            _ if shape => self == other,
            (_, Self::Fixed(value) | Self::Free(value)) => self.has_value(value),
            (Self::Fixed(value) | Self::Free(value), _) => other.has_value(value),
            _ => self.value() == other.value(),
        }
    }

    fn is_like_list(&self, items: &[Elem], shape: bool) -> bool {
        match self {
            Self::List(own) => {
                own.len() == items.len() && own.iter().zip(items).all(|(a, b)| a.is_like(b, shape))
            }
            Self::Fixed(Value::List(own)) => {
                own.len() == items.len()
                    && own
                        .iter()
                        .zip(items)
                        .all(|(a, b)| Self::Fixed(a.clone()).is_like(b, shape))
            }
            Self::Free(Value::List(own)) => {
                own.len() == items.len()
                    && own
                        .iter()
                        .zip(items)
                        .all(|(a, b)| Self::free(a).is_like(b, shape))
            }
            _ => false,
        }
    }

    fn is_like_dict(&self, entries: &std::collections::BTreeMap<Key, Elem>, shape: bool) -> bool {
        match self {
            Self::Dict(own) => {
                own.len() == entries.len()
                    && own
                        .iter()
                        .zip(entries)
                        .all(|((k, a), (l, b))| k == l && a.is_like(b, shape))
            }
            Self::Fixed(Value::Dict(own)) => {
                own.len() == entries.len()
                    && own
                        .iter()
                        .zip(entries)
                        .all(|((k, a), (l, b))| k == l && Self::Fixed(a.clone()).is_like(b, shape))
            }
            Self::Free(Value::Dict(own)) => {
                own.len() == entries.len()
                    && own
                        .iter()
                        .zip(entries)
                        .all(|((k, a), (l, b))| k == l && Self::free(a).is_like(b, shape))
            }
            _ => false,
        }
    }

    fn is_like_partly(&self, partly: &Partly, shape: bool) -> bool {
        let (Self::Free(Value::Dict(own)), Self::Free(Value::Dict(base))) = (self, partly.base()) else {
            return self.is_like_dict(&partly.entries().into_iter().collect(), shape);
        };
        let changed = partly.own();
        let is_like = |(key, now): (&Key, &Option<Elem>)| match (own.get(key), now) {
            (Some(own), Some(now)) => Self::free(own).is_like(now, shape),
            (None, None) => true,
            _ => false,
        };
        own.len() == partly.size()
            && changed.iter().all(is_like)
            && (Arc::ptr_eq(own, base)
                || own
                    .iter()
                    .all(|(key, own)| changed.contains_key(key) || base.get(key) == Some(own)))
    }

    fn has_value(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Fixed(a) | Self::Free(a), b) => a == b,
            (Self::List(own), Value::List(items)) => {
                own.len() == items.len() && own.iter().zip(items.iter()).all(|(a, b)| a.has_value(b))
            }
            (Self::Dict(own), Value::Dict(entries)) => {
                own.len() == entries.len()
                    && own
                        .iter()
                        .zip(entries.iter())
                        .all(|((k, a), (l, b))| k == l && a.has_value(b))
            }
            _ => false,
        }
    }
}

fn behind<'v>(value: &'v Value, terms: &[Term]) -> Option<&'v Value> {
    let mut terms = terms.iter();
    terms.try_fold(value, |value, term| {
        super::access::child_of(value, term).ok().flatten()
    })
}

/// How many of the keys lead to dicts in a dict.
pub(super) fn free_dicts(mut entries: &Dict, path: Option<&[Term]>) -> usize {
    let path = path.unwrap_or_default();
    for (length, term) in path.iter().enumerate() {
        match term.as_key().and_then(|key| entries.get(key)) {
            Some(Value::Dict(inner)) => entries = inner,
            _ => return length,
        }
    }
    path.len()
}

impl Elem {
    /// Has a resource inside this one references besides the one that makes it a part? Frozen resources have none.
    pub fn has_alias(&self) -> bool {
        let Self::Live(live) = self else { return false };
        let aliased = |elem: &Self| match elem {
            Self::Live(inner) => !inner.is_unshared() || elem.has_alias(),
            Self::Fixed(_) => false,
        };
        match &*live.0.body.borrow() {
            Body::Frozen(_) | Body::Taken(_) => false,
            Body::List(items) => items.iter().any(aliased),
            Body::Dict(entries) => entries.values().any(aliased),
            Body::Partly(partly) => partly.own().values().flatten().any(aliased),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::peek::lively;
    use super::*;

    const BOUNDS: Bounds = Bounds {
        depth: 10,
        length: 10,
        count: 1000,
    };

    fn mixed() -> Elem {
        let list = Value::list(vec![Value::Long(1)]);
        let live = Live::dict(std::collections::BTreeMap::from([
            (Key::new("fixed"), Elem::Fixed(list.clone())),
            (Key::new("free"), lively(&list)),
        ]));
        Elem::Live(live)
    }

    #[test]
    fn restored_as_taken() {
        let elem = mixed();
        let snap = Snap::take(&elem, BOUNDS).unwrap();
        let again = snap.restore();
        assert!(snap.is_like(&again, true));
        let value = elem.freeze(BOUNDS).unwrap();
        assert!(snap.is_like(&Elem::Fixed(value.clone()), false));
        assert!(!snap.is_like(&Elem::Fixed(value.clone()), true));
        assert!(!snap.is_like(&lively(&value), true));
        assert!(snap.is_like(&lively(&value), false));
        let path = [Term::Key(Key::new("free")), Term::Index(0)];
        again.put_at(&path, Some(Value::Long(2).into()), BOUNDS).unwrap();
        assert!(!snap.is_like(&again, false));
        assert!(snap.is_like(&elem, true));
    }

    #[test]
    fn other_references_cannot_be_kept() {
        let elem = mixed();
        assert!(!elem.has_alias());
        let held = elem.lookup(&[Term::Key(Key::new("free"))], true).unwrap();
        assert!(elem.has_alias());
        assert!(Snap::take(&elem, BOUNDS).is_none());
        drop(held);
        assert!(Snap::take(&elem, BOUNDS).is_some());
    }
}
