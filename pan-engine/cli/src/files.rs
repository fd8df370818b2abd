//! Writing results.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Writes a file and the directories it is in. Nobody ever sees half of it: it is written under another name first. All files
/// of an object get the same time, so that they can be compared with their sources.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, content: &[u8], time: SystemTime) -> io::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("/"));
    if !parent.is_dir() {
        fs::create_dir_all(parent)?;
    }
    let temporary = temporary_name(path);
    let written = write_to(&temporary, content, time).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // Whatever is left of it is in nobody's way.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn temporary_name(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".{name}.{}.{number}", std::process::id()))
}

fn write_to(path: &Path, content: &[u8], time: SystemTime) -> io::Result<()> {
    fs::write(path, content)?;
    fs::File::options().write(true).open(path)?.set_modified(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_made_and_nothing_is_left_over() {
        let dir = tempfile::tempdir().unwrap();
        let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let path = dir.path().join("a/b/c.xml");
        write(&path, b"one", time).unwrap();
        write(&path, b"two", time).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), time);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        // A directory is in the way.
        fs::create_dir(dir.path().join("d")).unwrap();
        assert!(write(&dir.path().join("d"), b"x", time).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
