//! Regular expressions, replacements and format texts.

use super::Generator;
use super::types::Type;
use crate::tree::{Node, level};

impl Generator {
    /// A regular expression as a literal. No groups inside repetitions, no look-behind without bound: there the compilers
    /// are known to differ.
    pub(crate) fn pattern(&mut self) -> Node {
        let mut text = String::new();
        if self.random.percent(10) {
            text.push_str(self.random.text(&["(?i)", "(?s)", "(?m)", "(?x)"]));
        }
        if self.random.percent(30) {
            text.push('^');
        }
        for _ in 0..self.random.between(1, 3) {
            let piece = self.piece(2);
            text.push_str(&piece);
        }
        if self.random.percent(30) {
            text.push('$');
        }
        Node::atom("single-quoted", format!("'{}'", text.replace('\'', "''")))
    }

    fn piece(&mut self, depth: usize) -> String {
        let atom = match self.random.below(if depth > 0 { 13 } else { 10 }) {
            0..=3 => (*self.random.pick(&["a", "b", "k", "0", "1", ":", "/", ",", "x"])).to_owned(),
            4 => ".".to_owned(),
            5 => (*self.random.pick(&["\\d", "\\w", "\\s", "\\S", "\\D", "\\."])).to_owned(),
            6 => (*self
                .random
                .pick(&["[a-z]", "[^/]", "[0-9a-f]", "[\\w.-]", "[a-c[x-z]]"]))
            .to_owned(),
            7 => return (*self.random.pick(&["\\b", "(?=a)", "(?!b)", "(?<=a)", "(?<!a)"])).to_owned(),
            8 | 9 => "[ab]".to_owned(),
            10 => {
                let inner = self.piece(depth - 1);
                return format!("({inner})");
            }
            11 => {
                let (one, two) = (self.plain(), self.plain());
                format!("(?:{one}|{two})")
            }
            _ => {
                let inner = self.plain();
                format!("(?:{inner})")
            }
        };
        let repeat = *self.random.pick(&[
            "", "", "", "", "*", "+", "?", "{2}", "{1,3}", "*?", "+?", "++", "{0,}",
        ]);
        format!("{atom}{repeat}")
    }

    fn plain(&mut self) -> &'static str {
        self.random.text(&["a", "b+", "[0-9]", "ab", "\\.", "x?"])
    }

    /// The replacement of `replace()`.
    pub(crate) fn replacement(&mut self) -> Node {
        Node::atom(
            "single-quoted",
            *self.random.pick(&[
                "''", "'x'", "'$0'", "'[$0]'", "'\\$'", "'\\\\'", "'-'", "'$1'", "'a$0b$0'",
            ]),
        )
    }

    /// Arguments of `format()`: the text and a value for each of its specifiers.
    pub(crate) fn format_arguments(&mut self, depth: usize) -> Vec<Node> {
        let mut text = String::new();
        let mut values = Vec::new();
        for _ in 0..self.random.between(0, 3) {
            let (ty, specifiers): (Type, &[&str]) = match self.random.below(9) {
                0..=2 => (
                    Type::Long,
                    &[
                        "%d", "%5d", "%-5d|", "%05d", "%x", "%X", "%o", "%+d", "%,d", "%(d", "% d", "%#x",
                        "%08x", "%s", "%c",
                    ],
                ),
                3..=5 => (
                    Type::String,
                    &["%s", "%10s", "%-10s|", "%S", "%.2s", "%5.1s", "%b", "%h", "%1$s"],
                ),
                6 => (
                    Type::Double,
                    &[
                        "%f", "%.2f", "%8.3f", "%e", "%.1e", "%g", "%E", "%.0f", "%s", "%+.1f", "%,.2f",
                        "%a", "%010.2f",
                    ],
                ),
                7 => (Type::Boolean, &["%b", "%s", "%B", "%6b"]),
                _ => (Type::any(&mut self.random, 1), &["%s", "%s", "%20s", "%b"]),
            };
            text.push_str(self.random.text(specifiers));
            text.push_str(self.random.text(&["", " ", "-", "%%", "%n", "é"]));
            values.push(self.expression(&ty, depth));
        }
        let mut arguments = vec![Node::atom("single-quoted", format!("'{text}'"))];
        arguments.extend(values);
        arguments
    }

    /// Arguments of `substitute()`.
    pub(crate) fn substitute_arguments(&mut self, depth: usize) -> Vec<Node> {
        let text = *self.random.pick(&[
            "'${a}'",
            "'x${a}y${b}'",
            "'$${a}'",
            "'none'",
            "'${a}${a}'",
            "'${b} $ {a}'",
            "'${zz}'",
            "'${a'",
            "'${ab${b}}'",
        ]);
        let item = |generator: &mut Self| {
            let ty = Type::any(&mut generator.random, 0);
            generator.expression(&ty, depth)
        };
        let (a, b) = (item(self), item(self));
        let dict = Node::expression("dict", level::PRIMARY)
            .text("dict('a', ")
            .node(a)
            .text(", 'b', ")
            .node(b)
            .text(")");
        vec![Node::atom("single-quoted", text), dict]
    }
}
