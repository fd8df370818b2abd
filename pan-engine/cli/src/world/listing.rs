use std::sync::{Arc, PoisonError, RwLock};

use pan_options::Texts;
use rustc_hash::FxHashMap;

/// The names in a directory, sorted.
pub type NameSet = Arc<Texts>;

type Names = Option<NameSet>;

/// The names in directories, each read once when first asked for. Most look-ups along an include path are in vain: they are
/// answered without asking the file system.
#[derive(Default)]
pub struct Listings {
    /// By the name of the directory relative to the root; `None` for what is not a directory.
    directories: RwLock<FxHashMap<Box<str>, Names>>,
}

impl Listings {
    /// Is there an entry of this relative name below `root`?
    pub fn holds(&self, root: &str, relative: &str) -> bool {
        let (directory, name) = relative.rsplit_once('/').unwrap_or(("", relative));
        self.names(root, directory).is_some_and(|names| names.holds(name))
    }

    /// The names in a directory below `root`, sorted.
    pub fn entries(&self, root: &str, directory: &str) -> Vec<String> {
        let names = self.names(root, directory);
        let names = names.iter().flat_map(|names| names.iter());
        names.map(ToOwned::to_owned).collect()
    }

    /// The names in a directory below `root`; `None` if it is none.
    pub fn names(&self, root: &str, directory: &str) -> Names {
        if let Some(known) = self
            .directories
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(directory)
        {
            return known.clone();
        }
        // A directory in a directory that is not there is not there.
        let parent = directory.rsplit_once('/').unwrap_or(("", directory));
        let dotted = matches!(parent.1, "." | "..");
        let exists = directory.is_empty() || dotted || self.holds_directory(root, parent);
        let names = if exists {
            list(&format!("{root}/{directory}"))
        } else {
            None
        };
        let mut directories = self.directories.write().unwrap_or_else(PoisonError::into_inner);
        directories.entry(directory.into()).or_insert(names).clone()
    }

    fn holds_directory(&self, root: &str, (parent, name): (&str, &str)) -> bool {
        self.names(root, parent).is_some_and(|names| names.holds(name))
    }
}

/// The names in a directory that belong to something: links that lead nowhere do not count.
fn list(directory: &str) -> Names {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).ok()?.flatten() {
        let dangling = entry.file_type().is_ok_and(|kind| kind.is_symlink()) && !entry.path().exists();
        if let (Ok(name), false) = (entry.file_name().into_string(), dangling) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Some(Arc::new(names.into_iter().collect()))
}
