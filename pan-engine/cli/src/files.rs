//! Writing results.

use std::fs;
use std::io::{self, IoSlice, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::SystemTime;

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Changes of a directory happen one after the other anyway. Threads that wait for each other in the kernel burn a processor
/// while they do; here they sleep.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static DIRECTORY: Mutex<()> = Mutex::new(());
    DIRECTORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Held while a file is written.
static WRITING: RwLock<()> = RwLock::new(());

/// Writes a file and the directories it is in. Nobody ever sees half of it: it is written under another name first. It gets the
/// time given, if one is.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, parts: &[&[u8]], time: Option<SystemTime>) -> io::Result<()> {
    let temporary = temporary_name(path);
    let _writing = WRITING.read().unwrap_or_else(PoisonError::into_inner);
    let written = create(&temporary).and_then(|file| {
        fill(file, parts, time)?;
        let _alone = one_at_a_time();
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        // Whatever is left of it is in nobody's way.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Waits until nothing is half written, and ends the process before more is.
pub fn end(status: i32) -> ! {
    let _nobody_writes = WRITING.write().unwrap_or_else(PoisonError::into_inner);
    std::process::exit(status)
}

/// What time it is for the file system of a directory, which counts in steps of its own and may be on another machine.
pub fn now(directory: &Path) -> SystemTime {
    let probe = temporary_name(&directory.join("time"));
    let time = fs::File::create(&probe).and_then(|file| file.metadata()?.modified());
    let _ = fs::remove_file(&probe);
    time.unwrap_or_else(|_| SystemTime::now())
}

fn temporary_name(path: &Path) -> PathBuf {
    static PROCESS: LazyLock<u32> = LazyLock::new(std::process::id);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".{name}.{}.{number}", *PROCESS))
}

/// A new file, and the directories it is in if they are missing.
fn create(path: &Path) -> io::Result<fs::File> {
    let _alone = one_at_a_time();
    match fs::File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(Path::new("/")))?;
            fs::File::create(path)
        }
        created => created,
    }
}

fn fill(mut file: fs::File, parts: &[&[u8]], time: Option<SystemTime>) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = parts.iter().map(|part| IoSlice::new(part)).collect();
    let mut left = &mut *slices;
    // Leaves out what is empty, too.
    IoSlice::advance_slices(&mut left, 0);
    while !left.is_empty() {
        match file.write_vectored(left) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut left, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    time.map_or(Ok(()), |time| file.set_modified(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_made_and_nothing_is_left_over() {
        let dir = tempfile::tempdir().unwrap();
        let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let path = dir.path().join("a/b/c.xml");
        write(&path, &[b"one"], Some(time)).unwrap();
        write(&path, &[b"", b"tw", b"", b"o", b""], Some(time)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), time);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        // A directory is in the way.
        fs::create_dir(dir.path().join("d")).unwrap();
        assert!(write(&dir.path().join("d"), &[b"x"], None).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn the_time_is_that_of_the_files() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("before"), "").unwrap();
        let time = now(dir.path());
        fs::write(dir.path().join("after"), "").unwrap();
        let of = |name: &str| fs::metadata(dir.path().join(name)).unwrap().modified().unwrap();
        assert!(of("before") <= time && time <= of("after"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
        let _: SystemTime = now(Path::new("/does/not/exist"));
    }
}
