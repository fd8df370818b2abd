//! Stores compiled profiles with everything they were made from.

use std::collections::HashMap;

use aq_db::compile_target::Target;
use aq_db::profile::{self, NewProfile, Texts};

use super::ENGINE_VERSION;
use super::ready::Ready;
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// Profiles whose reads are in memory at a time.
const AT_ONCE: usize = 64;

/// An object that was compiled.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// Name of the object.
    pub object: String,
    /// The profile before, as JSON; read for a preview only.
    pub before: String,
    /// The profile now, as JSON; kept for a preview only.
    pub after: String,
    /// The bytes that are served differ from those before.
    pub differs: bool,
}

impl Compiled {
    /// The profile is not what it was.
    pub fn changed(&self) -> bool {
        self.differs
    }
}

/// Writes profiles of targets, which belong to one branch and commit, with what they were made from; what is the same as before
/// is not written again. `texts` has the texts of the plenaries that went in.
pub async fn store(cx: &mut Cx, targets: &[Target], ready: &[Ready], texts: &Texts) -> Result<Vec<Compiled>> {
    let targets: HashMap<&str, &Target> = targets.iter().map(|t| (t.object.as_str(), t)).collect();
    let mut compiled = Vec::with_capacity(ready.len());
    for object in ready {
        let (mut before, mut after) = (String::new(), String::new());
        if cx.is_preview() {
            before = current_json(cx, &object.object).await?;
            after = text(profile::stored_content(cx.db(), &object.json).await?)?;
        }
        compiled.push(Compiled {
            object: object.object.clone(),
            before,
            after,
            differs: false,
        });
    }
    let rows: Vec<NewProfile<'_>> = ready
        .iter()
        .map(|object| {
            let target = targets
                .get(object.object.as_str())
                .ok_or_else(|| CommandError::internal("an object was compiled that nobody wanted"))?;
            Ok(NewProfile {
                object: &object.object,
                host_id: Some(target.host_id),
                branch_id: target.branch_id,
                branch: &target.branch,
                commit_id: target.commit.as_deref().unwrap_or_default(),
                plenaries: &object.plenaries,
                sources: &object.sources,
                engine_version: ENGINE_VERSION,
                xml_hash: Some(&object.xml),
                json_hash: Some(&object.json),
                request_id: Some(cx.request_id),
            })
        })
        .collect::<Result<_>>()?;
    let stored = profile::store(cx.db(), &rows, texts).await?;
    for (compiled, stored) in compiled.iter_mut().zip(stored) {
        compiled.differs = stored.changed;
    }
    for part in ready.chunks(AT_ONCE) {
        let reads: Vec<_> = part.iter().map(|object| object.reads.listed()).collect();
        let reads: Vec<profile::Reads<'_>> = part
            .iter()
            .zip(&reads)
            .map(|(object, (shared, own))| profile::Reads {
                object: &object.object,
                shared,
                own,
            })
            .collect();
        profile::set_dependencies(cx.db(), &reads).await?;
    }
    Ok(compiled)
}

async fn current_json(cx: &mut Cx, object: &str) -> Result<String> {
    let content = profile::content(cx.db(), object, profile::Format::Json).await?;
    text(content.map(|content| content.gzip))
}

fn text(gzip: Option<Vec<u8>>) -> Result<String> {
    let Some(gzip) = gzip else {
        return Ok(String::new());
    };
    let bytes = crate::export::gunzip(&gzip).map_err(CommandError::internal)?;
    String::from_utf8(bytes).map_err(CommandError::internal)
}
