//! The index beside the results: what templates and dependency files hold, so that they need not be read again.
//!
//! It is a cache: an entry counts only while the file is in the very state that was read. An index that is missing, damaged, or
//! of another version of the compiler is empty.

use std::hash::{Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Arc;

use pan_output::DependencyKind;
use rustc_hash::{FxHashMap, FxHasher};

use super::line::Line;
use super::stamp::Stamp;
use crate::bytes::{Input, Output};
use crate::files;

/// The name of the file.
pub const NAME: &str = ".panc-index";

const MAGIC: &[u8] = b"panc-index 1\n";

/// What is known of files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// By file name: the template's state, and its name if it is an object. Templates with errors are not kept.
    pub templates: FxHashMap<Arc<str>, (Stamp, Option<Arc<str>>)>,
    /// By file name: the dependency file's state, and the numbers of its lines.
    pub lists: FxHashMap<Arc<str>, (Stamp, Arc<[u32]>)>,
    /// All lines.
    pub lines: Lines,
}

/// Lines, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lines {
    all: Vec<Line>,
    /// Made when a line is added.
    numbers: FxHashMap<Line, u32>,
}

impl Lines {
    /// The number of a line.
    pub fn number(&mut self, line: Line) -> u32 {
        if self.numbers.len() < self.all.len() {
            // Read from a file so far.
            let numbered = self.all.iter().cloned().zip(0..);
            self.numbers = numbered.collect();
        }
        if let Some(number) = self.numbers.get(&line) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(line.clone());
        self.numbers.insert(line, number);
        number
    }

    /// All lines, by number.
    pub fn all(&self) -> &[Line] {
        &self.all
    }
}

impl Index {
    /// Reads the index of an output directory.
    pub fn load(directory: &Path) -> Self {
        let read = std::fs::read(directory.join(NAME));
        read.ok()
            .and_then(|bytes| Self::decode(&bytes))
            .unwrap_or_default()
    }

    /// Writes it. That this failed concerns nobody: the next run is slower.
    pub fn save(&self, directory: &Path) {
        let _ = files::write(&directory.join(NAME), &[&self.encode()], None);
    }

    fn encode(&self) -> Vec<u8> {
        // Lines that nothing refers to any more are left behind.
        let mut used = vec![false; self.lines.all.len()];
        for number in self.lists.values().flat_map(|(_, numbers)| numbers.iter()) {
            if let Some(used) = used.get_mut(*number as usize) {
                *used = true;
            }
        }
        let mut numbers = vec![0_u32; used.len()];
        let mut next = 0;
        let mut body = Output::default();
        let mut roots: FxHashMap<&str, u64> = FxHashMap::default();
        body.length(used.iter().filter(|used| **used).count());
        for ((line, used), number) in self.lines.all.iter().zip(&used).zip(&mut numbers) {
            if !used {
                continue;
            }
            *number = next;
            next += 1;
            let new = u64::try_from(roots.len()).unwrap_or(u64::MAX);
            let root = *roots.entry(&line.root).or_insert(new);
            body.text(line.kind.name());
            body.text(&line.name);
            body.number(root);
            if root == new {
                body.text(&line.root);
            }
        }
        body.length(self.lists.len());
        for (file, (state, lines)) in &self.lists {
            body.text(file);
            stamp(&mut body, *state);
            let mut lines: Vec<u32> = lines
                .iter()
                .filter_map(|number| numbers.get(*number as usize).copied())
                .collect();
            lines.sort_unstable();
            body.ascending(&lines);
        }
        body.length(self.templates.len());
        for (file, (state, object)) in &self.templates {
            body.text(file);
            stamp(&mut body, *state);
            body.text(object.as_deref().unwrap_or_default());
        }
        let mut output = Output(MAGIC.to_vec());
        output.fixed(compiler());
        output.fixed(checksum(&body.0));
        output.0.append(&mut body.0);
        output.0
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut input = Input(bytes.strip_prefix(MAGIC)?);
        if input.fixed()? != compiler() || input.fixed()? != checksum(input.0) {
            return None;
        }
        let mut index = Self::default();
        let mut roots: Vec<&str> = Vec::new();
        for _ in 0..input.length()? {
            let kind = DependencyKind::from_name(input.text()?)?;
            let name = input.text()?.into();
            let root = usize::try_from(input.number()?).ok()?;
            if root == roots.len() {
                roots.push(input.text()?);
            }
            let root = (*roots.get(root)?).into();
            index.lines.all.push(Line { name, kind, root });
        }
        let lines = index.lines.all.len();
        for _ in 0..input.length()? {
            let file = input.text()?.into();
            let state = read_stamp(&mut input)?;
            let list = input.ascending(lines)?;
            index.lists.insert(file, (state, list.into()));
        }
        for _ in 0..input.length()? {
            let file = input.text()?.into();
            let state = read_stamp(&mut input)?;
            let object = Some(input.text()?)
                .filter(|object| !object.is_empty())
                .map(Arc::from);
            index.templates.insert(file, (state, object));
        }
        input.0.is_empty().then_some(index)
    }
}

fn stamp(output: &mut Output, stamp: Stamp) {
    output.fixed(stamp.modified.cast_unsigned());
    output.fixed(stamp.changed.cast_unsigned());
    output.number(stamp.size);
    output.number(stamp.inode);
}

fn read_stamp(input: &mut Input<'_>) -> Option<Stamp> {
    Some(Stamp {
        modified: input.fixed()?.cast_signed(),
        changed: input.fixed()?.cast_signed(),
        size: input.number()?,
        inode: input.number()?,
    })
}

/// Which compiler this is: another one may see errors where the one that wrote the index saw none.
fn compiler() -> u64 {
    let mut hasher = FxHasher::default();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    let program = std::env::current_exe()
        .ok()
        .and_then(|file| std::fs::metadata(file).ok());
    if let Some(stamp) = program.as_ref().map(Stamp::from) {
        (stamp.modified, stamp.size).hash(&mut hasher);
    }
    hasher.finish()
}

/// Finds damage, not malice.
fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut chunks = bytes.chunks_exact(8);
    let mut mix = |word: u64| sum = (sum.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for chunk in chunks.by_ref() {
        mix(chunk.try_into().map_or(0, u64::from_le_bytes));
    }
    for byte in chunks.remainder() {
        mix(u64::from(*byte));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(number: i64) -> Stamp {
        Stamp {
            modified: number,
            changed: number.wrapping_neg(),
            size: number.unsigned_abs(),
            inode: 7,
        }
    }

    fn index() -> Index {
        let mut index = Index::default();
        let mut number = |text: &str| index.lines.number(Line::parse(text).unwrap());
        let unused = number("u PAN file:/x/");
        let (a, b, c) = (
            number("a PAN file:/x/"),
            number("b TEXT file:/y/"),
            number("c ABSENT_TEXT "),
        );
        assert_eq!((unused, number("a PAN file:/x/")), (0, a));
        index.lists.insert("/o/a.dep".into(), (stamp(1), [c, a].into()));
        index.lists.insert("/o/b.dep".into(), (stamp(2), [b].into()));
        index
            .templates
            .insert("/x/a.pan".into(), (stamp(3), Some("a".into())));
        index.templates.insert("/x/n.pan".into(), (stamp(i64::MIN), None));
        index
    }

    fn texts(index: &Index, list: &str) -> Vec<String> {
        let numbers = &index.lists[list].1;
        numbers
            .iter()
            .map(|number| index.lines.all()[*number as usize].file())
            .collect()
    }

    #[test]
    fn there_and_back() {
        let (old, dir) = (index(), tempfile::tempdir().unwrap());
        old.save(dir.path());
        let mut new = Index::load(dir.path());
        assert_eq!(new.templates, old.templates);
        assert_eq!(texts(&new, "/o/a.dep"), ["/x/a.pan", "/c"]);
        assert_eq!(texts(&new, "/o/b.dep"), ["/y/b"]);
        assert_eq!(new.lists["/o/b.dep"].0, stamp(2));
        // The line that nothing referred to is gone; one that is known keeps its number.
        assert_eq!(new.lines.all().len(), 3);
        assert_eq!(new.lines.number(Line::parse("b TEXT file:/y/").unwrap()), 1);
        assert_eq!(new.lines.number(Line::parse("d TEXT file:/y/").unwrap()), 3);
    }

    #[test]
    fn damage_is_noticed() {
        let bytes = index().encode();
        assert!(Index::decode(&bytes).is_some());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert_eq!(Index::decode(&damaged), None, "byte {at}");
            assert_eq!(Index::decode(&bytes[..at]), None, "length {at}");
        }
        // A sum that fits must not make nonsense dangerous.
        for at in MAGIC.len() + 16..bytes.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                let sum = checksum(&damaged[MAGIC.len() + 16..]);
                damaged[MAGIC.len() + 8..][..8].copy_from_slice(&sum.to_le_bytes());
                if let Some(index) = Index::decode(&damaged) {
                    let known = index.lines.all().len();
                    assert!(
                        index
                            .lists
                            .values()
                            .all(|(_, list)| list.iter().all(|n| (*n as usize) < known))
                    );
                }
            }
        }
        assert_eq!(Index::load(Path::new("/does/not/exist")), Index::default());
    }
}
