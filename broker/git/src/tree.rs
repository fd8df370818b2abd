//! The files of one commit.

use std::sync::Arc;

use crate::error::GitError;
use crate::id::{BlobId, CommitId};
use crate::node::{Entry, Node};
use crate::repo::Repo;

/// Extensions of template files, in the order in which they are looked for.
pub(crate) const EXTENSIONS: [&str; 2] = ["pan", "tpl"];

/// Symbolic links followed in one look-up.
pub(crate) const LINKS: usize = 16;

/// An immutable view of a commit. Look-ups take no lock; only the content of files is read on demand.
pub struct Tree {
    repo: Repo,
    commit: CommitId,
    root: Arc<Node>,
}

/// A template file.
#[derive(Debug, Clone)]
pub struct TemplateText {
    /// Path in the tree, with extension.
    pub path: String,
    /// Source text.
    pub text: Arc<str>,
    /// Identity of the content.
    pub id: BlobId,
}

impl Tree {
    pub(crate) fn new(repo: Repo, commit: CommitId, root: Arc<Node>) -> Self {
        Self { repo, commit, root }
    }

    /// The commit this is the tree of.
    pub fn commit(&self) -> CommitId {
        self.commit
    }

    /// True if there is a file at `path`, relative to the root, with slashes. Paths with empty, `.` or `..`
    /// segments lead nowhere.
    pub fn exists(&self, path: &str) -> bool {
        self.blob(path).is_some()
    }

    /// Identity of the content of the file at `path`.
    pub fn blob(&self, path: &str) -> Option<BlobId> {
        self.find(path)
    }

    /// Content of the file at `path`; `None` if there is no such file.
    ///
    /// # Errors
    /// [`GitError::Git`] if the repository is damaged.
    pub fn read(&self, path: &str) -> Result<Option<Arc<str>>, GitError> {
        self.find(path).map(|id| self.content(id)).transpose()
    }

    /// The template with this full name: `NAME.pan`, or else `NAME.tpl`.
    ///
    /// # Errors
    /// [`GitError::Git`] if the repository is damaged.
    pub fn template(&self, name: &str) -> Result<Option<TemplateText>, GitError> {
        for extension in EXTENSIONS {
            let path = format!("{name}.{extension}");
            if let Some(id) = self.find(&path) {
                return Ok(Some(TemplateText {
                    text: self.content(id)?,
                    path,
                    id,
                }));
            }
        }
        Ok(None)
    }

    /// True if [`Tree::template`] would find one.
    pub fn has_template(&self, name: &str) -> bool {
        EXTENSIONS
            .into_iter()
            .any(|extension| self.exists(&format!("{name}.{extension}")))
    }

    /// Full names of the templates in a directory, sorted; those that links lead to are not among them.
    pub fn templates_in(&self, directory: &str) -> Vec<String> {
        let mut node = &*self.root;
        for segment in directory.split('/').filter(|segment| !segment.is_empty()) {
            match node.get(segment) {
                Some(Entry::Directory(next)) => node = next,
                _ => return Vec::new(),
            }
        }
        let template = |(name, entry): (&str, &Entry)| {
            let (base, extension) = name.rsplit_once('.')?;
            let is_template = matches!(entry, Entry::File(_)) && EXTENSIONS.contains(&extension);
            is_template.then(|| match directory {
                "" => base.to_owned(),
                directory => format!("{directory}/{base}"),
            })
        };
        let mut names: Vec<String> = node.iter().filter_map(template).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Paths of all files, sorted. Symbolic links are listed as themselves.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        list(&self.root, "", &mut paths);
        paths.sort();
        paths
    }

    /// All symbolic links with the paths that they lead to, relative to the root.
    pub(crate) fn links(&self) -> Vec<(String, String)> {
        let mut links = Vec::new();
        gather_links(&self.root, &mut Vec::new(), &mut links);
        links
    }

    /// What follows `directory` in the paths of the files below it, with the slash; nothing for a file itself.
    pub(crate) fn paths_below(&self, directory: &str) -> Vec<String> {
        let mut node = &*self.root;
        for segment in directory.split('/').filter(|segment| !segment.is_empty()) {
            match node.get(segment) {
                Some(Entry::Directory(next)) => node = next,
                _ => return vec![String::new()],
            }
        }
        let mut paths = Vec::new();
        list(node, "/", &mut paths);
        paths
    }

    fn content(&self, id: BlobId) -> Result<Arc<str>, GitError> {
        let shared = &self.repo.shared;
        match shared.blobs.cached(id) {
            Some(text) => Ok(text),
            None => shared.pool.with(|repository| shared.blobs.load(repository, id)),
        }
    }

    fn find(&self, path: &str) -> Option<BlobId> {
        let mut path = path.to_owned();
        for _ in 0..=LINKS {
            match walk(&self.root, &path) {
                Step::Found(id) => return Some(id),
                Step::Nothing => return None,
                Step::Elsewhere(next) => path = next,
            }
        }
        None
    }
}

enum Step {
    Found(BlobId),
    Nothing,
    /// A link on the way: the path to try instead.
    Elsewhere(String),
}

fn walk(root: &Node, path: &str) -> Step {
    let segments: Vec<&str> = path.split('/').collect();
    let mut node = root;
    for (index, segment) in segments.iter().enumerate() {
        let last = index + 1 == segments.len();
        match node.get(segment) {
            Some(Entry::File(id)) if last => return Step::Found(*id),
            Some(Entry::Directory(next)) if !last => node = next,
            Some(Entry::Link(target)) => {
                let (before, after) = (segments.get(..index), segments.get(index + 1..));
                let (Some(before), Some(after)) = (before, after) else {
                    return Step::Nothing;
                };
                return match follow(before, target, after) {
                    Some(next) => Step::Elsewhere(next),
                    None => Step::Nothing,
                };
            }
            _ => return Step::Nothing,
        }
    }
    Step::Nothing
}

/// The path meant by a link in directory `before`, or nothing if it leaves the tree.
pub(crate) fn follow(before: &[&str], target: &str, after: &[&str]) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut path = before.to_vec();
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                path.pop()?;
            }
            name => path.push(name),
        }
    }
    path.extend_from_slice(after);
    Some(path.join("/"))
}

fn gather_links<'n>(node: &'n Node, above: &mut Vec<&'n str>, links: &mut Vec<(String, String)>) {
    for (name, entry) in node.iter() {
        match entry {
            Entry::Directory(next) => {
                above.push(name);
                gather_links(next, above, links);
                above.pop();
            }
            Entry::Link(target) => {
                if let Some(target) = follow(above, target, &[]) {
                    let mut path = above.join("/");
                    if !path.is_empty() {
                        path.push('/');
                    }
                    links.push((path + name, target));
                }
            }
            Entry::File(_) => {}
        }
    }
}

fn list(node: &Node, prefix: &str, paths: &mut Vec<String>) {
    for (name, entry) in node.iter() {
        let path = format!("{prefix}{name}");
        match entry {
            Entry::Directory(next) => list(next, &format!("{path}/"), paths),
            Entry::File(_) | Entry::Link(_) => paths.push(path),
        }
    }
}
