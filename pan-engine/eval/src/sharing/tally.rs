use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::recording::Recording;
use crate::deps::{Note, Reads};

/// How often each thing was looked up for an object, so that it is known what is left when some of its events are not done.
#[derive(Debug, Default)]
pub struct Tally {
    counts: FxHashMap<Looked, u32>,
}

/// What was looked up: which of the sets of [`Reads`] it is in, and its name there.
type Looked = (u8, Arc<str>);

fn looked(note: &Note) -> Looked {
    let (set, name) = match note {
        Note::Template(name, read) => (u8::from(read.used), name),
        Note::MissedTemplate(name) => (2, name),
        Note::AbsentTemplate(name) => (3, name),
        Note::File(name, _) => (4, name),
        Note::MissedFile(name) => (5, name),
        Note::AbsentFile(name) => (6, name),
    };
    (set, Arc::clone(name))
}

impl Tally {
    /// Counts what the recordings looked up.
    pub fn new<'r>(recordings: impl Iterator<Item = &'r Recording>) -> Self {
        let mut tally = Self::default();
        for note in recordings.flat_map(|recording| &recording.writes.notes) {
            *tally.counts.entry(looked(note)).or_default() += 1;
        }
        tally
    }

    /// What was read in all, but for what was only read by the recordings left out, and what the object read before them.
    pub fn without<'r>(
        &self,
        all: &Arc<Reads>,
        before: &Reads,
        left_out: impl Iterator<Item = &'r Recording>,
    ) -> Arc<Reads> {
        let mut fewer: FxHashMap<Looked, u32> = FxHashMap::default();
        for note in left_out.flat_map(|recording| &recording.writes.notes) {
            *fewer.entry(looked(note)).or_default() += 1;
        }
        let own = before.templates.iter();
        let own = own.map(|(name, read)| (u8::from(read.used), Arc::clone(name)));
        let missed = before.missed_templates.keys().map(|name| (2, Arc::clone(name)));
        for looked in own.chain(missed) {
            fewer.entry(looked).or_default();
        }
        let left = |set: u8, name: &Arc<str>| {
            let key = (set, Arc::clone(name));
            let less = fewer.get(&key).copied().unwrap_or(0);
            self.counts.get(&key).copied().unwrap_or(0).saturating_sub(less)
        };
        let mut reads = Arc::clone(all);
        for (set, name) in fewer.keys() {
            if left(*set, name) > 0 {
                continue;
            }
            let reads = Arc::make_mut(&mut reads);
            match set {
                0 | 1 if left(0, name) + left(1, name) == 0 => {
                    reads.templates.remove(name);
                }
                0 | 1 => {
                    let used = left(1, name) > 0;
                    if let Some(mut read) = reads.templates.get(name).cloned()
                        && read.used != used
                    {
                        read.used = used;
                        reads.templates.insert(Arc::clone(name), read);
                    }
                }
                2 => {
                    reads.missed_templates.remove(name);
                }
                3 => {
                    reads.absent_templates.remove(name);
                }
                4 => {
                    reads.files.remove(name);
                }
                5 => {
                    reads.missed_files.remove(name);
                }
                _ => {
                    reads.absent_files.remove(name);
                }
            }
        }
        reads
    }
}
