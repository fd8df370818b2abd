//! Which profiles are not what a compile would make.

use std::collections::{BTreeMap, HashSet};

use aq_db::compile_target;
use aq_db::stale::{self, Candidate};
use aq_git::CommitId;

use super::{ENGINE_VERSION, dependencies_of};
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// Of these hosts, those whose profiles may not be what a compile would make. Profiles that a change of commits did not
/// touch are noted as right for the new one, so that nobody has to look again.
pub async fn outdated(cx: &mut Cx, hosts: &[i64]) -> Result<Vec<i64>> {
    let candidates = stale::candidates(cx.db(), hosts, ENGINE_VERSION).await?;
    let mut outdated = Vec::new();
    let mut moved: BTreeMap<(String, String), Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        match candidate.compiled.clone() {
            None => outdated.push(candidate.host_id),
            Some(old) => moved
                .entry((old, candidate.commit.clone()))
                .or_default()
                .push(candidate),
        }
    }
    for ((old, new), hosts) in moved {
        let touched = touched(cx, &old, &new, &hosts).await?;
        let mut right = Vec::new();
        for host in hosts {
            match touched.contains(&host.object) {
                true => outdated.push(host.host_id),
                false => right.push(host.object),
            }
        }
        stale::confirm(cx.db(), &right, &new).await?;
    }
    if outdated.is_empty() {
        return Ok(outdated);
    }
    // Whoever looks into the profile of one of them will see something new.
    Ok(stale::with_readers(cx.db(), hosts, &outdated).await?)
}

/// The objects that read a file in which the commits differ.
async fn touched(cx: &mut Cx, old: &str, new: &str, hosts: &[Candidate]) -> Result<HashSet<String>> {
    let id = |text: &str| text.parse::<CommitId>().map_err(CommandError::internal);
    let (old, new) = (id(old)?, id(new)?);
    let repository = cx.app.repository.clone();
    let paths = tokio::task::spawn_blocking(move || repository.changed_paths(old, new))
        .await
        .map_err(CommandError::internal)?;
    let objects: Vec<String> = hosts.iter().map(|host| host.object.clone()).collect();
    match paths {
        Ok(paths) => {
            let changed = dependencies_of(&paths);
            Ok(compile_target::readers(cx.db(), &objects, &changed)
                .await?
                .into_iter()
                .collect())
        }
        // The work of an author that nobody needs any more may be gone, or too many names differ: nothing is known.
        Err(aq_git::GitError::CommitNotFound(_) | aq_git::GitError::Names(_)) => {
            Ok(objects.into_iter().collect())
        }
        Err(error) => Err(CommandError::internal(error)),
    }
}
