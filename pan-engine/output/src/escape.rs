/// The text with what JSON and HTML would trip over escaped, as the reference's JSON library does by default.
pub fn json_string(out: &mut String, text: &str) {
    out.push('"');
    let plain =
        |b: &u8| !matches!(b, 0..=0x1f | b'"' | b'\\' | b'<' | b'>' | b'&' | b'=' | b'\'' | 0x80..=0xff);
    if text.as_bytes().iter().all(plain) {
        out.push_str(text);
    } else {
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\t' => out.push_str("\\t"),
                '\u{8}' => out.push_str("\\b"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\u{c}' => out.push_str("\\f"),
                '\0'..='\u{1f}' | '<' | '>' | '&' | '=' | '\'' | '\u{2028}' | '\u{2029}' => {
                    use std::fmt::Write as _;
                    let _ = write!(out, "\\u{:04x}", u32::from(c));
                }
                c => out.push(c),
            }
        }
    }
    out.push('"');
}
