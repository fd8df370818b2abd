use std::io::Write as _;

use flate2::{Compression, GzBuilder};

/// The bytes as a gzip file without name and time, with the header of `java.util.zip.GZIPOutputStream` (operating
/// system "unknown"), so that equal profiles give equal files on every machine. The workspace builds the original zlib,
/// as the Java runtime does: the compressed bytes are the same too.
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

    #[test]
    fn compressed_as_the_original_zlib_does() {
        let text: String = (0..3000)
            .map(|i| {
                format!(
                    "<string name=\"key{}\">value {}</string>\n",
                    i * 7919 % 1000,
                    i * i
                )
            })
            .collect();
        let packed = compress(text.as_bytes());
        let deflated = packed.get(10..packed.len() - 8).unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(deflated);
        assert_eq!((deflated.len(), crc.sum()), (20027, 0xdcd114e7));
    }
}
