use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Characters on one line.
const LINE: usize = 76;

/// Base64 as the reference writes it in XML and in `base64_encode`: a newline after every 76 characters that are full
/// groups of three bytes, so also at the very end when the last group is full.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let plain = STANDARD.encode(bytes);
    // Only whole input triples count for the line length; the padded group at the end never breaks a line.
    let breakable = bytes.len() / 3 * 4;
    let mut out = String::with_capacity(plain.len() + plain.len() / LINE + 1);
    for (i, c) in plain.chars().enumerate() {
        out.push(c);
        if (i + 1) % LINE == 0 && i < breakable {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks() {
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"a"), "YQ==");
        assert_eq!(encode(&[0; 54]), "A".repeat(72));
        // 57 bytes fill a line: the break follows even though nothing comes behind it.
        assert_eq!(encode(&[0; 57]), "A".repeat(76) + "\n");
        assert_eq!(encode(&[0; 58]), "A".repeat(76) + "\nAA==");
        // A padded group that ends the line does not break it.
        assert_eq!(encode(&[0; 56]), "A".repeat(75) + "=");
    }
}
