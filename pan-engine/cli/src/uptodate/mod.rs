//! Which objects have to be compiled, by the rule of the reference's build task: every result must be there, and nothing that the
//! dependency file names may be newer than the oldest of them, elsewhere, or there when it was absent.

mod facts;
mod index;
mod line;
mod path;
mod stamp;
#[cfg(test)]
mod tests;

mod verdict;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use pan_eval::builtin::pattern::Pattern;
use pan_output::Format;

pub use facts::Template;
use facts::{Facility, Facts, Seen};
use index::{Index, Lines};
use path::{IncludePath, State};
use stamp::Stamp;
pub use verdict::Reason;

/// Files that changed less than this before they were read are not put into the index: they might change once more without
/// getting another time.
pub const WINDOW: Duration = Duration::from_secs(2);

/// What counts.
pub struct Rule<'a> {
    /// Where templates are looked up.
    pub include_path: &'a [PathBuf],
    /// Where the results are.
    pub directory: &'a Path,
    /// The results that there have to be.
    pub formats: &'a [Format],
    /// Names of dependencies that do not count.
    pub ignored: Option<Pattern>,
    /// How old files must be for the index; `None`: use no index.
    pub index: Option<Duration>,
    /// Threads.
    pub threads: NonZeroUsize,
}

impl Rule<'_> {
    /// Why each of the template files has to be compiled or checked, in their order; `None` for those that need not be. `read`
    /// says what is in a file.
    pub fn check(&self, files: &[&str], read: &(dyn Fn(&str) -> Template + Sync)) -> Vec<Option<Reason>> {
        self.examine(files, read, Keep::Everything)
    }

    /// Puts the dependency files of objects that were compiled just now into the index. `read` says what was read for them.
    pub fn note(&self, files: &[&str], read: &(dyn Fn(&str) -> Template + Sync)) {
        if self.index.is_some() {
            self.examine(files, read, Keep::Lists);
        }
    }

    fn examine(
        &self,
        files: &[&str],
        read: &(dyn Fn(&str) -> Template + Sync),
        keep: Keep,
    ) -> Vec<Option<Reason>> {
        let began = SystemTime::now();
        let mut index = match self.index {
            Some(_) => Index::load(self.directory),
            None => Index::default(),
        };
        let lines = Mutex::new(std::mem::take(&mut index.lines));
        let facility = Facility {
            index: &index,
            lines: &lines,
            directory: self.directory,
            formats: self.formats,
            read,
        };
        let facts = self.parallel(files, |files| {
            let mut seen = Seen::default();
            files.iter().map(|file| facility.facts(file, &mut seen)).collect()
        });
        let lines = lines.into_inner().unwrap_or_else(PoisonError::into_inner);
        let path = IncludePath::new(self.include_path);
        let states = self.states(&path, &facts, &lines);
        let reasons = facts.iter().map(|facts| reason(facts, &lines, &states)).collect();
        if let Some(window) = self.index {
            index.lines = lines;
            let settled = |stamp: &Stamp| stamp.is_settled(began, window);
            remember(index, facts, keep, &settled, self.directory);
        }
        reasons
    }

    /// What each line that is used means.
    fn states(&self, path: &IncludePath, facts: &[Facts], lines: &Lines) -> Vec<State> {
        let mut used = vec![false; lines.all().len()];
        let objects = facts.iter().filter_map(|facts| facts.object.as_ref());
        for (_, list) in objects.filter_map(|object| object.results.as_ref().ok()) {
            for number in list.lines.iter() {
                if let Some(used) = used.get_mut(*number as usize) {
                    *used = true;
                }
            }
        }
        let lines: Vec<_> = lines.all().iter().zip(used).collect();
        let ignored = |name: &str| {
            let pattern = self.ignored.as_ref();
            pattern.is_some_and(|pattern| pattern.is_match(name).unwrap_or(false))
        };
        self.parallel(&lines, |lines| {
            let state = |(line, used): &(&line::Line, bool)| match *used && !ignored(&line.name) {
                true => path.state(line),
                false => State::Fine,
            };
            lines.iter().map(state).collect()
        })
    }

    /// Runs something on equal parts, and joins the results in order.
    fn parallel<T: Sync, R: Send>(&self, all: &[T], run: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
        let size = all.len().div_ceil(self.threads.get()).max(1);
        let mut parts = all.chunks(size);
        let first = parts.next().unwrap_or_default();
        let run = &run;
        std::thread::scope(|scope| {
            let threads: Vec<_> = parts
                .map(|part| {
                    (
                        part,
                        std::thread::Builder::new().spawn_scoped(scope, move || run(part)),
                    )
                })
                .collect();
            let mut results = run(first);
            for (part, thread) in threads {
                match thread.map(std::thread::ScopedJoinHandle::join) {
                    Ok(Ok(more)) => results.extend(more),
                    // No thread, or one that died: a result is needed all the same.
                    _ => results.extend(run(part)),
                }
            }
            results
        })
    }
}

fn reason(facts: &Facts, lines: &Lines, states: &[State]) -> Option<Reason> {
    let object = match (&facts.template.0, &facts.object) {
        (Template::Incorrect, _) => return Some(Reason::Template),
        (_, None) => return None,
        (_, Some(object)) => object,
    };
    let (oldest, list) = match &object.results {
        Ok(results) => results,
        Err(reason) => return Some(reason.clone()),
    };
    let failing = |number: &u32| {
        let line = lines.all().get(*number as usize)?;
        let state = states.get(*number as usize)?;
        let reason = match state {
            State::Modified(time) if time > oldest => Reason::Newer(line.file()),
            State::Outdated(reason) => reason.clone(),
            _ => return None,
        };
        Some((&line.name, reason))
    };
    let failing = list.lines.iter().filter_map(failing);
    failing.min_by(|a, b| a.0.cmp(b.0)).map(|(_, reason)| reason)
}

/// What goes into the index.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// Templates and dependency files.
    Everything,
    /// Dependency files. The templates may have changed since they were read.
    Lists,
}

/// Writes the index, if something is to be added to it.
fn remember(
    mut index: Index,
    facts: Vec<Facts>,
    keep: Keep,
    settled: &dyn Fn(&Stamp) -> bool,
    directory: &Path,
) {
    let mut changed = false;
    let mut checked = rustc_hash::FxHashSet::default();
    for facts in facts {
        let (template, Some(stamp)) = facts.template else {
            continue;
        };
        let object = match template {
            Template::Incorrect => continue,
            Template::Other => None,
            Template::Object(name) => Some(name),
        };
        checked.insert(Arc::clone(&facts.file));
        if keep == Keep::Everything && settled(&stamp) {
            let new = (stamp, object);
            changed |= index.templates.get(&facts.file) != Some(&new);
            index.templates.insert(facts.file, new);
        }
        if let Some(Ok((_, list))) = facts.object.map(|object| object.results) {
            checked.insert(Arc::clone(&list.file));
            if settled(&list.stamp) {
                let old = index.lists.get(&list.file);
                changed |= old.is_none_or(|(stamp, _)| *stamp != list.stamp);
                index.lists.insert(list.file, (list.stamp, list.lines));
            }
        }
    }
    if changed {
        // What other runs put in stays, as long as the files are there.
        let there = |file: &str| checked.contains(file) || Path::new(file).exists();
        index.templates.retain(|file, _| there(file));
        index.lists.retain(|file, _| there(file));
        index.save(directory);
    }
}
