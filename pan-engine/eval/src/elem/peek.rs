use pan_value::{Key, Term, Value};

use super::Elem;
use super::access::child_of;
use super::live::{Body, Live};
use super::snap::{self, Snap};

impl Elem {
    /// The element behind these terms, for whoever only looks at it: nothing is thawed on the way, so a resource found inside a
    /// frozen one is a copy without the identity of the original. `None` also if something on the way has no such element.
    pub fn peek(&self, terms: &[Term]) -> Option<Self> {
        let mut here = self.clone();
        for (at, term) in terms.iter().enumerate() {
            let next = match &here {
                Self::Fixed(value) => child_of(value, term).ok().flatten().cloned().map(Self::Fixed),
                Self::Live(live) => match &*live.0.body.borrow() {
                    Body::Frozen(value) => return peek_frozen(value, terms.get(at..).unwrap_or_default()),
                    Body::Taken(snap) => {
                        let rest = terms.get(at..).unwrap_or_default();
                        return snap.behind(rest).map(|snap| snap.restore());
                    }
                    Body::List(items) => match term {
                        Term::Index(index) => super::access::list_index(*index, items.len())
                            .and_then(|i| items.get(i))
                            .cloned(),
                        Term::Key(_) => None,
                    },
                    Body::Partly(partly) => match term {
                        Term::Key(key) => match partly.own().get(key) {
                            Some(known) => known.clone(),
                            None => {
                                let rest = terms.get(at..).unwrap_or_default();
                                return partly.base().behind(rest).map(|snap| snap.restore());
                            }
                        },
                        Term::Index(_) => None,
                    },
                    Body::Dict(entries) => match term {
                        Term::Key(key) => entries.get(key).cloned(),
                        Term::Index(_) => None,
                    },
                },
            };
            here = next?;
        }
        Some(here)
    }

    /// How many of the keys lead to dicts that can be changed, one in the other; nothing is thawed.
    pub fn free_dicts(&self, path: &[Term]) -> usize {
        let mut here = self.clone();
        for (length, term) in path.iter().enumerate() {
            let Term::Key(key) = term else { return length };
            let rest = path.get(length + 1..).unwrap_or_default();
            let next = match &here {
                Self::Fixed(_) => None,
                Self::Live(live) => match &*live.0.body.borrow() {
                    Body::Frozen(Value::Dict(entries)) => {
                        return length + snap::free_dicts(entries, path.get(length..));
                    }
                    Body::Taken(snap) => {
                        return length + snap.free_dicts(path.get(length..).unwrap_or_default());
                    }
                    Body::Partly(partly) => match partly.own().get(key) {
                        Some(known) => known.clone(),
                        None => {
                            let base = partly.base().child(key);
                            return match base.filter(Snap::is_free_dict) {
                                Some(base) => length + 1 + base.free_dicts(rest),
                                None => length,
                            };
                        }
                    },
                    Body::Dict(entries) => entries.get(key).cloned(),
                    Body::Frozen(_) | Body::List(_) => None,
                },
            };
            match next {
                Some(next @ Self::Live(_)) if next.kind() == pan_value::Kind::Dict => here = next,
                _ => return length,
            }
        }
        path.len()
    }

    /// The entries of a dict, nothing thawed; none if it is something else.
    pub fn peek_entries(&self) -> Vec<(Key, Self)> {
        match self {
            Self::Fixed(Value::Dict(entries)) => entries
                .iter()
                .map(|(key, value)| (key.clone(), Self::Fixed(value.clone())))
                .collect(),
            Self::Fixed(_) => Vec::new(),
            Self::Live(live) => match &*live.0.body.borrow() {
                Body::Frozen(Value::Dict(entries)) => entries
                    .iter()
                    .map(|(key, value)| (key.clone(), lively(value)))
                    .collect(),
                Body::Dict(entries) => entries
                    .iter()
                    .map(|(key, elem)| (key.clone(), elem.clone()))
                    .collect(),
                Body::Partly(partly) => partly.entries(),
                Body::Taken(snap) => snap
                    .entries()
                    .into_iter()
                    .map(|(key, snap)| (key, snap.restore()))
                    .collect(),
                _ => Vec::new(),
            },
        }
    }
}

fn peek_frozen(value: &Value, terms: &[Term]) -> Option<Elem> {
    let mut here = value;
    for term in terms {
        here = child_of(here, term).ok().flatten()?;
    }
    Some(lively(here))
}

/// An element of a frozen resource.
pub fn lively(value: &Value) -> Elem {
    match value {
        Value::List(_) | Value::Dict(_) => Elem::Live(Live::copy_of(value.clone())),
        scalar => Elem::Fixed(scalar.clone()),
    }
}
