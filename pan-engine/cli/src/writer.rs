//! Results of objects as files in the output directory.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use pan_diagnostics::{Diagnostic, codes};
use pan_eval::timing::{self, Phase};
use pan_eval::{Limit, Profile, Reads};
use pan_output::{Format, RenderError, render_for};
use pan_value::Value;

use crate::dependencies::Dependencies;
use crate::files;
use crate::statistics::Statistics;

/// Writes the formats asked for.
pub struct Writer<'s> {
    directory: &'s Path,
    /// Formats of the tree, one for each file.
    trees: Vec<Format>,
    /// Formats of the dependencies.
    lists: Vec<Format>,
    /// Bytes of one file at most.
    limit: usize,
    statistics: &'s Statistics,
    dependencies: Dependencies,
    /// Objects whose dependency files wait for the objects they refer to.
    late: Mutex<Vec<Arc<str>>>,
    /// The time of all files: when the run began. What changes while it lasts may have been read before, so it has to be newer
    /// than the results.
    time: SystemTime,
}

impl<'s> Writer<'s> {
    /// A writer of these formats.
    pub fn new(directory: &'s Path, formats: &[Format], limit: usize, statistics: &'s Statistics) -> Self {
        let is_list = |format: &Format| matches!(format, Format::Dep | Format::DepGz);
        // Two names of one format are one file.
        let mut suffixes = BTreeSet::new();
        let distinct = formats
            .iter()
            .copied()
            .filter(|format| suffixes.insert(format.suffix()));
        let (lists, trees) = distinct.partition(is_list);
        Self {
            directory,
            trees,
            lists,
            limit,
            statistics,
            dependencies: Dependencies::default(),
            late: Mutex::default(),
            time: match formats.is_empty() {
                // Nothing will be written, not even to find this out.
                true => SystemTime::now(),
                false => files::now(directory),
            },
        }
    }

    /// Keeps what an object read, and writes its files if it is valid. What could not be written.
    pub fn object(&self, object: &str, profile: Option<&Profile>, reads: &Reads) -> Vec<Diagnostic> {
        let list = match self.lists.is_empty() {
            true => Some(String::new()),
            false => self.dependencies.insert(object, reads),
        };
        let Some(profile) = profile else {
            return Vec::new();
        };
        let tree = pan_output::Profile {
            root: &profile.root,
            dependencies: "",
        };
        let mut refusals = self.all(object, &self.trees, tree);
        match list {
            Some(list) => refusals.extend(self.list(object, &list)),
            None => {
                let mut late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
                late.push(Arc::from(object));
            }
        }
        refusals
    }

    /// Writes what had to wait until all objects were known. What could not be written, by object.
    pub fn finish(&self) -> Vec<(Arc<str>, Vec<Diagnostic>)> {
        let late = std::mem::take(&mut *self.late.lock().unwrap_or_else(PoisonError::into_inner));
        let write = |object: Arc<str>| {
            let refusals = self.list(&object, &self.dependencies.text(&object));
            (object, refusals)
        };
        late.into_iter().map(write).collect()
    }

    fn list(&self, object: &str, dependencies: &str) -> Vec<Diagnostic> {
        let profile = pan_output::Profile {
            root: &Value::Undef,
            dependencies,
        };
        self.all(object, &self.lists, profile)
    }

    fn all(&self, object: &str, formats: &[Format], profile: pan_output::Profile<'_>) -> Vec<Diagnostic> {
        let _writing = timing::phase(Phase::Write);
        let one = |format: &Format| {
            let path = self.directory.join(format!("{object}.{}", format.suffix()));
            Statistics::add(&self.statistics.to_write, 1);
            let write = |parts: &[&[u8]]| {
                files::write(&path, parts, Some(self.time)).map_err(|error| error.to_string())
            };
            let written = match render_for(profile, *format, self.limit, write) {
                Ok(written) => written,
                Err(error @ RenderError::TooLarge(_)) => {
                    let message = format!("cannot write {}: {error}", path.display());
                    return Some(
                        Diagnostic::error(codes::system::OUTPUT, message)
                            .in_object(object)
                            .with_hint(Limit::Output.advice()),
                    );
                }
                Err(error) => Err(error.to_string()),
            };
            match written {
                Ok(()) => {
                    Statistics::add(&self.statistics.written, 1);
                    None
                }
                Err(why) => {
                    let message = format!("cannot write {}: {why}", path.display());
                    Some(Diagnostic::error(codes::system::OUTPUT, message).in_object(object))
                }
            }
        };
        formats.iter().filter_map(one).collect()
    }
}
