//! Stores compiled profiles with everything they were made from.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use aq_db::compile_target::Target;
use aq_db::profile::{self, Dependency, DependencyKind, NewProfile, PlenarySet};
use pan_eval::{Profile, Reads};
use pan_output::Format;

use super::ENGINE_VERSION;
use super::world::Told;
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// Profiles whose bytes or reads are in memory at a time.
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

/// An object to store.
pub struct Made<'t> {
    /// What was compiled.
    pub target: &'t Target,
    /// What came out.
    pub profile: Profile,
    /// What it read.
    pub reads: Arc<Reads>,
}

/// SHA-256 of the forms of a profile.
struct Forms {
    xml: Vec<u8>,
    json: Vec<u8>,
}

/// Writes profiles of one branch with what they were made from; what is the same as before is not written again. The
/// forms of a few profiles are in memory at a time, and statements are for many.
pub async fn store(cx: &mut Cx, made: &[Made<'_>], told: &Told) -> Result<Vec<Compiled>> {
    let mut forms = Vec::with_capacity(made.len());
    let mut compiled = Vec::with_capacity(made.len());
    for part in made.chunks(AT_ONCE) {
        let texts = part
            .iter()
            .map(|m| {
                Ok((
                    render(&m.profile, Format::Pan)?,
                    render(&m.profile, Format::Json)?,
                ))
            })
            .collect::<Result<Vec<_>>>()?;
        let contents: Vec<&[u8]> = texts
            .iter()
            .flat_map(|(xml, json)| [xml.as_slice(), json.as_slice()])
            .collect();
        let mut hashes = profile::put_contents(cx.db(), &contents).await?.into_iter();
        while let (Some(xml), Some(json)) = (hashes.next(), hashes.next()) {
            forms.push(Forms { xml, json });
        }
        for (m, (_, json)) in part.iter().zip(&texts) {
            let (mut before, mut after) = (String::new(), String::new());
            if cx.is_preview() {
                before = current_json(cx, &m.target.object).await?;
                after = String::from_utf8_lossy(json).into_owned();
            }
            compiled.push(Compiled {
                object: m.target.object.clone(),
                before,
                after,
                differs: false,
            });
        }
    }
    let sources = sources(cx, made, &forms, told).await?;
    let sets: Vec<PlenarySet> = made.iter().map(|m| plenary_set(&m.reads)).collect();
    let rows: Vec<NewProfile<'_>> = made
        .iter()
        .zip(&forms)
        .zip(sources.iter().zip(&sets))
        .map(|((m, forms), (sources, plenaries))| NewProfile {
            object: &m.target.object,
            branch_id: m.target.branch_id,
            branch: &m.target.branch,
            commit_id: m.target.commit.as_deref().unwrap_or_default(),
            plenaries,
            sources,
            engine_version: ENGINE_VERSION,
            xml_hash: Some(&forms.xml),
            json_hash: Some(&forms.json),
            request_id: Some(cx.request_id),
        })
        .collect();
    let stored = profile::store(cx.db(), &rows, &told.texts()).await?;
    for (compiled, stored) in compiled.iter_mut().zip(stored) {
        compiled.differs = stored.changed;
    }
    for part in made.chunks(AT_ONCE) {
        let reads: Vec<_> = part.iter().map(|m| all_reads(&m.reads)).collect();
        let reads: Vec<profile::Reads<'_>> = part
            .iter()
            .zip(&reads)
            .map(|(m, (shared, own))| profile::Reads {
                object: &m.target.object,
                shared,
                own,
            })
            .collect();
        profile::set_dependencies(cx.db(), &reads).await?;
    }
    Ok(compiled)
}

/// For each object, the other objects that it looked into and the hash of the JSON form of each. Those that are not
/// stored with these are stored as content: the one that is served may be another by now, or there may be none.
async fn sources(
    cx: &mut Cx,
    made: &[Made<'_>],
    forms: &[Forms],
    told: &Told,
) -> Result<Vec<Vec<(String, Vec<u8>)>>> {
    let names: BTreeSet<&str> = made
        .iter()
        .flat_map(|m| m.reads.objects.iter().map(|name| &**name))
        .collect();
    let mut hashes: HashMap<&str, Vec<u8>> = HashMap::new();
    if !names.is_empty() {
        for (m, forms) in made.iter().zip(forms) {
            hashes.insert(&m.target.object, forms.json.clone());
        }
    }
    let others: Vec<&str> = names
        .into_iter()
        .filter(|name| !hashes.contains_key(name))
        .collect();
    for part in others.chunks(AT_ONCE) {
        let mut texts = Vec::new();
        for name in part {
            if let Some(profile) = told.profile(name) {
                texts.push((*name, render(&profile, Format::Json)?));
            }
        }
        let contents: Vec<&[u8]> = texts.iter().map(|(_, json)| json.as_slice()).collect();
        let stored = profile::put_contents(cx.db(), &contents).await?;
        hashes.extend(texts.iter().map(|(name, _)| *name).zip(stored));
    }
    let of = |m: &Made<'_>| {
        let objects = m.reads.objects.iter();
        objects
            .filter_map(|name| Some((name.to_string(), hashes.get(&**name)?.clone())))
            .collect()
    };
    Ok(made.iter().map(of).collect())
}

async fn current_json(cx: &mut Cx, object: &str) -> Result<String> {
    let Some(content) = profile::content(cx.db(), object, profile::Format::Json).await? else {
        return Ok(String::new());
    };
    let bytes = crate::export::gunzip(&content.gzip).map_err(CommandError::internal)?;
    String::from_utf8(bytes).map_err(CommandError::internal)
}

/// The bytes of a profile in a form.
pub fn render(profile: &Profile, format: Format) -> Result<Vec<u8>> {
    pan_output::render(
        pan_output::Profile {
            root: &profile.root,
            dependencies: "",
        },
        format,
    )
    .map_err(|e| CommandError::compile(format!("{}: {e}", profile.object)))
}

/// The plenaries that went in.
fn plenary_set(reads: &Reads) -> PlenarySet {
    let plenaries = reads
        .templates
        .iter()
        .filter(|(_, read)| read.location.starts_with("plenary:"));
    PlenarySet::new(
        plenaries
            .map(|(name, read)| (name.clone(), *read.hash.as_bytes()))
            .collect(),
    )
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
    let generated: HashSet<&str> = own.iter().map(|d| d.name.as_str()).collect();
    // A generated template is looked for along the load path first: those names are as much an object's own as its name.
    let is_own = |name: &str| {
        super::world::may_be_plenary(name)
            || name
                .match_indices('/')
                .any(|(at, _)| name.get(at + 1..).is_some_and(|rest| generated.contains(rest)))
    };
    let mut missed_own = Vec::new();
    for name in reads.missed_templates.keys() {
        let list = if is_own(name) {
            &mut missed_own
        } else {
            &mut shared
        };
        list.push(dependency(DependencyKind::TemplateMissed, name));
    }
    own.append(&mut missed_own);
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
