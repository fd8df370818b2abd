//! Packets: four hexadecimal digits with the length of the packet, these four included, then the data.

use super::error::ProtocolError;

/// The packet that ends a list.
pub const FLUSH: &[u8] = b"0000";
/// Bytes of data that one packet can carry.
pub const LONGEST_DATA: usize = 65516;

/// A packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packet<'a> {
    /// The end of a list.
    Flush,
    /// Data.
    Data(&'a [u8]),
}

/// The packet at the beginning of `bytes` and how many bytes it takes; nothing if more of them are needed.
///
/// # Errors
/// [`ProtocolError::Length`].
pub fn next(bytes: &[u8]) -> Result<Option<(Packet<'_>, usize)>, ProtocolError> {
    let Some((digits, _)) = bytes.split_first_chunk::<4>() else {
        return Ok(None);
    };
    let wrong = || ProtocolError::Length(digits.escape_ascii().to_string());
    let mut length = 0;
    for digit in digits {
        let value = char::from(*digit).to_digit(16).ok_or_else(wrong)?;
        length = length * 16 + value as usize;
    }
    match length {
        0 => Ok(Some((Packet::Flush, 4))),
        // Delimiters and ends of answers, which belong to other conversations.
        1..4 => Err(wrong()),
        _ if length > LONGEST_DATA + 4 => Err(wrong()),
        _ => Ok(bytes.get(4..length).map(|data| (Packet::Data(data), length))),
    }
}

/// Appends a packet, or several if the data is long.
pub fn encode(data: &[u8], to: &mut Vec<u8>) {
    for part in data.chunks(LONGEST_DATA) {
        to.extend_from_slice(format!("{:04x}", part.len() + 4).as_bytes());
        to.extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut bytes = Vec::new();
        encode(b"hello\n", &mut bytes);
        bytes.extend_from_slice(FLUSH);
        assert_eq!(bytes, b"000ahello\n0000");
        assert_eq!(next(&bytes).unwrap(), Some((Packet::Data(b"hello\n"), 10)));
        assert_eq!(next(&bytes[10..]).unwrap(), Some((Packet::Flush, 4)));
        let long = vec![b'x'; LONGEST_DATA + 1];
        let mut bytes = Vec::new();
        encode(&long, &mut bytes);
        let (packet, length) = next(&bytes).unwrap().unwrap();
        assert_eq!((packet, length), (Packet::Data(&long[1..]), 65520));
        assert_eq!(next(&bytes[length..]).unwrap(), Some((Packet::Data(b"x"), 5)));
    }

    #[test]
    fn unfinished_packets_wait() {
        for bytes in [&b""[..], b"0", b"000", b"000ahell"] {
            assert_eq!(next(bytes).unwrap(), None, "{bytes:?}");
        }
        assert_eq!(next(b"0004").unwrap(), Some((Packet::Data(b""), 4)));
    }

    #[test]
    fn garbage_is_refused() {
        for bytes in [
            &b"zzzz"[..],
            b"GET / HTTP",
            b"0001",
            b"0003",
            b"fff1",
            b"ffff",
            b"00 8",
            b"+004",
            b"\xff\xff\xff\xff",
        ] {
            assert!(next(bytes).is_err(), "{bytes:?}");
        }
    }
}
