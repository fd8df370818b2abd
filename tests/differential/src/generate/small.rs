//! Small programs with few names: statements disturb each other far more often than in the well-typed ones.
//!
//! A statement is written from a pattern in which letters behind a `$` stand for random parts:
//! `$e` any value, `$b` boolean, `$i` long, `$d` double, `$s` string, `$l` list, `$h` dict, `$v` local variable, `$G` global
//! variable, `$p` path, `$q` path in a dict or list of a local variable, `$r` regular expression, `$t` type, `$n` type name,
//! `$A` argument of a function, `$k` key, `$c` default of a type, `$D` a block, `$N` the program's name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Generator;
use crate::program::{Program, SourceFile};
use crate::tree::{Kind, Node, Part, level};

/// Patterns by the name of their section.
static PATTERNS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut sections: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut section = "";
    for line in include_str!("small.txt").lines() {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => section = name,
            None if line.is_empty() || line.starts_with('#') => {}
            None => sections.entry(section).or_default().push(line),
        }
    }
    sections
});

/// The patterns of a section.
fn patterns(section: &str) -> &'static [&'static str] {
    PATTERNS.get(section).map_or(&[], Vec::as_slice)
}

impl Generator {
    /// A small program.
    pub(crate) fn small_program(&mut self) -> Program {
        let name = |text: &'static str| Node::fixed("").text(text).program();
        let mut files = vec![SourceFile {
            name: "data.txt".to_owned(),
            tree: Node::fixed("").text("1\n"),
        }];
        let mut add = |file: &str, tree: Node| {
            files.push(SourceFile {
                name: file.to_owned(),
                tree,
            });
        };
        let mut inner = name("template ").text("/inc;").newline();
        for _ in 0..self.random.below(3) {
            inner = inner.node(self.written(patterns("statements"), 2));
        }
        add("inc.pan", inner);
        let mut structure = name("structure template ").text("/str;").newline();
        for key in ["a", "b", "a/b", "l/0"].into_iter().take(self.random.below(4)) {
            let value = self.written(patterns("expressions"), 2);
            structure = structure.node(
                Node::optional("")
                    .text(format!("'{key}' = "))
                    .node(value)
                    .text(";")
                    .newline(),
            );
        }
        add("str.pan", structure);
        let mut other = name("object template ").text("/other;").newline();
        for _ in 0..self.random.below(2) {
            other = other.node(self.written(patterns("statements"), 2));
        }
        add("other.pan", other.text("'/a' = 1;").newline());
        let mut object = name("object template ").text("/o;").newline();
        let mut defined = Vec::new();
        for definition in patterns("preamble") {
            let what = definition.get(..10);
            if self.random.percent(60) && !defined.contains(&what) {
                defined.push(what);
                object = object.node(self.written(&[definition], 3));
            }
        }
        for _ in 0..self.random.between(1, 5) {
            object = object.node(self.written(patterns("statements"), 3));
        }
        add("o.pan", object);
        Program {
            files,
            objects: vec!["o.pan".to_owned()],
        }
    }

    /// One of the patterns with its random parts. Deep down only patterns without further parts are taken.
    fn written(&mut self, patterns: &[&'static str], depth: usize) -> Node {
        let flat = |pattern: &&'static str| !pattern.contains(['$', '<']) || pattern.len() == 2;
        let simple: Vec<&'static str> = patterns.iter().copied().filter(flat).collect();
        let pattern = match self.random.pick_any(&simple) {
            Some(pattern) if depth == 0 => pattern,
            _ => self.random.text(patterns),
        };
        let statement = pattern.ends_with(';');
        let mut node = Node {
            kind: if statement {
                Kind::Optional
            } else {
                Kind::Expression
            },
            tag: "",
            level: if pattern.contains([' ', '=']) {
                level::BLOCK
            } else {
                level::PRIMARY
            },
            parts: Vec::new(),
        };
        if pattern == "<<E" {
            return node.text(pattern).later("text\nE\n".to_owned());
        }
        let depth = depth.saturating_sub(1);
        if pattern.starts_with("function") {
            self.scope.arguments = Some(Vec::new());
        }
        for (i, piece) in pattern.split('$').enumerate() {
            let mut chars = piece.chars();
            let letter = if i == 0 { None } else { chars.next() };
            node = match letter {
                Some(letter) => self
                    .part(node, letter, depth, chars.as_str())
                    .text(chars.as_str().to_owned()),
                None => node.text(piece.to_owned()),
            };
        }
        if statement {
            self.scope = super::known::Scope::default();
        }
        if statement { node.newline() } else { node }
    }

    fn part(&mut self, node: Node, letter: char, depth: usize, behind: &str) -> Node {
        // Now and then something else, whatever the place is for.
        let letter = if "bidslh".contains(letter) && self.random.percent(6) {
            'e'
        } else {
            letter
        };
        let random = &mut self.random;
        let text = match letter {
            'v' => random.text(&["x", "x", "y"]),
            'G' => random.text(&["X", "X", "Y"]),
            'p' => random.text(&[
                "'/a'",
                "'/a'",
                "'/a'",
                "'/a/b'",
                "'/a/b'",
                "'/a/0'",
                "'/b'",
                "'/a/b/c'",
                "'/a/-1'",
                "'/a/1/b'",
                "'/b/{x/y}'",
                "'/'",
                "'/a/'",
                "'/a/b/0'",
                "'/a/-2'",
            ]),
            'q' => random.text(&[
                "x['a']",
                "x['b']",
                "x[0]",
                "x[1]",
                "y['a']",
                "y[0]",
                "x['a']['b']",
                "x[0]['a']",
                "x[-1]",
                "SELF['a']",
                "x[2]",
            ]),
            'r' => random.text(&[
                "'a'",
                "','",
                "'[ab]'",
                "'^a'",
                "'(a)(b)?'",
                "'b*'",
                "''",
                "'.'",
                "'(?i)A'",
                "'x|b'",
                "'/'",
            ]),
            'n' => random.text(&["t", "u", "t"]),
            'k' => random.text(&["'a'", "'a'", "'b'", "'c'", "'{a/b}'", "'1x'", "$k"]),
            'c' => random.text(&[
                "1",
                "'a'",
                "list(1)",
                "dict('a', 1)",
                "dict()",
                "true",
                "list()",
                "1.5",
                "if (true) 2",
                "X",
            ]),
            'A' if self.scope.arguments.is_some() => {
                random.text(&["ARGV", "ARGV[0]", "ARGV[1]", "ARGC", "FUNCTION", "ARGV[-1]"])
            }
            'A' => random.text(&["1", "'a'", "list(3)", "OBJECT", "SELF"]),
            '{' => "${",
            'N' => return node.program(),
            _ => "",
        };
        if text == "$k" {
            let key = self.written(patterns("strings"), depth);
            return node.node(key);
        }
        if !text.is_empty() {
            return node.text(text);
        }
        let section = match letter {
            'b' => "booleans",
            'i' => "longs",
            'd' => "doubles",
            's' => "strings",
            'l' => "lists",
            'h' => "dicts",
            't' => "types",
            'D' => "blocks",
            _ => "expressions",
        };
        let part = self.written(patterns(section), depth);
        if part.level == level::BLOCK && is_operand(&node, behind) && self.random.percent(98) {
            return node.text("(").node(part).text(")");
        }
        node.node(part)
    }
}

/// Is what comes next an operand of an operator?
fn is_operand(node: &Node, behind: &str) -> bool {
    let front = match node.parts.last() {
        Some(Part::Text(text)) => text.trim_end(),
        _ => "",
    };
    const OPERATORS: [&str; 16] = [
        "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~",
    ];
    let last = front.rsplit([' ', '(']).next().unwrap_or_default();
    let next = behind.trim_start().split([' ', ')']).next().unwrap_or_default();
    OPERATORS.contains(&last) || OPERATORS.contains(&next)
}
