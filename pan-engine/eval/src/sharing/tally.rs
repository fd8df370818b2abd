use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::recording::Recording;
use crate::deps::{Note, Reads};

/// How often each thing was looked up for an object, so that it is known what is left when some of its events are not done.
#[derive(Debug)]
pub struct Tally {
    counts: Counts,
    /// What the events looked up, all of them.
    reads: Arc<Reads>,
}

/// How often each name was looked up, for each of the sets of [`Reads`].
type Counts = [FxHashMap<Arc<str>, u32>; SETS];

/// Templates that were only looked for, templates that were used, templates that were missed and absent; files likewise.
const SETS: usize = 7;

/// The set that something looked up is in, and its name there.
fn looked(note: &Note) -> (usize, &Arc<str>) {
    match note {
        Note::Template(name, read) => (usize::from(read.used), name),
        Note::MissedTemplate(name) => (2, name),
        Note::AbsentTemplate(name) => (3, name),
        Note::File(name, _) => (4, name),
        Note::MissedFile(name) => (5, name),
        Note::AbsentFile(name) => (6, name),
    }
}

fn count(counts: &mut Counts, (set, name): (usize, &Arc<str>), by: u32) {
    let Some(counts) = counts.get_mut(set) else { return };
    match counts.get_mut(name) {
        Some(count) => *count += by,
        None => {
            counts.insert(Arc::clone(name), by);
        }
    }
}

fn counted_as(counts: &Counts, set: usize, name: &Arc<str>) -> u32 {
    let found = counts.get(set).and_then(|counts| counts.get(name));
    found.copied().unwrap_or(0)
}

impl Tally {
    /// Counts what the recordings looked up. `all` is what the object read, `before` what of it before them.
    pub fn new<'r>(
        recordings: impl Iterator<Item = &'r Recording>,
        all: &Arc<Reads>,
        before: &Reads,
    ) -> Self {
        let mut tally = Self {
            counts: counted(recordings),
            reads: Arc::clone(all),
        };
        let mut looked = Counts::default();
        for (name, read) in before.templates.iter() {
            count(&mut looked, (usize::from(read.used), name), 0);
        }
        for name in before.missed_templates.keys() {
            count(&mut looked, (2, name), 0);
        }
        tally.reads = tally.less(&looked);
        tally
    }

    /// What was read in all, but for what was read before, or by the recordings left out only.
    pub fn without<'r>(&self, left_out: impl Iterator<Item = &'r Recording>) -> Arc<Reads> {
        self.less(&counted(left_out))
    }

    /// What is left when each of these was looked up so many times less.
    fn less(&self, fewer: &Counts) -> Arc<Reads> {
        let left = |set: usize, name: &Arc<str>| {
            let less = counted_as(fewer, set, name);
            counted_as(&self.counts, set, name).saturating_sub(less)
        };
        let mut reads = Arc::clone(&self.reads);
        let names = fewer.iter().enumerate();
        for (set, name) in names.flat_map(|(set, names)| names.keys().map(move |name| (set, name))) {
            if left(set, name) > 0 {
                continue;
            }
            let reads = Arc::make_mut(&mut reads);
            match set {
                0 | 1 if left(0, name) + left(1, name) == 0 => reads.templates.remove(name),
                0 | 1 => {
                    let used = left(1, name) > 0;
                    if let Some(mut read) = reads.templates.get(name).cloned()
                        && read.used != used
                    {
                        read.used = used;
                        reads.templates.insert(Arc::clone(name), read);
                    }
                }
                2 => reads.missed_templates.remove(name),
                3 => reads.absent_templates.remove(name),
                4 => reads.files.remove(name),
                5 => reads.missed_files.remove(name),
                _ => reads.absent_files.remove(name),
            }
        }
        reads
    }
}

/// How often the recordings looked each thing up.
fn counted<'r>(recordings: impl Iterator<Item = &'r Recording>) -> Counts {
    let mut counts = Counts::default();
    for note in recordings.flat_map(|recording| &recording.writes.notes) {
        count(&mut counts, looked(note), 1);
    }
    counts
}
