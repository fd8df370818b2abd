//! Profiles as they are served, to compare with.

use std::collections::{HashMap, HashSet};
use std::thread;

use aq_db::compile_target::Target;
use aq_db::profile;
use pan_eval::Profile;

use crate::command::Cx;
use crate::compile;
use crate::error::{CommandError, Result};

/// Of these targets, the served profiles of those that are named in `right`, by object.
pub async fn served(
    cx: &mut Cx,
    targets: &[Target],
    right: &HashSet<String>,
) -> Result<HashMap<String, Profile>> {
    let objects: Vec<String> = targets
        .iter()
        .map(|target| &target.object)
        .filter(|object| right.contains(*object))
        .cloned()
        .collect();
    if objects.is_empty() {
        return Ok(HashMap::new());
    }
    let contents = profile::contents(cx.db(), &objects, profile::Format::Json).await?;
    let threads = cx.app.compile_threads;
    tokio::task::spawn_blocking(move || read(&contents, threads))
        .await
        .map_err(CommandError::internal)?
        .map_err(CommandError::internal)
}

/// Reads the compressed JSON forms on several threads.
fn read(contents: &[(String, Vec<u8>)], threads: usize) -> Result<HashMap<String, Profile>, String> {
    let share = contents.len().div_ceil(threads.max(1)).max(1);
    thread::scope(|scope| {
        let work = |part: &[(String, Vec<u8>)]| {
            let read = |(object, gzip): &(String, Vec<u8>)| {
                Ok((object.clone(), compile::read_profile(object, gzip)?))
            };
            part.iter().map(read).collect::<Result<Vec<_>, String>>()
        };
        let parts: Vec<_> = contents
            .chunks(share)
            .map(|part| scope.spawn(move || work(part)))
            .collect();
        let mut profiles = HashMap::with_capacity(contents.len());
        for part in parts {
            profiles.extend(part.join().map_err(|_| "a reading thread died".to_owned())??);
        }
        Ok(profiles)
    })
}
