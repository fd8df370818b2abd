use pan_value::{Memo, Value};

use crate::base64_lines;

const INDENT: &str = "    ";

/// The profile as XML. The first tag stands on the line of the declaration, as Java's transformer leaves it.
/// Is not written further when it has more than `limit` bytes.
pub fn write(root: &Value, limit: usize) -> Vec<u8> {
    let mut out = String::with_capacity(256 * 1024);
    with_parts(&mut out, root, limit, |parts| parts.concat())
}

/// Hands the XML in parts to `take`. Large texts that are remembered are not copied; the others are in `out`, which is memory
/// that can be used again.
pub fn with_parts<T>(out: &mut String, root: &Value, limit: usize, take: impl FnOnce(&[&[u8]]) -> T) -> T {
    out.clear();
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let mut writer = Writer {
        out: std::mem::take(out),
        elsewhere: Vec::new(),
        length: 0,
        whole: false,
        limit,
    };
    writer.element(root, " format=\"pan\" name=\"profile\"", None, 0, true);
    writer.out.push('\n');
    let taken = take(&writer.parts());
    *out = writer.out;
    taken
}

/// Texts shorter than this are as quickly written as found.
const REMEMBERED: usize = 256;

/// Texts shorter than this are as quickly copied as written apart.
const LARGE: usize = 8192;

struct Writer<'v> {
    out: String,
    /// Texts that belong at these places of `out`.
    elsewhere: Vec<(usize, &'v str)>,
    /// Bytes of those.
    length: usize,
    /// Everything is needed in `out`.
    whole: bool,
    limit: usize,
}

impl<'v> Writer<'v> {
    const fn length(&self) -> usize {
        self.out.len() + self.length
    }

    const fn is_full(&self) -> bool {
        self.length() > self.limit
    }

    fn parts(&self) -> Vec<&[u8]> {
        let mut parts = Vec::with_capacity(2 * self.elsewhere.len() + 1);
        let mut from = 0;
        for (at, text) in &self.elsewhere {
            parts.extend(self.out.as_bytes().get(from..*at));
            parts.push(text.as_bytes());
            from = *at;
        }
        parts.extend(self.out.as_bytes().get(from..));
        parts
    }

    fn push(&mut self, text: &'v str) {
        if self.whole || text.len() < LARGE {
            self.out.push_str(text);
        } else {
            self.length += text.len();
            self.elsewhere.push((self.out.len(), text));
        }
    }

    /// One element with its children. `attributes` is ready-made; `name` is that of a dict's entry.
    fn element(&mut self, value: &'v Value, attributes: &str, name: Option<&str>, depth: u32, memoize: bool) {
        let tag = value.type_name();
        let out = &mut self.out;
        out.push('<');
        out.push_str(tag);
        out.push_str(attributes);
        if let Some(name) = name {
            out.push_str(" name=\"");
            // Keys hold word characters, `+`, `-` and `.` only.
            out.push_str(name);
            out.push('"');
        }
        match value {
            Value::List(items) if items.is_empty() => out.push_str("/>"),
            Value::Dict(entries) if entries.is_empty() => out.push_str("/>"),
            Value::List(items) => self.remembered(items.memo(), depth, memoize, |writer, memoize| {
                writer.out.push('>');
                for item in items.iter() {
                    if writer.is_full() {
                        return;
                    }
                    new_line(&mut writer.out, depth + 1);
                    writer.element(item, "", None, depth + 1, memoize);
                }
                new_line(&mut writer.out, depth);
                close(&mut writer.out, tag);
            }),
            Value::Dict(entries) => self.remembered(entries.memo(), depth, memoize, |writer, memoize| {
                writer.out.push('>');
                for (key, entry) in entries.iter() {
                    if writer.is_full() {
                        return;
                    }
                    new_line(&mut writer.out, depth + 1);
                    writer.element(entry, "", Some(key), depth + 1, memoize);
                }
                new_line(&mut writer.out, depth);
                close(&mut writer.out, tag);
            }),
            Value::String(text) if text.is_empty() => out.push_str("/>"),
            Value::String(text) if !text.chars().all(is_xml_character) => {
                out.push_str(" encoding=\"base64\">");
                out.push_str(&base64_lines::encode(text.as_bytes()));
                close(out, tag);
            }
            Value::String(text) => {
                out.push('>');
                characters(out, text);
                close(out, tag);
            }
            property => {
                out.push('>');
                out.push_str(&property.property_text().unwrap_or_default());
                close(out, tag);
            }
        }
    }

    /// Writes a resource, or what was written for it before. In one that will be remembered its parts need not be.
    fn remembered(&mut self, memo: &'v Memo, depth: u32, memoize: bool, write: impl FnOnce(&mut Self, bool)) {
        if let Some(text) = memo.text(depth) {
            self.push(text);
            return;
        }
        let worth_it = memoize && memo.is_worth_it();
        if !worth_it {
            return write(self, memoize);
        }
        let start = self.out.len();
        self.whole = true;
        write(self, false);
        self.whole = false;
        // What is longer than the limit is not complete.
        if !self.is_full()
            && let Some(text) = self.out.get(start..)
            && text.len() >= REMEMBERED
        {
            memo.remember(depth, text);
        }
    }
}

fn close(out: &mut String, tag: &str) {
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

fn new_line(out: &mut String, depth: u32) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str(INDENT);
    }
}

/// XML 1.0 cannot hold other characters, not even as references.
const fn is_xml_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Text content. Java's serialiser writes control characters from 0x7f to 0x9f, carriage returns and everything
/// beyond the basic plane as decimal references.
fn characters(out: &mut String, text: &str) {
    let plain = |b: &u8| matches!(b, b' '..=b'%' | b'\''..=b';' | b'=' | b'?'..=b'~' | b'\t' | b'\n');
    if text.as_bytes().iter().all(plain) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' | '\u{7f}'..='\u{9f}' | '\u{10000}'.. => {
                out.push_str("&#");
                out.push_str(&u32::from(c).to_string());
                out.push(';');
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_value::Dict;

    fn content(text: &str) -> String {
        let xml = String::from_utf8(write(&Value::string(text), usize::MAX)).unwrap();
        xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?><string format=\"pan\" name=\"profile\"")
            .unwrap()
            .to_owned()
    }

    #[test]
    fn layout() {
        let root = Value::dict(Dict::from([
            (
                "b".into(),
                Value::list(vec![Value::Long(1), Value::list(vec![]), Value::Boolean(true)]),
            ),
            ("a".into(), Value::Double(1e10)),
            ("c".into(), Value::dict(Dict::new())),
        ]));
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><nlist format=\"pan\" name=\"profile\">
    <double name=\"a\">1.0E10</double>
    <list name=\"b\">
        <long>1</long>
        <list/>
        <boolean>true</boolean>
    </list>
    <nlist name=\"c\"/>
</nlist>
";
        assert_eq!(String::from_utf8(write(&root, usize::MAX)).unwrap(), expected);
        let empty = String::from_utf8(write(&Value::dict(Dict::new()), usize::MAX)).unwrap();
        assert_eq!(
            empty,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><nlist format=\"pan\" name=\"profile\"/>\n"
        );
    }

    #[test]
    fn strings() {
        for (text, written) in [
            ("", "/>\n"),
            ("  ", ">  </string>\n"),
            ("\n", ">\n</string>\n"),
            ("a\r\nb", ">a&#13;\nb</string>\n"),
            ("]]>", ">]]&gt;</string>\n"),
            ("&amp;\"'<", ">&amp;amp;\"'&lt;</string>\n"),
            ("\u{7f}\u{85}\u{9f}\u{a0}", ">&#127;&#133;&#159;\u{a0}</string>\n"),
            ("x\u{1f600}y\u{2028}", ">x&#128512;y\u{2028}</string>\n"),
            ("a\u{1}b", " encoding=\"base64\">YQFi</string>\n"),
            ("\u{ffff}", " encoding=\"base64\">77+/</string>\n"),
        ] {
            assert_eq!(content(text), written, "{text:?}");
        }
    }
}
