//! What `git push` asks for: which refs shall be at which commits. The pack follows.

use super::error::ProtocolError;
use super::pkt_line::{self, Packet};
use super::ref_name::RefName;
use crate::id::CommitId;

/// What the broker can do, as it tells clients.
pub const CAPABILITIES: &str =
    "report-status side-band-64k delete-refs ofs-delta atomic quiet object-format=sha1";

/// Refs in one push, and as many shallow commits.
const MOST: usize = 1000;
/// Lines are short: two commit ids, the name of a ref, capabilities.
const LONGEST_LINE: usize = 4096;

/// A ref that shall move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefUpdate {
    /// The ref.
    pub name: RefName,
    /// Where the client saw it; nothing if it saw none.
    pub old: Option<CommitId>,
    /// Where it shall be; nothing if it shall go.
    pub new: Option<CommitId>,
}

/// All that a push asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PushRequest {
    /// The refs, in order.
    pub updates: Vec<RefUpdate>,
    /// The client wants to know what became of each.
    pub report_status: bool,
    /// Answers may carry progress.
    pub side_band: bool,
    /// All of it or nothing.
    pub atomic: bool,
    /// No progress is wanted.
    pub quiet: bool,
    /// The client's clone is not complete.
    pub shallow: bool,
}

impl PushRequest {
    /// A pack follows: something is more than deleted.
    #[must_use]
    pub fn has_pack(&self) -> bool {
        self.updates.iter().any(|update| update.new.is_some())
    }
}

/// Reads a [`PushRequest`] from bytes as they come.
#[derive(Debug, Default)]
pub struct PushReader {
    held: Vec<u8>,
    request: PushRequest,
    lines: usize,
}

impl PushReader {
    /// Takes the next bytes. When the request is complete it comes with those bytes that are behind it.
    ///
    /// # Errors
    /// [`ProtocolError`] says what is wrong.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Option<(PushRequest, Vec<u8>)>, ProtocolError> {
        self.held.extend_from_slice(bytes);
        let held = std::mem::take(&mut self.held);
        let mut rest = held.as_slice();
        while let Some((packet, length)) = pkt_line::next(rest)? {
            rest = rest.get(length..).unwrap_or_default();
            match packet {
                Packet::Flush => return Ok(Some((std::mem::take(&mut self.request), rest.to_vec()))),
                Packet::Data(line) => self.line(line)?,
            }
        }
        // A line that is announced longer than lines are is not waited for.
        if rest.len() > LONGEST_LINE {
            return Err(ProtocolError::Unexpected("a line is too long"));
        }
        self.held = rest.to_vec();
        Ok(None)
    }

    /// Nothing came at all.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.held.is_empty() && self.lines == 0
    }

    fn line(&mut self, line: &[u8]) -> Result<(), ProtocolError> {
        if line.len() > LONGEST_LINE {
            return Err(ProtocolError::Unexpected("a line is too long"));
        }
        self.lines += 1;
        if self.lines > MOST {
            return Err(ProtocolError::TooMany(MOST));
        }
        let text = std::str::from_utf8(line)
            .map_err(|_| ProtocolError::Unexpected("the names of refs must be UTF-8"))?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        if text.starts_with("shallow ") {
            self.request.shallow = true;
            return Ok(());
        }
        let (command, capabilities) = text.split_once('\0').unwrap_or((text, ""));
        for capability in capabilities.split(' ') {
            self.capability(capability)?;
        }
        let update = update(command)?;
        if self.request.updates.iter().any(|other| other.name == update.name) {
            return Err(ProtocolError::Unexpected("a ref is named twice"));
        }
        self.request.updates.push(update);
        Ok(())
    }

    fn capability(&mut self, capability: &str) -> Result<(), ProtocolError> {
        match capability {
            "report-status" => self.request.report_status = true,
            "side-band-64k" => self.request.side_band = true,
            "atomic" => self.request.atomic = true,
            "quiet" => self.request.quiet = true,
            "push-options" => return Err(ProtocolError::Unexpected("push options are not supported")),
            other if other.starts_with("object-format=") && other != "object-format=sha1" => {
                return Err(ProtocolError::Unexpected("object ids must be SHA-1"));
            }
            _ => {}
        }
        Ok(())
    }
}

fn update(command: &str) -> Result<RefUpdate, ProtocolError> {
    let wrong = ProtocolError::Unexpected("a command is not OLD NEW REF");
    let mut words = command.splitn(3, ' ');
    let (Some(old), Some(new), Some(name)) = (words.next(), words.next(), words.next()) else {
        return Err(wrong);
    };
    let id = |text: &str| -> Result<Option<CommitId>, ProtocolError> {
        let id: CommitId = text.parse().map_err(|_| wrong.clone())?;
        Ok((!id.0.is_zero()).then_some(id))
    };
    Ok(RefUpdate {
        name: name.parse()?,
        old: id(old)?,
        new: id(new)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZERO: &str = "0000000000000000000000000000000000000000";
    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    fn request(lines: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for line in lines {
            pkt_line::encode(line.as_bytes(), &mut bytes);
        }
        bytes.extend_from_slice(pkt_line::FLUSH);
        bytes.extend_from_slice(b"PACK");
        bytes
    }

    #[test]
    fn the_same_in_one_piece_and_byte_by_byte() {
        let bytes = request(&[
            &format!("shallow {ID}\n"),
            &format!("{ZERO} {ID} refs/heads/mine\0 report-status side-band-64k atomic agent=git/2.47\n"),
            &format!("{ID} {ZERO} refs/tags/v 1x"),
        ]);
        // The second name has a space.
        assert!(PushReader::default().feed(&bytes).is_err());
        let bytes = request(&[
            &format!("shallow {ID}\n"),
            &format!("{ZERO} {ID} refs/heads/mine\0 report-status side-band-64k atomic agent=git/2.47\n"),
            &format!("{ID} {ZERO} refs/tags/v1"),
        ]);
        let (whole, rest) = PushReader::default().feed(&bytes).unwrap().unwrap();
        assert_eq!(rest, b"PACK");
        assert!(whole.report_status && whole.side_band && whole.atomic && whole.shallow && !whole.quiet);
        assert_eq!(whole.updates[0].name.as_str(), "refs/heads/mine");
        assert_eq!(
            (whole.updates[0].old, whole.updates[0].new),
            (None, Some(ID.parse().unwrap()))
        );
        assert_eq!(
            (whole.updates[1].old, whole.updates[1].new),
            (Some(ID.parse().unwrap()), None)
        );
        let mut reader = PushReader::default();
        let end = bytes.len() - 5;
        for byte in &bytes[..end] {
            assert_eq!(reader.feed(&[*byte]).unwrap(), None);
        }
        assert_eq!(
            reader.feed(&bytes[end..]).unwrap(),
            Some((whole, b"PACK".to_vec()))
        );
    }

    #[test]
    fn garbage_is_refused() {
        for lines in [
            vec![format!("{ID} refs/heads/a")],
            vec![format!("{ID} {ID} refs/heads/../a")],
            vec![
                format!("{ID} {ID} refs/heads/a"),
                format!("{ID} {ID} refs/heads/a"),
            ],
            vec![format!("{ID} {ID} refs/heads/a\0push-options")],
            vec![format!("{ID} {ID} refs/heads/a\0object-format=sha256")],
            vec![format!("{ID} {ID} refs/heads/{}", "a".repeat(5000))],
            vec!["\u{1}".to_owned()],
        ] {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            assert!(PushReader::default().feed(&request(&lines)).is_err(), "{lines:?}");
        }
        let many: Vec<String> = (0..=MOST)
            .map(|n| format!("{ZERO} {ID} refs/heads/b{n}"))
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(
            PushReader::default().feed(&request(&many)),
            Err(ProtocolError::TooMany(MOST))
        );
        assert!(PushReader::default().feed(b"fff0").unwrap().is_none());
    }

    #[test]
    fn a_probe_asks_for_nothing() {
        let (request, rest) = PushReader::default().feed(b"0000").unwrap().unwrap();
        assert_eq!((request, rest.len()), (PushRequest::default(), 0));
    }
}
