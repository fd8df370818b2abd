//! A program: templates and files that are compiled together.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::tree::Node;

/// A file of a program.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name below the program's folder, with its extension.
    pub name: String,
    /// Its content.
    pub tree: Node,
}

/// A program. All its names begin with its own name, so that many programs can be compiled in one run.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// All files; those of objects too.
    pub files: Vec<SourceFile>,
    /// The names of the files of the objects to be compiled.
    pub objects: Vec<String>,
}

impl Program {
    /// Writes the files below `folder`, as the program with this name.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(&self, folder: &Path, name: &str) -> io::Result<()> {
        for file in &self.files {
            let path = folder.join(name).join(&file.name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, file.tree.render(name))?;
        }
        Ok(())
    }

    /// The whole text, for comparing programs with each other.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            text.push_str("## ");
            text.push_str(&file.name);
            text.push('\n');
            text.push_str(&file.tree.render("p"));
        }
        text
    }

    /// How often which part of the language occurs.
    #[must_use]
    pub fn coverage(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        self.files.iter().for_each(|file| file.tree.count(&mut counts));
        counts
    }

    /// Number of nodes of all files.
    #[must_use]
    pub fn size(&self) -> usize {
        self.files.iter().map(|file| file.tree.size()).sum()
    }

    /// The node with this number, counted over all files.
    #[must_use]
    pub fn get(&self, mut number: usize) -> Option<&Node> {
        for file in &self.files {
            let size = file.tree.size();
            if number < size {
                return file.tree.get(number);
            }
            number -= size;
        }
        None
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, mut number: usize) -> Option<&mut Node> {
        for file in &mut self.files {
            let size = file.tree.size();
            if number < size {
                return file.tree.get_mut(number);
            }
            number -= size;
        }
        None
    }
}
