use std::sync::Arc;

use pan_value::{Deep, Dict, Key, Kind, Term, Value};

use super::live::{Body, Live};
use super::{Bounds, Elem, ElemError, Snap};

pub(super) fn list_index(index: i32, length: usize) -> Option<usize> {
    if index < 0 {
        length.checked_sub(index.unsigned_abs() as usize)
    } else {
        Some(index.unsigned_abs() as usize)
    }
}

pub(super) fn child_of<'v>(value: &'v Value, term: &Term) -> Result<Option<&'v Value>, ElemError> {
    match (value, term) {
        (Value::List(items), Term::Index(index)) => {
            Ok(list_index(*index, items.len()).and_then(|i| items.get(i)))
        }
        (Value::Dict(entries), Term::Key(key)) => Ok(entries.get(key)),
        (Value::List(_), _) => Err(ElemError::Term(term.clone(), "a list")),
        (Value::Dict(_), _) => Err(ElemError::Term(term.clone(), "a dict")),
        (other, _) => Err(ElemError::Dereference(other.type_name())),
    }
}

fn value_at<'v>(value: &'v Value, terms: &[Term], lenient: bool) -> Result<Option<&'v Value>, ElemError> {
    let mut here = value;
    for term in terms {
        if !here.kind().is_resource() {
            return if lenient {
                Ok(None)
            } else {
                Err(ElemError::Dereference(here.type_name()))
            };
        }
        match child_of(here, term)? {
            Some(next) => here = next,
            None => return Ok(None),
        }
    }
    Ok(Some(here))
}

impl Elem {
    /// The element at this term: of a live resource the element itself, of a fixed one a fixed one.
    ///
    /// # Errors
    /// The term is not one of this resource, or this is no resource.
    pub fn get(&self, term: &Term) -> Result<Option<Self>, ElemError> {
        match self {
            Self::Fixed(value) => Ok(child_of(value, term)?.cloned().map(Self::Fixed)),
            Self::Live(live) => live.get(term),
        }
    }

    /// The element at this term, if it takes nothing to find it: not if there is none, nor if it would get an identity for it.
    #[inline]
    pub fn child_at_hand(&self, term: &Term) -> Option<Self> {
        let live = match self {
            Self::Fixed(value) => return child_of(value, term).ok()?.cloned().map(Self::Fixed),
            Self::Live(live) => live,
        };
        match (&*live.0.body.borrow(), term) {
            (Body::List(items), Term::Index(index)) => items.get(list_index(*index, items.len())?).cloned(),
            (Body::Dict(entries), Term::Key(key)) => entries.get(key).cloned(),
            (Body::Frozen(value), _) => {
                let child = child_of(value, term).ok()??;
                (!child.kind().is_resource()).then(|| Self::Fixed(child.clone()))
            }
            _ => None,
        }
    }

    /// What is behind these terms, if it takes nothing to find out; `Some(None)`: nothing is there.
    pub fn kind_at_hand(&self, terms: &[Term], lenient: bool) -> Option<Option<Kind>> {
        match (self, terms) {
            (_, []) => Some(Some(self.kind())),
            (Self::Fixed(Value::Undef), _) => Some(None),
            (Self::Fixed(value), _) => Some(value_at(value, terms, lenient).ok()?.map(Value::kind)),
            (Self::Live(_), [term]) => self.child_at_hand(term).map(|child| Some(child.kind())),
            (Self::Live(_), _) => None,
        }
    }

    /// The element behind these terms. `None`: there is none. With `lenient`, looking into something that has no elements
    /// gives none too (a term of the wrong kind does not).
    ///
    /// # Errors
    /// A term is not one of its resource, or something on the way is no resource.
    pub fn lookup(&self, terms: &[Term], lenient: bool) -> Result<Option<Self>, ElemError> {
        if let Self::Fixed(value) = self {
            return Ok(value_at(value, terms, lenient)?.cloned().map(Self::Fixed));
        }
        let mut here = self.clone();
        for term in terms {
            if !here.kind().is_resource() {
                return if lenient {
                    Ok(None)
                } else {
                    Err(ElemError::Dereference(here.type_name()))
                };
            }
            match here.get(term)? {
                Some(next) => here = next,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }

    /// The property at an index of a list; none if something else is there, or nothing, or this is no list.
    #[inline]
    pub fn property_at(&self, index: usize) -> Option<Value> {
        let property = |value: &Value| (!value.kind().is_resource()).then(|| value.clone());
        match self {
            Self::Fixed(Value::List(items)) => items.get(index).and_then(property),
            Self::Fixed(_) => None,
            Self::Live(live) => match &*live.0.body.borrow() {
                Body::Frozen(Value::List(items)) => items.get(index).and_then(property),
                Body::List(items) => match items.get(index)? {
                    Self::Fixed(value) => property(value),
                    Self::Live(_) => None,
                },
                _ => None,
            },
        }
    }

    /// The elements of a resource in order (references, not copies).
    pub fn children(&self) -> Vec<(Term, Self)> {
        match self {
            Self::Fixed(Value::List(items)) => indexed(items.iter().cloned().map(Self::Fixed)),
            Self::Fixed(Value::Dict(entries)) => entries
                .iter()
                .map(|(k, v)| (Term::Key(k.clone()), Self::Fixed(v.clone())))
                .collect(),
            Self::Fixed(_) => Vec::new(),
            Self::Live(live) => live.children(),
        }
    }

    /// The same resource if it can be written, else a copy of its outermost level.
    #[must_use]
    pub fn writable(&self) -> Self {
        match self {
            Self::Fixed(value) if self.is_protected() => Self::Live(Live::shallow_copy_of(value)),
            other => other.clone(),
        }
    }

    /// Sets (or with `None` or null removes) the element behind these terms, making the resources on the way that are missing
    /// or undef.
    ///
    /// # Errors
    /// This is no live resource, or one of [`Live::put`].
    pub fn put_at(&self, terms: &[Term], new: Option<Self>, bounds: Bounds) -> Result<(), ElemError> {
        let Self::Live(live) = self else {
            return Err(ElemError::AddChild(self.type_name()));
        };
        match terms {
            [] => Ok(()),
            [term] => {
                if let Some(new) = &new {
                    live.refuse_circle(new)?;
                }
                live.put(term, new, bounds)
            }
            [term, rest @ ..] => live.writable_child(term, rest, bounds)?.put_at(rest, new, bounds),
        }
    }

    /// The list behind these terms, made if it is missing or undef, with everything on the way.
    ///
    /// # Errors
    /// This is no live resource, something else is there, or one of [`Live::put`].
    pub fn list_at(&self, terms: &[Term], bounds: Bounds) -> Result<Self, ElemError> {
        let Self::Live(live) = self else {
            return Err(ElemError::Dereference(self.type_name()));
        };
        match terms {
            [] => Ok(self.clone()),
            [term] => match live.get(term)? {
                Some(list) if list.kind() == pan_value::Kind::List => Ok(list),
                Some(other) if !other.is_undef() => Err(ElemError::NotList(other.type_name())),
                _ => {
                    let list = Self::Live(Live::list(Vec::new()));
                    live.put(term, Some(list.clone()), bounds)?;
                    Ok(list)
                }
            },
            [term, rest @ ..] => live.writable_child(term, rest, bounds)?.list_at(rest, bounds),
        }
    }
}

/// Whether a dict was looked into since it was copied.
pub enum Frozen {
    /// It was not, and is this one.
    Dict(Arc<Deep<Dict>>),
    /// It was.
    Not,
}

impl Live {
    /// As [`Elem::get`].
    ///
    /// # Errors
    /// The term is not one of this resource.
    pub fn get(&self, term: &Term) -> Result<Option<Elem>, ElemError> {
        {
            let body = self.0.body.borrow();
            match (&*body, term) {
                (Body::Partly(_), Term::Key(_)) => {}
                (Body::Partly(_), _) => return Err(ElemError::Term(term.clone(), "a dict")),
                (Body::List(items), Term::Index(index)) => {
                    return Ok(list_index(*index, items.len())
                        .and_then(|i| items.get(i))
                        .cloned());
                }
                (Body::Dict(entries), Term::Key(key)) => return Ok(entries.get(key).cloned()),
                (Body::List(_), _) => return Err(ElemError::Term(term.clone(), "a list")),
                (Body::Dict(_), _) => return Err(ElemError::Term(term.clone(), "a dict")),
                (Body::Taken(snap), _) => match snap.term(term) {
                    Some(Snap::Fixed(value)) => return Ok(Some(Elem::Fixed(value))),
                    Some(_) => {}
                    None if term.is_key() == (snap.kind() == pan_value::Kind::Dict) => return Ok(None),
                    None => {}
                },
                (Body::Frozen(value), _) => match child_of(value, term)? {
                    Some(child) if child.kind().is_resource() => {}
                    other => return Ok(other.cloned().map(Elem::Fixed)),
                },
            }
        }
        // A resource in it: from now on it has an identity.
        self.open();
        if let (Body::Partly(partly), Term::Key(key)) = (&mut *self.0.body.borrow_mut(), term) {
            return Ok(partly.get(key));
        }
        self.get(term)
    }

    /// The child at `term`, made writable, or a new one of the kind that `rest` needs.
    fn writable_child(&self, term: &Term, rest: &[Term], bounds: Bounds) -> Result<Elem, ElemError> {
        match self.get(term)? {
            Some(child) if child.is_protected() => {
                let copy = child.writable();
                self.put(term, Some(copy.clone()), bounds)?;
                Ok(copy)
            }
            Some(child) if !child.is_undef() => Ok(child),
            _ => {
                let made = match rest.first() {
                    Some(next) => Elem::Live(Live::for_term(next)),
                    None => Elem::UNDEF,
                };
                self.put(term, Some(made.clone()), bounds)?;
                Ok(made)
            }
        }
    }

    /// So many keys of a dict, from the first one or the first behind `after` on.
    pub fn keys_behind(&self, after: Option<&Key>, count: usize) -> Vec<Key> {
        use std::ops::Bound::{Excluded, Unbounded};
        let range = (after.map_or(Unbounded, Excluded), Unbounded);
        self.merge();
        match &*self.0.body.borrow() {
            Body::Frozen(Value::Dict(entries)) => {
                let keys = entries.range::<Key, _>(range).map(|(key, _)| key);
                keys.take(count).cloned().collect()
            }
            Body::Dict(entries) => {
                let keys = entries.range::<Key, _>(range).map(|(key, _)| key);
                keys.take(count).cloned().collect()
            }
            Body::Taken(Snap::Dict(entries)) => {
                let passed = entries.partition_point(|(key, _)| after.is_some_and(|after| key <= after));
                let keys = entries.get(passed..).unwrap_or_default().iter();
                keys.map(|(key, _)| key).take(count).cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The dict that it is, if it is frozen.
    pub fn frozen_dict(&self) -> Frozen {
        match &*self.0.body.borrow() {
            Body::Frozen(Value::Dict(entries)) => Frozen::Dict(Arc::clone(entries)),
            _ => Frozen::Not,
        }
    }

    /// Is it still this very dict, frozen?
    pub fn is_frozen_as(&self, dict: &Arc<Deep<Dict>>) -> bool {
        matches!(&*self.0.body.borrow(), Body::Frozen(Value::Dict(entries)) if Arc::ptr_eq(entries, dict))
    }

    /// The key at this place in the order of keys.
    pub fn nth_key(&self, at: usize) -> Option<Key> {
        self.merge();
        match &*self.0.body.borrow() {
            Body::Frozen(Value::Dict(entries)) => entries.keys().nth(at).cloned(),
            Body::Dict(entries) => entries.keys().nth(at).cloned(),
            Body::Taken(Snap::Dict(entries)) => entries.get(at).map(|(key, _)| key.clone()),
            _ => None,
        }
    }

    fn children(&self) -> Vec<(Term, Elem)> {
        self.thaw();
        match &*self.0.body.borrow() {
            Body::List(items) => indexed(items.iter().cloned()),
            Body::Dict(entries) => entries
                .iter()
                .map(|(k, v)| (Term::Key(k.clone()), v.clone()))
                .collect(),
            Body::Frozen(_) | Body::Taken(_) | Body::Partly(_) => Vec::new(),
        }
    }
}

fn indexed(items: impl Iterator<Item = Elem>) -> Vec<(Term, Elem)> {
    items
        .enumerate()
        .map(|(i, item)| (Term::Index(i32::try_from(i).unwrap_or(i32::MAX)), item))
        .collect()
}
