//! The names in a key tab, for messages: which services a broker has keys for.

use std::fs;
use std::io;
use std::path::Path;

/// One key of a key tab, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyEntry {
    /// Service without realm: `HTTP/localhost`.
    pub service: String,
    /// Realm of the service.
    pub realm: String,
    /// Version of the key.
    pub version: u32,
}

/// Reads the entries of a key tab of format 2, the only one in use since 1996; several keys of one service and
/// version (one per encryption type) give one entry.
///
/// # Errors
/// When the file cannot be read, or is no key tab (`InvalidData`).
pub fn entries(path: &Path) -> io::Result<Vec<KeyEntry>> {
    let bytes = fs::read(path)?;
    let mut entries = parse(&bytes)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the file is not a Kerberos key tab"))?;
    entries.sort();
    entries.dedup();
    Ok(entries)
}

fn parse(bytes: &[u8]) -> Option<Vec<KeyEntry>> {
    let mut file = Reader(bytes.strip_prefix(&[5, 2])?);
    let mut entries = Vec::new();
    while !file.0.is_empty() {
        let size = i32::from_be_bytes(file.array()?);
        let record = file.take(usize::try_from(size.unsigned_abs()).ok()?)?;
        match size {
            // Zero bytes fill the end of a file that was written over.
            0 => break,
            // A hole, left by an entry that was deleted.
            ..0 => {}
            _ => entries.push(entry(Reader(record))?),
        }
    }
    Some(entries)
}

fn entry(mut record: Reader<'_>) -> Option<KeyEntry> {
    let parts = u16::from_be_bytes(record.array()?);
    let realm = record.text()?;
    let service = (0..parts)
        .map(|_| record.text())
        .collect::<Option<Vec<String>>>()?
        .join("/");
    record.take(8)?; // name type and time of writing
    let [short] = record.array()?;
    record.take(2)?; // encryption type
    let key = u16::from_be_bytes(record.array()?);
    record.take(usize::from(key))?;
    // Versions above 255 are repeated in full behind the key.
    let version = record
        .array()
        .map(u32::from_be_bytes)
        .filter(|&long| long != 0)
        .unwrap_or(u32::from(short));
    Some(KeyEntry {
        service,
        realm,
        version,
    })
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = u16::from_be_bytes(self.array()?);
        Some(String::from_utf8_lossy(self.take(usize::from(length))?).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One record: `HTTP/localhost@R`, version 3 in one byte, a key of two bytes, then `tail`.
    fn record(tail: &[u8]) -> Vec<u8> {
        let mut body = vec![0, 2, 0, 1, b'R', 0, 4];
        body.extend(b"HTTP");
        body.extend([0, 9]);
        body.extend(b"localhost");
        body.extend([0, 0, 0, 3, 1, 2, 3, 4, 3, 0, 18, 0, 2, 9, 9]);
        body.extend(tail);
        let size = u32::try_from(body.len()).unwrap();
        [&size.to_be_bytes()[..], &body].concat()
    }

    #[test]
    fn versions_short_and_long() {
        let file = [&[5, 2][..], &record(&[]), &record(&[0, 0, 1, 44])].concat();
        let entries = parse(&file).unwrap();
        assert_eq!(
            entries.iter().map(|entry| entry.version).collect::<Vec<_>>(),
            [3, 300]
        );
        assert!(
            entries
                .iter()
                .all(|entry| entry.service == "HTTP/localhost" && entry.realm == "R")
        );
    }

    #[test]
    fn holes_and_filling_are_skipped() {
        let file = [
            &[5, 2][..],
            &(-3_i32).to_be_bytes(),
            &[1, 2, 3],
            &record(&[]),
            &[0; 8],
        ]
        .concat();
        assert_eq!(parse(&file).unwrap().len(), 1);
    }

    #[test]
    fn cut_short_or_something_else() {
        let whole = [&[5, 2][..], &record(&[])].concat();
        assert_eq!(parse(b"-----BEGIN"), None);
        for end in 3..whole.len() {
            assert_eq!(parse(&whole[..end]), None, "cut at {end}");
        }
    }
}
