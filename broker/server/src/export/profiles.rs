//! The files of profiles, of many at a time: a deploy may change those of every host.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use aq_db::PgConnection;
use aq_db::outbox::Entry;
use aq_db::profile::{self, Format};

use super::worker::Task;
use super::{files, gunzip, profile_path};
use crate::app::App;
use crate::error::{CommandError, Result};

/// Threads that write: a disk takes longer for each file than a processor.
const THREADS: usize = 4;
/// Profiles from which on a second thread is worth its start.
const FEW: usize = 8;

/// A profile to write or, without content, to remove.
struct Job {
    entry: i64,
    object: String,
    /// Compressed forms by their suffix.
    forms: [(&'static str, Option<Vec<u8>>); 2],
}

/// Brings the files of profiles up to date; gives what came of each entry.
///
/// # Errors
/// Those of the database. What is wrong with a file is the result of its entry.
pub async fn perform(
    app: &Arc<App>,
    conn: &mut PgConnection,
    entries: &[&Entry],
) -> Result<Vec<(i64, Result<()>)>> {
    let mut objects = Vec::with_capacity(entries.len());
    for entry in entries {
        let task: Task = serde_json::from_value(entry.payload.clone()).map_err(CommandError::internal)?;
        if let Task::Profile { object } = task {
            objects.push((entry.id, object));
        }
    }
    let names: Vec<String> = objects.iter().map(|(_, object)| object.clone()).collect();
    let mut forms = Vec::new();
    for format in [Format::Xml, Format::Json] {
        let contents = profile::contents(conn, &names, format).await?;
        forms.push(contents.into_iter().collect::<HashMap<String, Vec<u8>>>());
    }
    let mut of = |place: usize, object: &str| forms.get_mut(place).and_then(|forms| forms.remove(object));
    let jobs: Vec<Job> = objects
        .into_iter()
        .map(|(entry, object)| Job {
            entry,
            forms: [("xml", of(0, &object)), ("json", of(1, &object))],
            object,
        })
        .collect();
    let root = app.config.export_dir();
    tokio::task::spawn_blocking(move || write_all(&root, jobs))
        .await
        .map_err(CommandError::internal)
}

fn write_all(root: &Path, jobs: Vec<Job>) -> Vec<(i64, Result<()>)> {
    let one = |job: &Job| (job.entry, write(root, job));
    let threads = jobs.len().div_ceil(FEW).clamp(1, THREADS);
    if threads == 1 {
        return jobs.iter().map(one).collect();
    }
    let share = jobs.len().div_ceil(threads);
    thread::scope(|scope| {
        let parts: Vec<_> = jobs
            .chunks(share)
            .map(|part| {
                (
                    part,
                    scope.spawn(move || part.iter().map(one).collect::<Vec<_>>()),
                )
            })
            .collect();
        let died = |part: &[Job]| -> Vec<(i64, Result<()>)> {
            let error = || CommandError::internal("a writing thread died");
            part.iter().map(|job| (job.entry, Err(error()))).collect()
        };
        parts
            .into_iter()
            .flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| died(part)))
            .collect()
    })
}

fn write(root: &Path, job: &Job) -> Result<()> {
    for (suffix, gzip) in &job.forms {
        let bytes = gzip
            .as_deref()
            .map(gunzip)
            .transpose()
            .map_err(CommandError::internal)?;
        let path = profile_path(&job.object, suffix);
        files::bring_up_to_date(root, &path, bytes.as_deref())
            .map_err(|e| CommandError::internal(format!("{path}: {e}")))?;
    }
    Ok(())
}
