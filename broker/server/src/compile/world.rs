//! What a compile sees: the branch's tree at one commit, the plenaries of the command's transaction, other objects.
//!
//! The engine asks synchronously, from its own threads; the plenaries are rows of a transaction that only the
//! command's task may use. So the world keeps what it knows in memory (prefetched) and sends the rest as questions to
//! that task, see [`super::questions`].

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use aq_db::profile::Texts;
use aq_git::Tree;
use aq_plenary::name::SHARED_DIRECTORIES;
use pan_eval::{ContentHash, FileSource, Found, Profile, SourceKind, TemplateSource, World, WorldError};
use tokio::sync::{mpsc, oneshot};

use super::stored;

/// A plenary as the engine sees it.
#[derive(Debug, Clone)]
pub struct PlenarySource {
    /// Its text.
    pub text: Arc<str>,
    /// Hash of the text.
    pub hash: ContentHash,
}

impl PlenarySource {
    /// The plenary with this text.
    pub fn new(text: &str) -> PlenarySource {
        PlenarySource {
            text: Arc::from(text),
            hash: ContentHash::of(text.as_bytes()),
        }
    }
}

/// Where the answer to a question goes: nothing when there is no such thing, an error when that cannot be told.
pub type Reply<T> = oneshot::Sender<Result<Option<T>, String>>;

/// A question to the task that owns the transaction.
pub enum Question {
    /// A plenary by the full name of the template, shared or of the branch.
    Plenary(String, Reply<PlenarySource>),
    /// The stored profile of an object, whatever its branch: the compressed JSON form.
    Profile(String, Reply<Vec<u8>>),
}

/// What a world was told from outside of the tree; stays when the world is gone.
#[derive(Default)]
pub struct Told {
    /// What is known of the plenaries; `None` is known not to exist.
    known: Mutex<HashMap<String, Option<PlenarySource>>>,
    /// Stored profiles of other objects, as far as they were asked for.
    profiles: Mutex<HashMap<String, Option<Profile>>>,
}

impl Told {
    /// The texts of all plenaries that are known, by hash.
    pub fn texts(&self) -> Texts {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let there = known.values().flatten();
        there
            .map(|plenary| (*plenary.hash.as_bytes(), plenary.text.clone()))
            .collect()
    }

    /// The profile of an object that was looked into and not compiled with the others.
    pub fn profile(&self, object: &str) -> Option<Profile> {
        let profiles = self.profiles.lock().unwrap_or_else(PoisonError::into_inner);
        profiles.get(object).cloned().flatten()
    }

    /// Notes the profile of an object that had to be compiled because others look into it.
    pub fn add_profile(&self, profile: Profile) {
        let mut profiles = self.profiles.lock().unwrap_or_else(PoisonError::into_inner);
        profiles.insert(profile.object.to_string(), Some(profile));
    }
}

/// The world of the objects of one branch within one command.
pub struct BranchWorld {
    tree: Arc<Tree>,
    told: Arc<Told>,
    /// The objects that are compiled together.
    batch: Arc<HashSet<String>>,
    /// `None`: what is not known does not exist.
    questions: Option<mpsc::UnboundedSender<Question>>,
}

impl BranchWorld {
    /// The world that a profile of the past saw: these plenaries and these profiles of other objects are all there are.
    pub fn of_record(tree: Arc<Tree>, plenaries: Vec<(String, String)>, others: Vec<Profile>) -> BranchWorld {
        let told = Told::default();
        for profile in others {
            told.add_profile(profile);
        }
        let known = plenaries
            .into_iter()
            .map(|(name, text)| (name, Some(PlenarySource::new(&text))));
        told.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(known);
        BranchWorld {
            tree,
            told: Arc::new(told),
            batch: Arc::default(),
            questions: None,
        }
    }

    /// What it was told, then and later.
    pub fn told(&self) -> Arc<Told> {
        Arc::clone(&self.told)
    }

    /// A world of the objects `batch` that starts with the plenaries in `known`.
    pub fn new(
        tree: Arc<Tree>,
        batch: Arc<HashSet<String>>,
        known: HashMap<String, Option<PlenarySource>>,
        questions: mpsc::UnboundedSender<Question>,
    ) -> BranchWorld {
        BranchWorld {
            tree,
            told: Arc::new(Told {
                known: Mutex::new(known),
                profiles: Mutex::default(),
            }),
            batch,
            questions: Some(questions),
        }
    }

    fn ask<T>(&self, question: impl FnOnce(Reply<T>) -> Question) -> Result<Option<T>, WorldError> {
        let Some(questions) = &self.questions else {
            return Ok(None);
        };
        let (answer, receive) = oneshot::channel();
        let gone = || WorldError("the command was cancelled".into());
        questions.send(question(answer)).map_err(|_| gone())?;
        receive.blocking_recv().map_err(|_| gone())?.map_err(WorldError)
    }

    fn plenary(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        // Most misses are templates of the tree looked for under another prefix: no plenary ever has such a name.
        let known = self
            .told
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned();
        let plenary = match known {
            Some(known) => known,
            None if !may_be_plenary(name) => None,
            None => {
                let found = self.ask(|reply| Question::Plenary(name.to_owned(), reply))?;
                self.told
                    .known
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(name.to_owned(), found.clone());
                found
            }
        };
        Ok(plenary.map(|p| TemplateSource {
            text: p.text,
            location: Arc::from(format!("plenary:{name}")),
            hash: p.hash,
            kind: SourceKind::Pan,
        }))
    }

    fn tree_template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        let found = self.tree.template(name).map_err(|e| WorldError(e.to_string()))?;
        Ok(found.map(|t| TemplateSource {
            location: Arc::from(t.path.as_ref()),
            hash: ContentHash::of(t.text.as_bytes()),
            kind: if t.path.ends_with(".tpl") {
                SourceKind::Tpl
            } else {
                SourceKind::Pan
            },
            text: t.text,
        }))
    }
}

/// Could a plenary have this name? Everything the generator writes begins with one of these words, or lies in the
/// archetype's `personality` directory, or is an object (which has no slash).
pub fn may_be_plenary(name: &str) -> bool {
    let mut parts = name.split('/');
    match (parts.next(), parts.next()) {
        (Some(_), None) => true,
        (Some(first), Some(second)) => SHARED_DIRECTORIES.contains(&first) || second == "personality",
        _ => false,
    }
}

impl World for BranchWorld {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        match self.tree_template(name)? {
            Some(found) => Ok(Some(found)),
            None => self.plenary(name),
        }
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        let found = self.tree.read(name).map_err(|e| WorldError(e.to_string()))?;
        Ok(found.map(|bytes| FileSource::new(bytes.as_bytes(), name)))
    }

    /// An object of the same batch is compiled from its object template, so that all of them see each other's new
    /// state. Any other one is what it was when it was last compiled, in whichever branch that was; one that never was is
    /// looked for among the object templates of this branch.
    fn profile(&self, object: &str) -> Result<Option<Profile>, WorldError> {
        if self.batch.contains(object) {
            return Ok(None);
        }
        let lock = || self.told.profiles.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(object).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self
            .ask(|reply| Question::Profile(object.to_owned(), reply))?
            .map(|gzip| stored::read(object, &gzip))
            .transpose()
            .map_err(|e| WorldError(format!("its stored profile cannot be read: {e}")))?;
        lock().insert(object.to_owned(), found.clone());
        Ok(found)
    }

    /// Those of the tree, and plenaries as far as they are known.
    fn templates_beside(&self, name: &str) -> Vec<String> {
        let directory = name.rsplit_once('/').map_or("", |(directory, _)| directory);
        let mut names = self.tree.templates_in(directory);
        let known = self.told.known.lock().unwrap_or_else(PoisonError::into_inner);
        let there = known.iter().filter(|(_, plenary)| plenary.is_some());
        names.extend(there.map(|(name, _)| name.clone()).filter(|name| {
            let beside = name.rsplit_once('/').map_or("", |(directory, _)| directory);
            beside == directory
        }));
        names
    }

    /// The tree is searched along the whole load path before the plenaries are, as in the reference's include path.
    fn find_template(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
    ) -> Result<Option<Found<TemplateSource>>, WorldError> {
        for prefix in prefixes {
            let full_name = pan_eval::world::join(prefix, name);
            match self.tree_template(&full_name)? {
                Some(source) => return Ok(Some(Found { source, full_name })),
                None => missed(&full_name),
            }
        }
        for prefix in prefixes {
            let full_name = pan_eval::world::join(prefix, name);
            if let Some(source) = self.plenary(&full_name)? {
                return Ok(Some(Found { source, full_name }));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aq_git::{Author, Repo};

    #[test]
    fn templates_beside_one_that_is_not_there() {
        let directory = tempfile::tempdir().unwrap();
        let source = directory.path().join("source");
        std::fs::create_dir_all(source.join("a/b")).unwrap();
        for file in ["a/one.pan", "a/two.tpl", "a/text", "a/b/three.pan", "four.pan"] {
            std::fs::write(source.join(file), "").unwrap();
        }
        let repo = Repo::init(&directory.path().join("king")).unwrap();
        let author = Author {
            name: "Ada".into(),
            email: "ada@EXAMPLE.ORG".into(),
            time: 1_700_000_000,
        };
        let commit = repo
            .seed_branch(&"prod".parse().unwrap(), &source, &author, "x")
            .unwrap();
        let plenary = PlenarySource {
            text: Arc::from(""),
            hash: ContentHash::of(b""),
        };
        let known = HashMap::from([
            ("a/plenary".to_owned(), Some(plenary)),
            ("a/nothing".to_owned(), None),
        ]);
        let (questions, _) = mpsc::unbounded_channel();
        let tree = repo.tree(commit).unwrap();
        let world = BranchWorld::new(tree, Arc::default(), known, questions);
        assert_eq!(world.templates_beside("a/x"), ["a/one", "a/two", "a/plenary"]);
        assert_eq!(world.templates_beside("x"), ["four"]);
        assert!(world.templates_beside("c/x").is_empty());
    }

    #[test]
    fn only_names_of_generated_templates_are_asked_for() {
        for name in [
            "a.example.org",
            "hostdata/a.example.org",
            "aquilon/personality/web/config",
            "site/hub/ny/config",
        ] {
            assert!(may_be_plenary(name), "{name}");
        }
        for name in [
            "aquilon/archetype/base",
            "os/linux/9/config",
            "components/ntp/schema",
        ] {
            assert!(!may_be_plenary(name), "{name}");
        }
    }
}
