use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use pan_value::{Key, Kind, Term, Value};

use super::partly::Partly;
use super::{Bounds, Elem, ElemError, Snap};

/// A resource that can be changed in place. Cloning makes another reference to the same resource.
#[derive(Clone, Debug)]
pub struct Live(pub(super) Rc<Node>);

/// The resource behind the references.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) body: RefCell<Body>,
    /// Counts keys added and removed, so that an iteration notices.
    changes: Cell<u32>,
}

/// Content of a live resource.
#[derive(Debug)]
pub enum Body {
    /// Not looked into since it was copied: a resource value. Its own resources are as writable as it is.
    Frozen(Value),
    /// Not looked into since it was taken elsewhere: a list or dict with something in it that cannot be changed.
    Taken(Snap),
    /// A dict of which only some entries were looked into since then.
    Partly(Partly),
    /// A list.
    List(Vec<Elem>),
    /// A dict.
    Dict(BTreeMap<Key, Elem>),
}

impl Live {
    fn with(body: Body) -> Self {
        Self(Rc::new(Node {
            body: RefCell::new(body),
            changes: Cell::new(0),
        }))
    }

    /// A list of these elements (references, not copies).
    pub fn list(items: Vec<Elem>) -> Self {
        Self::with(Body::List(items))
    }

    /// A dict of these elements (references, not copies).
    pub fn dict(entries: BTreeMap<Key, Elem>) -> Self {
        Self::with(Body::Dict(entries))
    }

    /// An empty resource of the kind this term indexes.
    pub fn for_term(term: &Term) -> Self {
        if term.is_key() {
            Self::dict(BTreeMap::new())
        } else {
            Self::list(Vec::new())
        }
    }

    /// A writable copy of a resource value, all levels of it. Costs nothing until written.
    pub fn copy_of(value: Value) -> Self {
        Self::with(Body::Frozen(value))
    }

    /// A list or dict as it was taken. Costs nothing until written.
    pub fn taken(snap: Snap) -> Self {
        Self::with(Body::Taken(snap))
    }

    /// A writable copy of the outermost level of a resource value; the resources in it stay fixed. Not a resource: an
    /// empty list.
    pub fn shallow_copy_of(value: &Value) -> Self {
        match value {
            Value::Dict(entries) => Self::dict(
                entries
                    .iter()
                    .map(|(k, v)| (k.clone(), Elem::Fixed(v.clone())))
                    .collect(),
            ),
            Value::List(items) => Self::list(items.iter().cloned().map(Elem::Fixed).collect()),
            _ => Self::list(Vec::new()),
        }
    }

    /// Are both the same resource?
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Where it is in memory.
    #[inline]
    pub fn address(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }

    /// Is this the only reference?
    pub fn is_unshared(&self) -> bool {
        Rc::strong_count(&self.0) == 1
    }

    /// List or dict.
    #[inline]
    pub fn kind(&self) -> Kind {
        match &*self.0.body.borrow() {
            Body::Frozen(value) => value.kind(),
            Body::Taken(snap) => snap.kind(),
            Body::List(_) => Kind::List,
            Body::Dict(_) | Body::Partly(_) => Kind::Dict,
        }
    }

    /// Number of elements.
    pub fn size(&self) -> usize {
        match &*self.0.body.borrow() {
            Body::Frozen(Value::List(items)) => items.len(),
            Body::Frozen(Value::Dict(entries)) => entries.len(),
            Body::Frozen(_) => 0,
            Body::Taken(snap) => snap.size(),
            Body::Partly(partly) => partly.size(),
            Body::List(items) => items.len(),
            Body::Dict(entries) => entries.len(),
        }
    }

    /// How often keys were added or removed.
    pub fn changes(&self) -> u32 {
        self.0.changes.get()
    }

    fn changed(&self) {
        self.0.changes.set(self.0.changes.get().wrapping_add(1));
    }

    /// The value, if it is frozen.
    pub fn frozen(&self) -> Option<Value> {
        match &*self.0.body.borrow() {
            Body::Frozen(value) => Some(value.clone()),
            _ => None,
        }
    }

    /// Lets entries of a dict be looked into and changed, one by one; of a list all.
    pub(super) fn open(&self) {
        let mut body = self.0.body.borrow_mut();
        let base = match &*body {
            Body::Frozen(value @ Value::Dict(_)) => Snap::Free(value.clone()),
            Body::Taken(snap @ Snap::Dict(_)) => snap.clone(),
            Body::Frozen(_) | Body::Taken(_) => {
                drop(body);
                return self.thaw();
            }
            Body::List(_) | Body::Dict(_) | Body::Partly(_) => return,
        };
        *body = Body::Partly(Partly::new(base));
    }

    /// Makes a dict that was changed in parts a whole one, to walk over it.
    pub(super) fn merge(&self) {
        let partly = matches!(&*self.0.body.borrow(), Body::Partly(_));
        if partly {
            self.thaw();
        }
    }

    /// Gives every element of a frozen resource its own identity.
    pub(super) fn thaw(&self) {
        let mut body = self.0.body.borrow_mut();
        if let Body::Taken(snap) = &*body {
            *body = match snap {
                Snap::List(items) => Body::List(items.iter().map(Snap::restore).collect()),
                Snap::Dict(entries) => {
                    let restored = entries.iter().map(|(key, snap)| (key.clone(), snap.restore()));
                    Body::Dict(restored.collect())
                }
                Snap::Fixed(_) | Snap::Free(_) => Body::List(Vec::new()),
            };
            return;
        }
        if let Body::Partly(partly) = &*body {
            *body = Body::Dict(partly.entries().into_iter().collect());
            return;
        }
        let Body::Frozen(value) = &mut *body else { return };
        let lively = |value: Value| match value {
            Value::List(_) | Value::Dict(_) => Elem::Live(Self::copy_of(value)),
            scalar => Elem::Fixed(scalar),
        };
        let thawed = match std::mem::take(value) {
            Value::Dict(entries) => Body::Dict(match Arc::try_unwrap(entries) {
                Ok(own) => own
                    .into_content()
                    .into_entries()
                    .map(|(k, v)| (k, lively(v)))
                    .collect(),
                Err(shared) => shared
                    .iter()
                    .map(|(k, v)| (k.clone(), lively(v.clone())))
                    .collect(),
            }),
            Value::List(items) => Body::List(match Arc::try_unwrap(items) {
                Ok(own) => own.into_content().into_iter().map(lively).collect(),
                Err(shared) => shared.iter().cloned().map(lively).collect(),
            }),
            _ => Body::List(Vec::new()),
        };
        *body = thawed;
    }

    /// Replaces, adds or (with `None` or null) removes an element. A list is padded with undef up to the index.
    ///
    /// # Errors
    /// The term is not one of this resource, the kinds differ, or the list would be too long.
    pub fn put(&self, term: &Term, new: Option<Elem>, bounds: Bounds) -> Result<(), ElemError> {
        self.open();
        let new = new.filter(|elem| !elem.is_null());
        let mut body = self.0.body.borrow_mut();
        match (&mut *body, term) {
            (Body::Partly(partly), Term::Key(key)) => {
                if partly.put(key, new)? {
                    self.changed();
                }
                Ok(())
            }
            (Body::Dict(entries), Term::Key(key)) => {
                let Some(new) = new else {
                    if entries.remove(key).is_some() {
                        self.changed();
                    }
                    return Ok(());
                };
                if let Some(old) = entries.get_mut(key) {
                    old.check_replacement(&new)?;
                    *old = new;
                } else {
                    entries.insert(key.clone(), new);
                    self.changed();
                }
                Ok(())
            }
            (Body::List(items), Term::Index(index)) => put_in_list(items, *index, new, bounds),
            (Body::List(_), _) => Err(ElemError::Term(term.clone(), "a list")),
            _ => Err(ElemError::Term(term.clone(), "a dict")),
        }
    }

    /// Adds an element at the end of a list.
    ///
    /// # Errors
    /// It is not a list, or too long.
    pub fn push(&self, new: Elem, bounds: Bounds) -> Result<(), ElemError> {
        self.insert(new, bounds, Vec::push)
    }

    /// Adds an element at the start of a list.
    ///
    /// # Errors
    /// It is not a list, or too long.
    pub fn push_front(&self, new: Elem, bounds: Bounds) -> Result<(), ElemError> {
        self.insert(new, bounds, |items, new| items.insert(0, new))
    }

    fn insert(&self, new: Elem, bounds: Bounds, how: impl Fn(&mut Vec<Elem>, Elem)) -> Result<(), ElemError> {
        self.refuse_circle(&new)?;
        self.thaw();
        match &mut *self.0.body.borrow_mut() {
            Body::List(items) if items.len() >= bounds.length => Err(ElemError::Length(bounds.length)),
            Body::List(items) => {
                how(items, new);
                Ok(())
            }
            _ => Err(ElemError::NotList(Kind::Dict.name())),
        }
    }
}

fn put_in_list(
    items: &mut Vec<Elem>,
    index: i32,
    new: Option<Elem>,
    bounds: Bounds,
) -> Result<(), ElemError> {
    let before_start = || ElemError::Negative(index, items.len());
    let at = if index < 0 {
        items
            .len()
            .checked_sub(index.unsigned_abs() as usize)
            .ok_or_else(before_start)?
    } else {
        index.unsigned_abs() as usize
    };
    let Some(new) = new else {
        if at < items.len() {
            items.remove(at);
        }
        return Ok(());
    };
    if let Some(old) = items.get_mut(at) {
        old.check_replacement(&new)?;
        *old = new;
    } else if at >= bounds.length {
        return Err(ElemError::Length(bounds.length));
    } else {
        items.resize(at, Elem::UNDEF);
        items.push(new);
    }
    Ok(())
}

/// Without recursion: a chain of resources as long as a loop could make it must not end the process.
impl Drop for Node {
    fn drop(&mut self) {
        let mut waiting: Vec<Elem> = Vec::new();
        take_resources(self.body.get_mut(), &mut waiting);
        while let Some(elem) = waiting.pop() {
            if let Elem::Live(live) = elem
                && let Some(mut node) = Rc::into_inner(live.0)
            {
                take_resources(node.body.get_mut(), &mut waiting);
            }
        }
    }
}

fn take_resources(body: &mut Body, into: &mut Vec<Elem>) {
    let live = |elem: &Elem| matches!(elem, Elem::Live(_));
    match body {
        Body::List(items) if items.iter().any(live) => into.append(items),
        Body::Dict(entries) if entries.values().any(live) => {
            into.extend(std::mem::take(entries).into_values())
        }
        Body::Partly(partly) => into.extend(partly.take_own().into_values().flatten()),
        _ => {}
    }
}
