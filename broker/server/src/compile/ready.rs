//! Makes of compiled objects what is stored: their bytes, by hash, and what they were made from.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use aq_db::PgConnection;
use aq_db::compile_target::Target;
use aq_db::profile::{self, Dependency, DependencyKind, PlenarySet};
use pan_eval::{Profile, Reads};
use pan_output::Format;

use super::world::Told;
use crate::error::{CommandError, Result};

/// Profiles whose bytes are in memory at a time.
const AT_ONCE: usize = 64;

/// An object that compiles.
pub struct Made<'t> {
    /// What was compiled.
    pub target: &'t Target,
    /// What came out.
    pub profile: Profile,
    /// What it read.
    pub reads: Arc<Reads>,
}

/// The same with its bytes put where they are kept.
pub struct Ready {
    /// Name of the object.
    pub object: String,
    /// SHA-256 of the XML form.
    pub xml: Vec<u8>,
    /// SHA-256 of the JSON form.
    pub json: Vec<u8>,
    /// The plenaries that went in.
    pub plenaries: PlenarySet,
    /// The other objects that it looked into, and the SHA-256 of the JSON form of each.
    pub sources: Vec<(String, Vec<u8>)>,
    /// What it read.
    pub reads: Lists,
}

/// What an object read.
pub enum Lists {
    /// As the engine tells it.
    Read(Arc<Reads>),
    /// As it is stored: what other objects are likely to read as well, and what is its own.
    Listed(Arc<Vec<Dependency>>, Vec<Dependency>),
}

impl Lists {
    /// As it is stored.
    pub fn listed(&self) -> (Arc<Vec<Dependency>>, Vec<Dependency>) {
        match self {
            Lists::Read(reads) => {
                let (shared, own) = all_reads(reads);
                (Arc::new(shared), own)
            }
            Lists::Listed(shared, own) => (shared.clone(), own.clone()),
        }
    }
}

/// Where bytes are put.
pub enum Place {
    /// Where profiles are kept, by the transaction of the command.
    Kept,
    /// Beside a job, for the broker that waits for it.
    Job(i64),
}

impl Place {
    async fn put(&self, conn: &mut PgConnection, contents: &[&[u8]]) -> Result<Vec<Vec<u8>>> {
        Ok(match self {
            Place::Kept => profile::put_contents(conn, contents).await?,
            Place::Job(job) => aq_db::compile_job::put_contents(conn, *job, contents).await?,
        })
    }
}

/// Puts the bytes of profiles of one branch. The forms of a few are in memory at a time, and statements are for many.
pub async fn put(
    conn: &mut PgConnection,
    place: &Place,
    made: Vec<Made<'_>>,
    told: &Told,
) -> Result<Vec<Ready>> {
    let mut forms = Vec::with_capacity(made.len());
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
        let mut hashes = place.put(conn, &contents).await?.into_iter();
        while let (Some(xml), Some(json)) = (hashes.next(), hashes.next()) {
            forms.push((xml, json));
        }
    }
    let sources = sources(conn, place, &made, &forms, told).await?;
    Ok(made
        .into_iter()
        .zip(forms)
        .zip(sources)
        .map(|((made, (xml, json)), sources)| Ready {
            object: made.target.object.clone(),
            xml,
            json,
            plenaries: plenary_set(&made.reads),
            sources,
            reads: Lists::Read(made.reads),
        })
        .collect())
}

/// For each object, the other objects that it looked into and the hash of the JSON form of each. Those that are not
/// stored with these are stored as content: the one that is served may be another by now, or there may be none.
async fn sources(
    conn: &mut PgConnection,
    place: &Place,
    made: &[Made<'_>],
    forms: &[(Vec<u8>, Vec<u8>)],
    told: &Told,
) -> Result<Vec<Vec<(String, Vec<u8>)>>> {
    let names: BTreeSet<&str> = made
        .iter()
        .flat_map(|m| m.reads.objects.iter().map(|name| &**name))
        .collect();
    let mut hashes: HashMap<&str, Vec<u8>> = HashMap::new();
    if !names.is_empty() {
        for (m, (_, json)) in made.iter().zip(forms) {
            hashes.insert(&m.target.object, json.clone());
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
        let stored = place.put(conn, &contents).await?;
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
