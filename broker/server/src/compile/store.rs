//! Stores a compiled profile with everything it was made from.

use std::sync::Arc;

use aq_db::compile_target::Target;
use aq_db::profile::{self, Dependency, DependencyKind, NewProfile};
use pan_eval::{Profile, Reads};
use pan_output::Format;
use sha2::{Digest, Sha256};

use super::ENGINE_VERSION;
use crate::command::Cx;
use crate::error::{CommandError, Result};

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

/// Writes the profile, its content and its dependencies; what is the same as before is not written again.
pub async fn store(cx: &mut Cx, target: &Target, root: &Profile, reads: &Reads) -> Result<Compiled> {
    let xml = render(root, Format::Pan)?;
    let json = render(root, Format::Json)?;
    let before = if cx.is_preview() {
        current_json(cx, &target.object).await?
    } else {
        String::new()
    };
    let new = NewProfile {
        object: &target.object,
        branch_id: target.branch_id,
        branch: &target.branch,
        commit_id: target.commit.as_deref().unwrap_or_default(),
        plenary_hash: &plenary_set(reads),
        engine_version: ENGINE_VERSION,
        xml: Some(&xml),
        json: Some(&json),
        request_id: Some(cx.request_id),
    };
    let stored = profile::store(cx.db(), &new).await?;
    let (shared, own) = all_reads(reads);
    let dependencies = profile::Reads {
        object: &target.object,
        shared: &shared,
        own: &own,
    };
    profile::set_dependencies(cx.db(), &[dependencies]).await?;
    let after = if cx.is_preview() {
        String::from_utf8_lossy(&json).into_owned()
    } else {
        String::new()
    };
    Ok(Compiled {
        object: target.object.clone(),
        before,
        after,
        differs: stored.changed,
    })
}

async fn current_json(cx: &mut Cx, object: &str) -> Result<String> {
    let Some(content) = profile::content(cx.db(), object, profile::Format::Json).await? else {
        return Ok(String::new());
    };
    let bytes = crate::export::gunzip(&content.gzip).map_err(CommandError::internal)?;
    String::from_utf8(bytes).map_err(CommandError::internal)
}

fn render(profile: &Profile, format: Format) -> Result<Vec<u8>> {
    pan_output::render(
        pan_output::Profile {
            root: &profile.root,
            dependencies: "",
        },
        format,
    )
    .map_err(|e| CommandError::compile(format!("{}: {e}", profile.object)))
}

/// Identifies the set of plenaries that went in: names and hashes, in the order of the names.
fn plenary_set(reads: &Reads) -> [u8; 32] {
    let mut digest = Sha256::new();
    for (name, read) in reads
        .templates
        .iter()
        .filter(|(_, r)| r.location.starts_with("plenary:"))
    {
        digest.update(name.as_bytes());
        digest.update([0]);
        digest.update(read.hash.as_bytes());
    }
    digest.finalize().into()
}

/// What was read: first what all objects of a branch share (the tree), then what is this object's own (plenaries).
fn all_reads(reads: &Reads) -> (Vec<Dependency>, Vec<Dependency>) {
    let dependency = |kind: DependencyKind, name: &Arc<str>| Dependency {
        kind,
        name: name.to_string(),
    };
    let (mut shared, mut own) = (Vec::new(), Vec::new());
    for (name, read) in reads.templates.iter() {
        let list = if read.location.starts_with("plenary:") {
            &mut own
        } else {
            &mut shared
        };
        list.push(dependency(DependencyKind::Template, name));
    }
    for name in reads.missed_templates.keys() {
        // Every name of an object's own contains the name of the object.
        let list = if super::world::may_be_plenary(name) {
            &mut own
        } else {
            &mut shared
        };
        list.push(dependency(DependencyKind::TemplateMissed, name));
    }
    shared.extend(reads.files.keys().map(|n| dependency(DependencyKind::File, n)));
    shared.extend(
        reads
            .missed_files
            .keys()
            .map(|n| dependency(DependencyKind::FileMissed, n)),
    );
    own.extend(
        reads
            .objects
            .iter()
            .map(|n| dependency(DependencyKind::Object, n)),
    );
    (shared, own)
}
