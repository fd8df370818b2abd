use pan_value::{Key, Kind, Path, Term};

use super::except::Except;
use super::recording::TreeRead;
use crate::elem::{Snap, Way};

/// How closely an element was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Its kind, or whether it exists.
    Kind,
    /// Its value.
    Value,
    /// Its value, and which resources in it can be changed.
    Shape,
}

/// What was looked at and what was set in the tree, by path.
#[derive(Debug, Default)]
pub struct Place {
    children: Children,
    read: Option<PlaceRead>,
    /// Looks at it before a part of it was set and it was looked at more closely.
    earlier: Vec<PlaceRead>,
    written: bool,
}

/// The places below one, sorted by key. Mostly there is one.
#[derive(Debug, Default)]
struct Children(Vec<(Key, Place)>);

impl Children {
    fn get(&self, key: &Key) -> Option<&Place> {
        let at = self.0.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        self.0.get(at).map(|(_, place)| place)
    }

    /// The place of this key, made if there is none.
    fn add(&mut self, key: &Key) -> Option<&mut Place> {
        let found = self.0.binary_search_by(|(other, _)| other.cmp(key));
        let at = match found {
            Ok(at) => at,
            Err(at) => {
                if self.0.is_empty() {
                    self.0.reserve_exact(1);
                }
                self.0.insert(at, (key.clone(), Place::default()));
                at
            }
        };
        self.0.get_mut(at).map(|(_, place)| place)
    }

    fn all(&self) -> impl Iterator<Item = &(Key, Place)> {
        self.0.iter()
    }
}

/// What was found at a place.
#[derive(Debug)]
struct PlaceRead {
    /// `Some(None)`: there was nothing; `None`: nobody knows, because parts of it were set before.
    kind: Option<Option<Kind>>,
    taken: Option<(Snap, bool)>,
    except: Except,
}

impl PlaceRead {
    fn look(&self) -> Look {
        match (&self.kind, &self.taken) {
            // There is nothing more to know.
            (Some(None | Some(Kind::Undef)), _) | (_, Some((_, true))) => Look::Shape,
            (_, Some(_)) => Look::Value,
            _ => Look::Kind,
        }
    }
}

/// The keys in front of the first index: lists are looked at and set as a whole.
pub fn keys(terms: &[Term]) -> impl Iterator<Item = &Key> {
    terms.iter().map_while(|term| match term {
        Term::Key(key) => Some(key),
        Term::Index(_) => None,
    })
}

impl Place {
    /// Is everything known that this look at a path would show? Either it was looked at before, or set before.
    pub fn covers(&self, terms: &[Term], look: Look) -> bool {
        let mut here = self;
        if here.settles(look) {
            return true;
        }
        for key in keys(terms) {
            match here.children.get(key) {
                Some(next) => here = next,
                None => return false,
            }
            if here.settles(look) {
                return true;
            }
        }
        // Something below it was set: it is a dict, whatever it was before.
        here.read.as_ref().is_some_and(|read| read.look() >= look)
            || (look == Look::Kind && here.children.all().any(|(_, place)| place.any_written()))
    }

    fn settles(&self, look: Look) -> bool {
        self.written
            || self.read.as_ref().is_some_and(|read| match read.look() {
                Look::Shape => true,
                Look::Value => look <= Look::Value,
                Look::Kind => false,
            })
    }

    fn any_written(&self) -> bool {
        self.written || self.children.all().any(|(_, place)| place.any_written())
    }

    /// What was set below a path.
    pub fn written_below(&self, terms: &[Term]) -> Except {
        let mut here = self;
        for key in keys(terms) {
            match here.children.get(key) {
                Some(next) => here = next,
                None => return Except::default(),
            }
        }
        here.except()
    }

    fn except(&self) -> Except {
        let part = |(key, place): &(Key, Self)| {
            if place.written {
                return Some((key.clone(), Except::default()));
            }
            let inner = place.except();
            (!inner.is_empty()).then(|| (key.clone(), inner))
        };
        Except {
            parts: self.children.all().filter_map(part).collect(),
        }
    }

    fn at(&mut self, terms: &[Term]) -> Option<&mut Self> {
        keys(terms).try_fold(self, |here, key| here.children.add(key))
    }

    /// Notes what was found at a path.
    pub fn read(
        &mut self,
        terms: &[Term],
        kind: Option<Option<Kind>>,
        taken: Option<(Snap, bool)>,
        except: Except,
    ) {
        let Some(place) = self.at(terms) else { return };
        // The first kind that was seen is the one it had from the start.
        let kind = match place.read.take() {
            Some(before) => {
                let kind = before.kind;
                if before.taken.is_some() {
                    place.earlier.push(before);
                }
                kind
            }
            None => kind,
        };
        place.read = Some(PlaceRead { kind, taken, except });
    }

    /// Notes that a path was set.
    pub fn write(&mut self, terms: &[Term]) {
        let mut here = &mut *self;
        for key in keys(terms) {
            if here.written {
                return;
            }
            let Some(next) = here.children.add(key) else {
                return;
            };
            here = next;
        }
        here.written = true;
    }

    /// Everything that was looked at.
    pub fn reads(&mut self, into: &mut Vec<TreeRead>) {
        self.collect_reads(Way::ROOT, into);
    }

    fn collect_reads(&mut self, at: Way<'_>, into: &mut Vec<TreeRead>) {
        for read in self.earlier.drain(..).chain(self.read.take()) {
            into.push(TreeRead {
                terms: at.terms().into(),
                kind: read.kind,
                taken: read.taken,
                except: read.except,
            });
        }
        for (key, child) in &mut self.children.0 {
            child.collect_reads(Way::Entry(&at, key), into);
        }
    }

    /// The paths that were set; what was set below one of them counts as part of it.
    pub fn writes(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        self.collect_writes(Way::ROOT, &mut paths);
        paths
    }

    fn collect_writes(&self, at: Way<'_>, into: &mut Vec<Path>) {
        if self.written {
            into.push(Path::absolute(at.terms()));
            return;
        }
        for (key, child) in self.children.all() {
            child.collect_writes(Way::Entry(&at, key), into);
        }
    }
}
