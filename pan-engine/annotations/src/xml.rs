//! XML as Java's transformer lays it out.

const INDENT: &str = "    ";

/// A document being written.
pub struct Xml {
    out: String,
    open: Vec<String>,
    /// Does the innermost element have children?
    children: bool,
}

impl Xml {
    /// A document that begins with its declaration. The first tag follows on the same line.
    pub fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(),
            open: Vec::new(),
            children: true,
        }
    }

    /// Opens an element; attributes follow.
    pub fn open(&mut self, tag: &str) {
        if !self.children {
            self.out.push('>');
        }
        if !self.open.is_empty() {
            self.new_line(self.open.len());
        }
        self.out.push('<');
        self.out.push_str(tag);
        self.open.push(tag.to_owned());
        self.children = false;
    }

    /// An attribute of the element opened last, which has no content yet.
    pub fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\""] {
            self.out.push_str(part);
        }
        for c in value.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\0'..=' ' if c != ' ' => self.reference(c),
                '\u{10000}'.. => self.reference(c),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    /// An element with a text.
    pub fn text(&mut self, tag: &str, text: &str) {
        self.open(tag);
        if text.is_empty() {
            self.close();
            return;
        }
        self.out.push('>');
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '\t' | '\n' => self.out.push(c),
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{10000}'.. => self.reference(c),
                c => self.out.push(c),
            }
        }
        self.open.pop();
        self.end(tag);
    }

    /// Closes the innermost element.
    pub fn close(&mut self) {
        let Some(tag) = self.open.pop() else { return };
        if self.children {
            self.new_line(self.open.len());
            self.end(&tag);
        } else {
            self.out.push_str("/>");
            self.children = true;
        }
    }

    /// The whole document.
    pub fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    fn end(&mut self, tag: &str) {
        for part in ["</", tag, ">"] {
            self.out.push_str(part);
        }
        self.children = true;
    }

    fn new_line(&mut self, depth: usize) {
        self.out.push('\n');
        for _ in 0..depth {
            self.out.push_str(INDENT);
        }
    }

    fn reference(&mut self, c: char) {
        self.out.push_str(&format!("&#{};", u32::from(c)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout() {
        let mut xml = Xml::new();
        xml.open("a");
        xml.attribute("x", "<\"'&>\n\t\u{7f}\u{85}é\u{1f600}");
        xml.text("b", "<\"'&>\n\r\u{7f}\u{85}é\u{1f600}\u{1}");
        xml.text("b", "");
        xml.open("c");
        xml.open("d");
        xml.close();
        xml.close();
        xml.close();
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a x=\"&lt;&quot;'&amp;&gt;&#10;&#9;\u{7f}\u{85}é&#128512;\">
    <b>&lt;\"'&amp;&gt;\n&#13;&#127;&#133;é&#128512;&#1;</b>
    <b/>
    <c>
        <d/>
    </c>
</a>
"
        );
    }
}
