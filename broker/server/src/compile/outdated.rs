//! Which profiles are not what a compile would make.

use std::collections::{BTreeMap, HashSet};

use aq_db::compile_target::{self, Selection, Target};
use aq_db::stale;
use aq_git::CommitId;

use super::{ENGINE_VERSION, dependencies_of};
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// What is known of the profiles of a selection.
struct Known {
    /// Hosts whose profiles may not be what a compile would make, but for those that only look into such profiles.
    outdated: Vec<i64>,
    /// Commits that are new and do not touch these objects.
    confirmed: Vec<(String, Vec<String>)>,
}

/// Of the hosts of a selection, those whose profiles may not be what a compile would make. Profiles that a change of commits
/// did not touch are noted as right for the new one, so that nobody has to look again.
pub async fn outdated(cx: &mut Cx, selection: &Selection) -> Result<Vec<i64>> {
    let known = look(cx, selection).await?;
    for (commit, objects) in &known.confirmed {
        stale::confirm(cx.db(), objects, commit).await?;
    }
    with_readers(cx, selection, known.outdated).await
}

/// Of these targets, the objects whose served profiles are what a compile with the head of their branch would make.
pub async fn up_to_date(cx: &mut Cx, branch: i64, targets: &[Target]) -> Result<Vec<String>> {
    let selection = Selection {
        branch_id: Some(branch),
        ..Selection::default()
    };
    let outdated = look(cx, &selection).await?.outdated;
    let outdated: HashSet<i64> = with_readers(cx, &selection, outdated)
        .await?
        .into_iter()
        .collect();
    let right = targets
        .iter()
        .filter(|target| !outdated.contains(&target.host_id));
    Ok(right.map(|target| target.object.clone()).collect())
}

/// Whoever looks into the profile of an outdated host will see something new.
async fn with_readers(cx: &mut Cx, selection: &Selection, outdated: Vec<i64>) -> Result<Vec<i64>> {
    if outdated.is_empty() {
        return Ok(outdated);
    }
    let hosts = compile_target::select(cx.db(), selection).await?;
    Ok(stale::with_readers(cx.db(), &hosts, &outdated).await?)
}

async fn look(cx: &mut Cx, selection: &Selection) -> Result<Known> {
    let candidates = stale::candidates(cx.db(), selection, ENGINE_VERSION).await?;
    let mut known = Known {
        outdated: Vec::new(),
        confirmed: Vec::new(),
    };
    let mut moved: BTreeMap<(String, String), Vec<(i64, String)>> = BTreeMap::new();
    for candidate in candidates {
        match (candidate.compiled, candidate.object) {
            (Some(old), Some(object)) => moved
                .entry((old, candidate.commit))
                .or_default()
                .push((candidate.host_id, object)),
            _ => known.outdated.push(candidate.host_id),
        }
    }
    for ((old, new), hosts) in moved {
        let touched = touched(cx, &old, &new, &hosts).await?;
        let mut right = Vec::new();
        for (host, object) in hosts {
            match touched.contains(&object) {
                true => known.outdated.push(host),
                false => right.push(object),
            }
        }
        known.confirmed.push((new, right));
    }
    Ok(known)
}

/// The objects that read a file in which the commits differ.
async fn touched(cx: &mut Cx, old: &str, new: &str, hosts: &[(i64, String)]) -> Result<HashSet<String>> {
    let id = |text: &str| text.parse::<CommitId>().map_err(CommandError::internal);
    let (old, new) = (id(old)?, id(new)?);
    let repository = cx.app.repository.clone();
    let paths = tokio::task::spawn_blocking(move || repository.changed_paths(old, new))
        .await
        .map_err(CommandError::internal)?;
    let objects: Vec<String> = hosts.iter().map(|(_, object)| object.clone()).collect();
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
