//! Everything outside PostgreSQL: files written from outbox entries after COMMIT, at least once, idempotently.
//!
//! An entry says *what* to bring up to date (this plenary, this profile), never with which content: whoever works it
//! off writes what the database holds at that moment, so doing it twice or late is harmless.

mod files;
pub mod index;
mod profiles;
mod worker;

pub use worker::{Task, enqueue, enqueue_everything, failures, run_request, worker};

use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path};

use time::OffsetDateTime;
use time::macros::format_description;

/// Path of an exported plenary below the export directory, in the reference's layout.
pub fn plenary_path(branch: Option<&str>, name: &str) -> String {
    match branch {
        Some(branch) => format!("cfg/domains/{branch}/profiles/{name}.pan"),
        None => format!("cfg/plenary/{name}.pan"),
    }
}

/// Path of an exported profile below the export directory.
pub fn profile_path(object: &str, suffix: &str) -> String {
    format!("web/htdocs/profiles/{object}.{suffix}")
}

/// A time in the form of HTTP headers.
pub fn http_date(time: OffsetDateTime) -> String {
    let form = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    // The form has no component that a date could lack.
    time.to_offset(time::UtcOffset::UTC)
        .format(form)
        .unwrap_or_default()
}

/// Bytes in gzip form.
///
/// # Errors
/// None that is known: memory is written to.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The bytes behind a gzip form.
///
/// # Errors
/// When the stored bytes are damaged.
pub fn gunzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain)?;
    Ok(plain)
}

/// True when a path stays below the directory it is joined to: names come from users.
fn is_contained(path: &Path) -> bool {
    path.components().all(|c| matches!(c, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_export_directory() {
        assert!(is_contained(Path::new(&plenary_path(
            None,
            "hostdata/a.example.org"
        ))));
        assert!(!is_contained(Path::new(&plenary_path(None, "../../etc/passwd"))));
        assert!(!is_contained(Path::new("/etc/passwd")));
    }
}
