use std::io::Write as _;

use flate2::{Compression, GzBuilder};

/// The bytes as a gzip file without name and time, with the header of `java.util.zip.GZIPOutputStream` (operating
/// system "unknown"), so that equal profiles give equal files on every machine.
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(Vec::with_capacity(bytes.len() / 4), Compression::default());
    // Writing to a vector does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_of_the_reference() {
        let packed = compress(b"abc");
        assert_eq!(packed.get(..10).unwrap(), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
    }
}
