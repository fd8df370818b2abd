use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::recording::Recording;
use crate::deps::{Note, Reads};

/// How often each thing was looked up for an object, so that it is known what is left when some of its events are not done.
#[derive(Debug)]
pub struct Tally {
    counts: FxHashMap<Looked, u32>,
    /// What the events looked up, all of them.
    reads: Arc<Reads>,
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
        let own = before.templates.iter();
        let own = own.map(|(name, read)| (u8::from(read.used), Arc::clone(name)));
        let missed = before.missed_templates.keys().map(|name| (2, Arc::clone(name)));
        tally.reads = tally.less(&own.chain(missed).map(|looked| (looked, 0)).collect());
        tally
    }

    /// What was read in all, but for what was read before, or by the recordings left out only.
    pub fn without<'r>(&self, left_out: impl Iterator<Item = &'r Recording>) -> Arc<Reads> {
        self.less(&counted(left_out))
    }

    /// What is left when each of these was looked up so many times less.
    fn less(&self, fewer: &FxHashMap<Looked, u32>) -> Arc<Reads> {
        let left = |set: u8, name: &Arc<str>| {
            let key = (set, Arc::clone(name));
            let less = fewer.get(&key).copied().unwrap_or(0);
            self.counts.get(&key).copied().unwrap_or(0).saturating_sub(less)
        };
        let mut reads = Arc::clone(&self.reads);
        for (set, name) in fewer.keys() {
            if left(*set, name) > 0 {
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
fn counted<'r>(recordings: impl Iterator<Item = &'r Recording>) -> FxHashMap<Looked, u32> {
    let mut counts = FxHashMap::default();
    for note in recordings.flat_map(|recording| &recording.writes.notes) {
        *counts.entry(looked(note)).or_default() += 1;
    }
    counts
}
