//! Dependencies of objects that refer to no others, in as few bytes as they need: only who refers to one of them asks again.

use std::sync::Arc;

use pan_output::{Dependency, DependencyKind};

use crate::bytes::{Input, Output};

/// Records of objects. Each says in what it differs from the one before: names of hosts, and of what they are made of, mostly
/// differ in a few digits.
#[derive(Default)]
pub struct Archive {
    /// Full pieces of it: one that grows would be copied again and again, and take twice as much.
    full: Vec<Box<[u8]>>,
    bytes: Output,
    last: Record,
}

/// Bytes of a full piece, about.
const PIECE: usize = 1 << 14;

/// One object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub object: String,
    /// The number of the list that its lines are like.
    pub like: u32,
    /// Its own lines, and the places at which they are.
    pub own: Vec<Own>,
}

/// A line that an object does not have in common with others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// The place in the list.
    pub place: u32,
    /// The place of its kind in [`DependencyKind::ALL`].
    pub kind: u32,
    /// The number of the root, plus one; zero for what is absent.
    root: u32,
    /// The name asked for.
    pub name: String,
}

impl Own {
    /// What a line is at a place. `root`: the number of its root.
    pub fn new(place: u32, line: &Dependency, root: Option<u32>) -> Self {
        let kind = DependencyKind::ALL.iter().position(|kind| *kind == line.kind);
        Self {
            place,
            kind: kind.and_then(|kind| u32::try_from(kind).ok()).unwrap_or_default(),
            root: root.map_or(0, |root| root.saturating_add(1)),
            name: line.name.to_string(),
        }
    }

    /// Is it one of the same kind, in the same place?
    const fn is_like(&self, other: &Self) -> bool {
        self.place == other.place && self.kind == other.kind && self.root == other.root
    }

    /// The number of the root.
    pub fn root(&self) -> Option<usize> {
        usize::try_from(self.root).ok()?.checked_sub(1)
    }

    /// The line, whose root is this one.
    pub fn line(&self, root: Arc<str>) -> Option<Dependency> {
        let kind = DependencyKind::ALL.get(usize::try_from(self.kind).ok()?)?;
        Some(Dependency {
            name: self.name.as_str().into(),
            kind: *kind,
            root,
        })
    }
}

impl Archive {
    /// Adds a record.
    pub fn push(&mut self, record: Record) {
        let last = &self.last;
        text(&mut self.bytes, &last.object, &record.object);
        self.bytes.number(record.like.into());
        self.bytes.length(record.own.len());
        for (at, own) in record.own.iter().enumerate() {
            let last = last.own.get(at);
            if last.is_some_and(|last| last.is_like(own)) {
                self.bytes.number(SAME);
            } else {
                for number in [u64::from(own.place) + SAME + 1, own.kind.into(), own.root.into()] {
                    self.bytes.number(number);
                }
            }
            text(&mut self.bytes, last.map_or("", |last| &last.name), &own.name);
        }
        self.last = record;
        if self.bytes.0.len() >= PIECE {
            self.full.push(std::mem::take(&mut self.bytes).0.into());
        }
    }

    /// Is there no record?
    pub fn is_empty(&self) -> bool {
        self.full.is_empty() && self.bytes.0.is_empty()
    }

    /// All records, in the order in which they were added.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let pieces = self.full.iter().map(|piece| &**piece);
        let mut pieces = pieces.chain([&*self.bytes.0]);
        let mut input = Input(&[]);
        let mut last = Record::default();
        std::iter::from_fn(move || {
            while input.0.is_empty() {
                input = Input(pieces.next()?);
            }
            let record = read(&mut input, &last)?;
            last = record.clone();
            Some(record)
        })
    }
}

/// Stands for the place, kind and root that the line had in the record before.
const SAME: u64 = 0;

/// Writes what follows the beginning that a text has in common with another one, and comes before their common end.
fn text(bytes: &mut Output, last: &str, new: &str) {
    let before = last.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let before = new.floor_char_boundary(before);
    let (last, rest) = (last.split_at(before).1, new.split_at(before).1);
    let common = last.bytes().rev().zip(rest.bytes().rev());
    let behind = common.take_while(|(a, b)| a == b).count();
    let end = rest.ceil_char_boundary(rest.len() - behind);
    bytes.length(before);
    bytes.length(rest.len() - end);
    bytes.text(rest.split_at(end).0);
}

fn read_text(input: &mut Input<'_>, last: &str) -> Option<String> {
    let (before, behind) = (
        usize::try_from(input.number()?).ok()?,
        usize::try_from(input.number()?).ok()?,
    );
    let own = input.text()?;
    let front = last.get(..before)?;
    let end = last.get(last.len().checked_sub(behind)?..)?;
    Some([front, own, end].concat())
}

fn read(input: &mut Input<'_>, last: &Record) -> Option<Record> {
    let object = read_text(input, &last.object)?;
    let mut number = || u32::try_from(input.number()?).ok();
    let (like, length) = (number()?, number()?);
    let mut own = Vec::new();
    for at in 0..usize::try_from(length).ok()? {
        let last = last.own.get(at);
        let [place, kind, root] = match input.number()? {
            SAME => last.map(|last| [last.place, last.kind, last.root])?,
            place => {
                let place = u32::try_from(place - SAME - 1).ok()?;
                let mut number = || u32::try_from(input.number()?).ok();
                [place, number()?, number()?]
            }
        };
        own.push(Own {
            place,
            kind,
            root,
            name: read_text(input, last.map_or("", |last| &last.name))?,
        });
    }
    Some(Record { object, like, own })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(objects in prop::collection::vec(("[abé]{0,4}", 0..3_u32, prop::collection::vec((0..5_u32, "[abéè/]{0,6}"), 0..4)), 0..6)) {
            let record = |(object, like, own): (String, u32, Vec<(u32, String)>)| {
                let own = own.into_iter().map(|(place, name)| Own { place, kind: place % 3, root: like, name });
                Record { object, like, own: own.collect() }
            };
            let records: Vec<Record> = objects.into_iter().map(record).collect();
            let mut archive = Archive::default();
            for record in &records {
                archive.push(record.clone());
            }
            prop_assert_eq!(archive.records().collect::<Vec<_>>(), records);
        }
    }

    #[test]
    fn what_is_alike_takes_little() {
        let mut archive = Archive::default();
        for number in 1000..2000 {
            let name = |what: &str| format!("{what}/n{number}.example.org");
            let own = |what: &str| Own {
                name: name(what),
                ..Own::default()
            };
            archive.push(Record {
                object: name("profiles"),
                like: 0,
                own: vec![own("profiles"), own("machine")],
            });
        }
        let full: usize = archive.full.iter().map(|piece| piece.len()).sum();
        let bytes = full + archive.bytes.0.len();
        assert!(bytes < 20_000, "{bytes}");
        assert_eq!(archive.records().count(), 1000);
    }
}
