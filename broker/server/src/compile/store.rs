//! Stores a compiled profile with everything it was made from.

use std::collections::BTreeSet;
use std::io::Write as _;

use aq_db::compile_target::Target;
use aq_db::profile::{self, Blob, NewProfile, Read, ReadKind};
use flate2::Compression;
use flate2::write::GzEncoder;
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
        profile::current_json(cx.db(), &target.object).await?.unwrap_or_default()
    } else {
        String::new()
    };
    let request = cx.request_id;
    let new = NewProfile {
        object: &target.object,
        branch_id: target.branch_id,
        branch: &target.branch,
        commit: target.commit.as_deref().unwrap_or_default(),
        plenary_hash: plenary_set(reads),
        engine_version: ENGINE_VERSION,
        xml: blob(&xml)?,
        json: blob(&json)?,
        request_id: request,
        reads: &all_reads(reads),
    };
    let differs = profile::store(cx.db(), &new).await?;
    let after = if cx.is_preview() { String::from_utf8_lossy(&json).into_owned() } else { String::new() };
    Ok(Compiled { object: target.object.clone(), before, after, differs })
}

fn render(profile: &Profile, format: Format) -> Result<Vec<u8>> {
    pan_output::render(pan_output::Profile { root: &profile.root, dependencies: &[] }, format)
        .map_err(|e| CommandError::compile(format!("{}: {e}", profile.object)))
}

fn blob(bytes: &[u8]) -> Result<Blob> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).map_err(CommandError::internal)?;
    let gzip = encoder.finish().map_err(CommandError::internal)?;
    let size = i64::try_from(bytes.len()).map_err(CommandError::internal)?;
    Ok(Blob { hash: Sha256::digest(bytes).into(), size, gzip })
}

/// Identifies the set of plenaries that went in: names and hashes, in the order of the names.
fn plenary_set(reads: &Reads) -> [u8; 32] {
    let mut digest = Sha256::new();
    for (name, read) in reads.templates.iter().filter(|(_, r)| r.location.starts_with("plenary:")) {
        digest.update(name.as_bytes());
        digest.update([0]);
        digest.update(read.hash.as_bytes());
    }
    digest.finalize().into()
}

fn all_reads(reads: &Reads) -> Vec<Read> {
    let names = |kind: ReadKind, set: &BTreeSet<std::sync::Arc<str>>| {
        set.iter().map(|n| Read { kind, name: n.to_string() }).collect::<Vec<_>>()
    };
    let mut all: Vec<Read> =
        reads.templates.keys().map(|n| Read { kind: ReadKind::Template, name: n.to_string() }).collect();
    all.extend(names(ReadKind::TemplateMissed, &reads.missed_templates));
    all.extend(reads.files.keys().map(|n| Read { kind: ReadKind::File, name: n.to_string() }));
    all.extend(names(ReadKind::FileMissed, &reads.missed_files));
    all.extend(names(ReadKind::Object, &reads.objects));
    all
}
