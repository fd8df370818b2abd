//! Dependencies of objects that refer to no others, in as few bytes as they need: only who refers to one of them asks again.

use std::sync::Arc;

use pan_output::{Dependency, DependencyKind};

use crate::bytes::{Input, Output};

/// Records of objects. Each says in what it differs from the one before: names of hosts, and of what they are made of, mostly
/// differ in a few digits.
#[derive(Default)]
pub struct Archive {
    bytes: Output,
    last: Record,
}

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
            for number in [own.place, own.kind, own.root] {
                self.bytes.number(number.into());
            }
            let last = last.own.get(at).map_or("", |last| &last.name);
            text(&mut self.bytes, last, &own.name);
        }
        self.last = record;
    }

    /// Is there no record?
    pub const fn is_empty(&self) -> bool {
        self.bytes.0.is_empty()
    }

    /// All records, in the order in which they were added.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let mut input = Input(&self.bytes.0);
        let mut last = Record::default();
        std::iter::from_fn(move || {
            let record = read(&mut input, &last)?;
            last = record.clone();
            Some(record)
        })
    }
}

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
    if input.0.is_empty() {
        return None;
    }
    let object = read_text(input, &last.object)?;
    let mut number = || u32::try_from(input.number()?).ok();
    let (like, length) = (number()?, number()?);
    let mut own = Vec::new();
    for at in 0..usize::try_from(length).ok()? {
        let mut number = || u32::try_from(input.number()?).ok();
        let (place, kind, root) = (number()?, number()?, number()?);
        let last = last.own.get(at).map_or("", |last| &last.name);
        let name = read_text(input, last)?;
        own.push(Own {
            place,
            kind,
            root,
            name,
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
        let bytes = archive.bytes.0.len();
        assert!(bytes < 30_000, "{bytes}");
    }
}
