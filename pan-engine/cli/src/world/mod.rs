//! Templates and files from directories.

pub mod listing;
mod places;

use std::path::PathBuf;
use std::sync::Arc;

use pan_eval::cache::{Cache, Room};
use pan_eval::timing::{self, Phase};
use pan_eval::world::join;
use pan_eval::{FileSource, Found, Profile, SourceKind, TemplateSource, World, WorldError};

use listing::Listings;
use places::{Place, Places};

const SUFFIXES: [(&str, SourceKind); 2] = [(".pan", SourceKind::Pan), (".tpl", SourceKind::Tpl)];

/// The directories of an include path. Every directory is listed once, and every source read once as long as there is room
/// for it: what changes on the disk while a compilation runs is not seen in what many objects use.
pub struct Directories {
    roots: Vec<Root>,
    places: Places,
    sources: Cached<TemplateSource>,
    files: Cached<FileSource>,
}

struct Root {
    /// As text, for the names of files in it.
    path: String,
    listings: Listings,
}

impl Directories {
    /// The include path of these absolute directories.
    pub fn new(roots: &[PathBuf]) -> Self {
        let root = |path: &PathBuf| Root {
            path: path.to_string_lossy().into_owned(),
            listings: Listings::default(),
        };
        Self {
            roots: roots.iter().map(root).collect(),
            places: Places::default(),
            sources: Cache::new(NEW, SOURCES),
            files: Cache::new(NEW, FILES),
        }
    }

    fn template_in(
        &self,
        place: &Place,
        base: &str,
        full_name: &dyn Fn() -> Arc<str>,
    ) -> Result<Option<TemplateSource>, WorldError> {
        for (suffix, kind) in SUFFIXES {
            if place.names.holds(&format!("{base}{suffix}")) {
                let root = self.roots.get(place.root).map_or("", |root| &root.path);
                let file = format!("{root}/{}{suffix}", full_name());
                if let Some(source) = self.source(&file, kind)? {
                    return Ok(Some(source));
                }
            }
        }
        Ok(None)
    }

    /// The template in this file.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn source(&self, file: &str, kind: SourceKind) -> Result<Option<TemplateSource>, WorldError> {
        cached(
            &self.sources,
            file,
            |file| template(file, kind),
            template_bytes,
            Cache::insert,
        )
    }

    /// The template in this file, which will be needed once more: when its object is compiled.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn source_to_check(
        &self,
        file: &str,
        kind: SourceKind,
    ) -> Result<Option<TemplateSource>, WorldError> {
        cached(
            &self.sources,
            file,
            |file| template(file, kind),
            template_bytes,
            Cache::insert_once,
        )
    }

    fn file_in(
        &self,
        place: &Place,
        base: &str,
        full_name: &dyn Fn() -> Arc<str>,
    ) -> Result<Option<FileSource>, WorldError> {
        if !place.names.holds(base) {
            return Ok(None);
        }
        let root = self.roots.get(place.root).map_or("", |root| &root.path);
        let file = format!("{root}/{}", full_name());
        cached(
            &self.files,
            &file,
            |file| {
                // A directory exists, but has no contents: the built-in functions know it by the slash.
                if std::fs::metadata(&**file).is_ok_and(|data| data.is_dir()) {
                    return Ok(Some(FileSource::new(Vec::new(), format!("{file}/"))));
                }
                Ok(read(file)?.map(|bytes| FileSource::new(bytes, Arc::clone(file))))
            },
            |source| source.content.len(),
            Cache::insert,
        )
    }

    /// Finds along the whole load path in every root, root by root.
    fn search<S>(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
        find: impl Fn(&Place, &str, &dyn Fn() -> Arc<str>) -> Result<Option<S>, WorldError>,
    ) -> Result<Option<Found<S>>, WorldError> {
        let (directory, base) = name.rsplit_once('/').unwrap_or(("", name));
        let mut told = 0;
        let mut tell = |until: usize| {
            for prefix in prefixes.get(told..until).unwrap_or_default() {
                missed(&join(prefix, name));
            }
            told = told.max(until);
        };
        for place in &*self.places.of(&self.roots, directory, prefixes) {
            // Further roots have the same names.
            tell(match place.root {
                0 => place.prefix,
                _ => prefixes.len(),
            });
            let prefix = prefixes.get(place.prefix).map_or("", |prefix| prefix);
            let full_name = || join(prefix, name);
            if let Some(source) = find(place, base, &full_name)? {
                let full_name = full_name();
                return Ok(Some(Found { source, full_name }));
            }
        }
        tell(prefixes.len());
        Ok(None)
    }
}

/// Sources kept that are used often. The largest libraries of templates have a few million bytes.
const SOURCES: Room = Room {
    entries: 20_000,
    bytes: 8 << 20,
};

/// And of others, which take less time to read again than room.
const NEW: Room = Room {
    entries: 20_000,
    bytes: 1 << 20,
};

/// Files kept, which may be large.
const FILES: Room = Room {
    entries: 20_000,
    bytes: 64 << 20,
};

/// What an entry takes besides its text, roughly.
const ENTRY_BYTES: usize = 256;

type Cached<S> = Cache<Arc<str>, Option<S>>;

fn cached<S: Clone>(
    cache: &Cached<S>,
    file: &str,
    read: impl FnOnce(&Arc<str>) -> Result<Option<S>, WorldError>,
    size: impl FnOnce(&S) -> usize,
    insert: impl FnOnce(&Cached<S>, Arc<str>, Option<S>, usize) -> Option<S>,
) -> Result<Option<S>, WorldError> {
    if let Some(known) = cache.get(file) {
        return Ok(known);
    }
    // What is read says where it is with the same text.
    let file = Arc::from(file);
    let source = read(&file)?;
    let bytes = ENTRY_BYTES + file.len() + source.as_ref().map_or(0, size);
    Ok(insert(cache, file, source, bytes))
}

fn template(file: &Arc<str>, kind: SourceKind) -> Result<Option<TemplateSource>, WorldError> {
    let Some(bytes) = read(file)? else { return Ok(None) };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        // As the reference reads sources: what is not UTF-8 becomes replacement characters.
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    Ok(Some(TemplateSource {
        kind,
        ..TemplateSource::new(text, Arc::clone(file))
    }))
}

fn template_bytes(source: &TemplateSource) -> usize {
    source.text.len()
}

/// The bytes of a file; `None` if it is not there.
fn read(file: &str) -> Result<Option<Vec<u8>>, WorldError> {
    let _reading = timing::phase(Phase::Read);
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WorldError(format!("{file}: {error}"))),
    }
}

impl World for Directories {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        let found = self.find_template(name, &[Arc::from("")], &mut |_| {})?;
        Ok(found.map(|found| found.source))
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        let found = self.find_file(name, &[Arc::from("")], &mut |_| {})?;
        Ok(found.map(|found| found.source))
    }

    fn profile(&self, _: &str) -> Result<Option<Profile>, WorldError> {
        Ok(None)
    }

    fn templates_beside(&self, name: &str) -> Vec<String> {
        let directory = name.rsplit_once('/').map_or("", |(directory, _)| directory);
        let mut templates = Vec::new();
        for root in &self.roots {
            for entry in root.listings.entries(&root.path, directory) {
                if let Some(base) = SUFFIXES.iter().find_map(|(suffix, _)| entry.strip_suffix(suffix)) {
                    templates.push(join(directory, base).to_string());
                }
            }
        }
        templates
    }

    fn find_template(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
    ) -> Result<Option<Found<TemplateSource>>, WorldError> {
        self.search(name, prefixes, missed, |place, base, full_name| {
            self.template_in(place, base, full_name)
        })
    }

    fn find_file(
        &self,
        name: &str,
        prefixes: &[Arc<str>],
        missed: &mut dyn FnMut(&str),
    ) -> Result<Option<Found<FileSource>>, WorldError> {
        self.search(name, prefixes, missed, |place, base, full_name| {
            self.file_in(place, base, full_name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn world(files: &[&str], roots: &[&str]) -> (tempfile::TempDir, Directories) {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("# {file}")).unwrap();
        }
        let roots: Vec<PathBuf> = roots.iter().map(|root| dir.path().join(root)).collect();
        let world = Directories::new(&roots);
        (dir, world)
    }

    fn prefixes(all: &[&str]) -> Vec<Arc<str>> {
        all.iter().map(|prefix| Arc::from(*prefix)).collect()
    }

    #[test]
    fn order_of_the_search() {
        let (dir, world) = world(
            &["1/l/a.pan", "2/a.pan", "2/b.tpl", "2/b.pan", "2/c.tpl"],
            &["1", "2"],
        );
        let find = |name: &str| {
            let found = world
                .find_template(name, &prefixes(&["", "l"]), &mut |_| {})
                .unwrap()?;
            let place = found
                .source
                .location
                .strip_prefix(dir.path().to_str().unwrap())?
                .to_owned();
            Some((place, found.full_name.to_string(), found.source.kind))
        };
        // The first root along the whole load path, then the second one.
        assert_eq!(
            find("a"),
            Some(("/1/l/a.pan".into(), "l/a".into(), SourceKind::Pan))
        );
        assert_eq!(find("b"), Some(("/2/b.pan".into(), "b".into(), SourceKind::Pan)));
        assert_eq!(find("c"), Some(("/2/c.tpl".into(), "c".into(), SourceKind::Tpl)));
        assert_eq!(find("d"), None);
        assert_eq!(find("x/y/z"), None);
    }

    #[test]
    fn templates_beside_one_that_is_not_there() {
        let (_dir, world) = world(&["1/a/b.pan", "1/c.pan", "2/a/d.tpl", "2/a/e.txt"], &["1", "2"]);
        assert_eq!(world.templates_beside("a/x"), ["a/b", "a/d"]);
        assert_eq!(world.templates_beside("x"), ["c"]);
        assert!(world.templates_beside("x/y/z").is_empty());
    }

    #[test]
    fn misses_are_told() {
        let (_dir, world) = world(&["1/a.pan"], &["1"]);
        let mut missed = Vec::new();
        let found = world.find_template("b", &prefixes(&["", "l"]), &mut |name| {
            missed.push(name.to_owned())
        });
        assert!(found.unwrap().is_none());
        assert_eq!(missed, ["b", "l/b"]);
        // What would have been found instead counts too.
        let (_dir, world) = self::world(&["1/x.pan", "2/l/b.pan", "2/m/b.pan"], &["1", "2"]);
        let mut missed = Vec::new();
        let found = world.find_template("b", &prefixes(&["", "l", "m"]), &mut |name| {
            missed.push(name.to_owned())
        });
        assert_eq!(&*found.unwrap().unwrap().full_name, "l/b");
        assert_eq!(missed, ["b", "l/b", "m/b"]);
    }

    #[test]
    fn files_and_directories() {
        let (_dir, world) = world(&["1/d/f"], &["1"]);
        assert_eq!(&*world.file("d/f").unwrap().unwrap().content, b"# 1/d/f");
        assert!(world.file("d").unwrap().unwrap().location.ends_with("/d/"));
        assert!(world.file("d/g").unwrap().is_none());
    }

    #[test]
    fn sources_are_read_once() {
        let (dir, world) = world(&["1/a.pan"], &["1"]);
        let first = world.template("a").unwrap().unwrap();
        fs::write(dir.path().join("1/a.pan"), "changed").unwrap();
        assert_eq!(world.template("a").unwrap().unwrap().hash, first.hash);
    }
}
