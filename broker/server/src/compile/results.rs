//! What came of a compile, and how brokers pass it on to one another.

use std::collections::HashMap;
use std::sync::Arc;

use aq_db::compile_target::Target;
use aq_db::profile::{Dependency, PlenarySet, Texts};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use pan_eval::{MessageKind, Outcome};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::batch;
use super::ready::{Lists, Made, Ready};
use super::size;

/// What brokers have in common that help one another: the engine, and the form in which they pass on what came of a job.
/// Count up when [`Results::pass`] changes, so that brokers of two builds do not misunderstand each other.
pub const HELPERS: &str = concat!("pan-engine ", env!("CARGO_PKG_VERSION"), ", results 1");

/// What came of some objects.
#[derive(Default)]
pub struct Results {
    /// How many they are.
    pub count: usize,
    /// What their templates printed.
    pub said: Vec<Said>,
    /// Objects that do not compile, and why.
    pub failures: Vec<(String, String)>,
    /// The others; not all of them when there are failures: then nothing will be kept.
    pub ready: Vec<Ready>,
    /// Texts of the plenaries that went in.
    pub texts: Texts,
}

/// Something that a template printed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Said {
    /// Object that was compiled.
    pub object: String,
    /// It is about something deprecated, which is so for every object that includes it.
    pub deprecated: bool,
    /// The text.
    pub text: String,
}

impl Results {
    /// Takes the outcomes apart. Those that have a profile are given back.
    pub fn of<'t>(
        targets: &'t [Target],
        outcomes: Vec<Outcome>,
        largest_mb: u64,
    ) -> (Results, Vec<Made<'t>>) {
        let mut results = Results {
            count: targets.len(),
            ..Results::default()
        };
        let mut made = Vec::with_capacity(targets.len());
        for (target, outcome) in targets.iter().zip(outcomes) {
            let object = &target.object;
            results
                .said
                .extend(outcome.messages.into_iter().map(|message| Said {
                    object: object.clone(),
                    deprecated: matches!(message.kind, MessageKind::Deprecated),
                    text: message.text,
                }));
            let largest = largest_mb.saturating_mul(crate::app::MEGABYTE);
            match outcome.profile {
                Some(profile) if !size::is_within(&profile.root, largest) => {
                    let problem = format!(
                        "error: the profile has more than {largest_mb} MB (compile_limits.output_mb of the broker)\n"
                    );
                    results.failures.push((object.clone(), problem));
                }
                Some(profile) => made.push(Made {
                    target,
                    profile,
                    reads: outcome.reads,
                }),
                None => results
                    .failures
                    .push((object.clone(), batch::describe(&outcome.diagnostics))),
            }
        }
        (results, made)
    }

    /// Takes in what came of other objects.
    pub fn add(&mut self, other: Results) {
        self.count += other.count;
        self.said.extend(other.said);
        self.failures.extend(other.failures);
        self.ready.extend(other.ready);
        self.texts.extend(other.texts);
    }

    /// Brings all of it into the order of the names of the objects.
    pub fn sort(&mut self) {
        self.said.sort_by(|a, b| a.object.cmp(&b.object));
        self.failures.sort();
        self.ready.sort_by(|a, b| a.object.cmp(&b.object));
    }
}

/// [`Results`] as JSON: bytes in base64, and lists that objects share once.
#[derive(Serialize, Deserialize)]
struct Passed {
    count: usize,
    said: Vec<Said>,
    failures: Vec<(String, String)>,
    lists: Vec<Vec<Dependency>>,
    ready: Vec<PassedReady>,
    texts: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct PassedReady {
    object: String,
    xml: String,
    json: String,
    plenaries: Vec<(String, String)>,
    sources: Vec<(String, String)>,
    shared: usize,
    own: Vec<Dependency>,
}

impl Results {
    /// As JSON for another broker.
    pub fn pass(self) -> Result<Vec<u8>, String> {
        let mut lists: HashMap<Arc<Vec<Dependency>>, usize> = HashMap::new();
        let mut used = std::collections::HashSet::new();
        let mut ready = Vec::with_capacity(self.ready.len());
        for object in self.ready {
            let (shared, own) = object.reads.listed();
            let next = lists.len();
            used.extend(object.plenaries.members().iter().map(|(_, hash)| *hash));
            let members = object.plenaries.members().iter();
            ready.push(PassedReady {
                object: object.object,
                xml: BASE64.encode(object.xml),
                json: BASE64.encode(object.json),
                plenaries: members
                    .map(|(name, hash)| (name.to_string(), BASE64.encode(hash)))
                    .collect(),
                sources: object
                    .sources
                    .into_iter()
                    .map(|(name, hash)| (name, BASE64.encode(hash)))
                    .collect(),
                shared: *lists.entry(shared).or_insert(next),
                own,
            });
        }
        let mut lists: Vec<(usize, Arc<Vec<Dependency>>)> =
            lists.into_iter().map(|(list, place)| (place, list)).collect();
        lists.sort_unstable_by_key(|(place, _)| *place);
        let passed = Passed {
            count: self.count,
            said: self.said,
            failures: self.failures,
            lists: lists
                .into_iter()
                .map(|(_, list)| Arc::unwrap_or_clone(list))
                .collect(),
            ready,
            texts: self
                .texts
                .into_iter()
                .filter(|(hash, _)| used.contains(hash))
                .map(|(_, text)| text.to_string())
                .collect(),
        };
        serde_json::to_vec(&passed).map_err(|e| e.to_string())
    }

    /// What another broker passed on.
    pub fn passed(json: &[u8]) -> Result<Results, String> {
        let passed: Passed = serde_json::from_slice(json).map_err(|e| e.to_string())?;
        let lists: Vec<Arc<Vec<Dependency>>> = passed.lists.into_iter().map(Arc::new).collect();
        let ready = passed
            .ready
            .into_iter()
            .map(|object| {
                let shared = lists.get(object.shared).ok_or("a list is missing")?.clone();
                let members = object
                    .plenaries
                    .into_iter()
                    .map(|(name, hash)| {
                        let hash = <[u8; 32]>::try_from(bytes(&hash)?).map_err(|_| "not a hash")?;
                        Ok((Arc::from(name), hash))
                    })
                    .collect::<Result<_, String>>()?;
                Ok(Ready {
                    object: object.object,
                    xml: bytes(&object.xml)?,
                    json: bytes(&object.json)?,
                    plenaries: PlenarySet::new(members),
                    sources: object
                        .sources
                        .into_iter()
                        .map(|(name, hash)| Ok((name, bytes(&hash)?)))
                        .collect::<Result<_, String>>()?,
                    reads: Lists::Listed(shared, object.own),
                })
            })
            .collect::<Result<_, String>>()?;
        let hashed = |text: String| (Sha256::digest(text.as_bytes()).into(), Arc::from(text));
        Ok(Results {
            count: passed.count,
            said: passed.said,
            failures: passed.failures,
            ready,
            texts: passed.texts.into_iter().map(hashed).collect(),
        })
    }
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    BASE64.decode(text).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use aq_db::profile::DependencyKind;

    use super::*;

    fn hash(text: &str) -> [u8; 32] {
        Sha256::digest(text.as_bytes()).into()
    }

    fn list(names: &[&str]) -> Vec<Dependency> {
        let dependency = |name: &&str| Dependency {
            kind: DependencyKind::TemplateMissed,
            name: (*name).to_owned(),
        };
        names.iter().map(dependency).collect()
    }

    #[test]
    fn what_is_passed_on_arrives() {
        let object = |name: &str, shared: &[&str]| Ready {
            object: name.to_owned(),
            xml: hash("xml").to_vec(),
            json: hash(name).to_vec(),
            plenaries: PlenarySet::new(BTreeMap::from([(Arc::from("machine/m"), hash("structure m"))])),
            sources: vec![("other".to_owned(), hash("seen").to_vec())],
            reads: Lists::Listed(Arc::new(list(shared)), list(&[name])),
        };
        let results = Results {
            count: 4,
            said: vec![Said {
                object: "a".to_owned(),
                deprecated: true,
                text: "old\0".to_owned(),
            }],
            failures: vec![("d".to_owned(), "wrong\n".to_owned())],
            ready: vec![object("a", &["x"]), object("b", &["y", "z"]), object("c", &["x"])],
            texts: ["structure m", "nobody reads this"]
                .map(|text| (hash(text), Arc::from(text)))
                .into(),
        };
        let json = results.pass().unwrap();
        // What objects share is passed once.
        let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(value["lists"].as_array().unwrap().len(), 2);
        let mut results = Results::passed(&json).unwrap();
        results.sort();
        assert_eq!(results.count, 4);
        assert!(results.said[0].deprecated && results.said[0].text == "old\0");
        assert_eq!(results.failures, [("d".to_owned(), "wrong\n".to_owned())]);
        assert_eq!(
            results.texts,
            [(hash("structure m"), Arc::from("structure m"))].into()
        );
        let names: Vec<&str> = results.ready.iter().map(|ready| ready.object.as_str()).collect();
        assert_eq!(names, ["a", "b", "c"]);
        let (ready, whole) = (&results.ready[1], object("b", &["y", "z"]));
        assert_eq!((&ready.xml, &ready.json), (&whole.xml, &whole.json));
        assert_eq!(ready.plenaries, whole.plenaries);
        assert_eq!(ready.sources, whole.sources);
        assert_eq!(ready.reads.listed(), whole.reads.listed());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for odd in ["[]", r#"{"count": 1}"#] {
            assert!(Results::passed(odd.as_bytes()).is_err(), "{odd}");
        }
    }
}
