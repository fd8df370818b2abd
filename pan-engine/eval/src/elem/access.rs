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

/// Copies a value, if there is one.
#[inline(always)]
fn copied(value: Option<&Value>, place: &mut Elem) -> bool {
    if let Some(value) = value {
        place.set_to(value);
    }
    value.is_some()
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

    /// Copies the element at this term, if it takes nothing to find it: not if there is none, nor if it would get an identity
    /// for it.
    #[inline]
    pub fn child_to(&self, term: &Term, place: &mut Self) -> bool {
        let live = match self {
            Self::Fixed(value) => return copied(child_of(value, term).ok().flatten(), place),
            Self::Live(live) => live,
        };
        let body = live.0.body.borrow();
        let child = match (&*body, term) {
            (Body::List(items), Term::Index(index)) => {
                list_index(*index, items.len()).and_then(|index| items.get(index))
            }
            (Body::Dict(entries), Term::Key(key)) => entries.get(key),
            (Body::Frozen(value), _) => {
                let child = child_of(value, term).ok().flatten();
                return copied(child.filter(|child| !child.kind().is_resource()), place);
            }
            _ => None,
        };
        if let Some(child) = child {
            place.clone_from(child);
        }
        child.is_some()
    }

    /// Is the element at this term such a one? Not if it takes anything to find it.
    #[inline(always)]
    pub fn is_child(&self, term: &Term, test: impl FnOnce(&Self) -> bool) -> bool {
        let Self::Live(live) = self else { return false };
        match (&*live.0.body.borrow(), term) {
            (Body::List(items), Term::Index(index)) => list_index(*index, items.len())
                .and_then(|index| items.get(index))
                .is_some_and(test),
            (Body::Dict(entries), Term::Key(key)) => entries.get(key).is_some_and(test),
            _ => false,
        }
    }

    /// What is behind these terms, if it takes nothing to find out; `Some(None)`: nothing is there.
    pub fn kind_at_hand(&self, terms: &[Term], lenient: bool) -> Option<Option<Kind>> {
        match (self, terms) {
            (_, []) => Some(Some(self.kind())),
            (Self::Fixed(Value::Undef), _) => Some(None),
            (Self::Fixed(value), _) => Some(value_at(value, terms, lenient).ok()?.map(Value::kind)),
            (Self::Live(_), [term]) => {
                let mut child = Self::UNDEF;
                self.child_to(term, &mut child).then(|| Some(child.kind()))
            }
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

    /// Copies the property at an index of a list; not if something else is there, or nothing, or this is no list.
    #[inline(always)]
    pub fn property_to(&self, index: usize, place: &mut Self) -> bool {
        let property = |value: &&Value| !value.kind().is_resource();
        match self {
            Self::Fixed(Value::List(items)) => copied(items.get(index).filter(property), place),
            Self::Fixed(_) => false,
            Self::Live(live) => match &*live.0.body.borrow() {
                Body::Frozen(Value::List(items)) => copied(items.get(index).filter(property), place),
                Body::List(items) => match items.get(index) {
                    Some(Self::Fixed(value)) => copied(Some(value).filter(property), place),
                    _ => false,
                },
                _ => false,
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

/// Looking through a resource without looking into it.
impl Elem {
    /// The value of a resource that cannot be changed, or has not been since it was copied.
    pub fn still(&self) -> Option<Value> {
        match self {
            Self::Fixed(value) => Some(value.clone()),
            Self::Live(live) => live.frozen(),
        }
    }

    /// How often keys were added or removed.
    pub fn changes(&self) -> u32 {
        match self {
            Self::Fixed(_) => 0,
            Self::Live(live) => live.changes(),
        }
    }

    /// Is it still this dict, as [`Self::still`] gave it?
    #[inline(always)]
    pub fn is_still_dict(&self, dict: &Arc<Deep<Dict>>) -> bool {
        match self {
            Self::Fixed(_) => true,
            Self::Live(live) => {
                matches!(&*live.0.body.borrow(), Body::Frozen(Value::Dict(now)) if Arc::ptr_eq(now, dict))
            }
        }
    }

    /// Is this element of it given away as it is? Resources in one that can be changed get an identity.
    #[inline]
    pub const fn gives(&self, element: &Value) -> bool {
        matches!(self, Self::Fixed(_)) || !matches!(element, Value::List(_) | Value::Dict(_))
    }
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
                let keys = entries.behind(after).map(|(key, _)| key);
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
