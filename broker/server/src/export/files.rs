//! Writing files: whole or not at all, and untouched when the content is the same.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::is_contained;
use crate::fault::{self, Point};

/// Makes the file below `root` hold `content`; `None` removes it. Returns whether anything changed.
///
/// The new content is written beside the file and renamed over it, so that a reader sees the old or the new one. A
/// file that holds the content already keeps its modification time: other tools go by it.
///
/// # Errors
/// Those of the file system, and a path that would leave the directory.
pub fn bring_up_to_date(root: &Path, relative: &str, content: Option<&[u8]>) -> io::Result<bool> {
    if !is_contained(Path::new(relative)) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("{relative} leaves the export directory"),
        ));
    }
    let path = root.join(relative);
    match content {
        None => match fs::remove_file(&path) {
            Ok(()) => {
                remove_empty_parents(root, &path);
                Ok(true)
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e),
        },
        Some(content) => {
            if fs::read(&path).is_ok_and(|old| old == content) {
                return Ok(false);
            }
            write(&path, content)?;
            Ok(true)
        }
    }
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let parent = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(parent)?;
    // Always the same name, so that the next one who writes the file takes over what a killed broker has left. Nobody else
    // writes it at the same time: entries of the outbox for one file are worked off one after the other.
    let temporary: PathBuf = parent.join(format!(
        ".{}.new",
        path.file_name().and_then(|n| n.to_str()).unwrap_or("file")
    ));
    let result = (|| {
        let mut file = File::create(&temporary)?;
        file.write_all(content)?;
        drop(file);
        fault::pass(Point::FileWritten);
        fs::rename(&temporary, path)?;
        fault::pass(Point::FileRenamed);
        Ok(())
    })();
    if result.is_err() {
        // Whatever went wrong, the half-written file must not stay; the error that matters is the first one.
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// Removes directories that became empty, up to the root.
fn remove_empty_parents(root: &Path, path: &Path) {
    let mut parent = path.parent();
    while let Some(dir) = parent {
        if dir == root || fs::remove_dir(dir).is_err() {
            return;
        }
        parent = dir.parent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unchanged_files_keep_their_time_and_removed_ones_leave_no_directories() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        assert!(bring_up_to_date(root, "a/b/c.pan", Some(b"x")).unwrap());
        let before = fs::metadata(root.join("a/b/c.pan")).unwrap().modified().unwrap();
        assert!(!bring_up_to_date(root, "a/b/c.pan", Some(b"x")).unwrap());
        assert_eq!(
            before,
            fs::metadata(root.join("a/b/c.pan")).unwrap().modified().unwrap()
        );
        assert!(bring_up_to_date(root, "a/b/c.pan", None).unwrap());
        assert!(!bring_up_to_date(root, "a/b/c.pan", None).unwrap());
        assert!(!root.join("a").exists());
        assert!(bring_up_to_date(root, "../x", Some(b"x")).is_err());
    }
}
