//! Small programs with few names: statements disturb each other far more often than in the well-typed ones.
//!
//! A statement is written from a pattern in which letters behind a `$` stand for random parts:
//! `$e` any value, `$b` boolean, `$i` long, `$d` double, `$s` string, `$l` list, `$h` dict, `$v` local variable, `$G` global
//! variable, `$p` path, `$q` path in a dict or list of a local variable, `$r` regular expression, `$t` type, `$n` type name,
//! `$A` argument of a function, `$k` key, `$c` default of a type, `$D` a block, `$N` the program's name.

use super::Generator;
use crate::program::{Program, SourceFile};
use crate::tree::{Kind, Node, Part, level};

const STATEMENTS: &[&str] = &[
    "$p = $e;",
    "$p = $e;",
    "$p = $e;",
    "$p = $D;",
    "$p = $D;",
    "$p ?= $e;",
    "final $p = $e;",
    "$p = null;",
    "$p = undef;",
    "$p = $h;",
    "$p = $l;",
    "variable $G = $e;",
    "variable $G = $D;",
    "variable $G ?= $e;",
    "final variable $G = $e;",
    "variable $G = SELF;",
    "$p = SELF;",
    "$p = append($e);",
    "$p = merge(SELF, $e);",
    "bind $p = $t;",
    "bind $p = $t;",
    "valid $p = $b;",
    "valid $p = $D;",
    "type w = $t;",
    "function h = $D;",
    "prefix '/a'; 'b' = $e;",
    "prefix '/a'; '0' = $e; '1/b' = $e;",
    "prefix '/a'; prefix 'b'; 'c' = $e;",
    "prefix $p; 'b/c' = $e;",
    "include { $e; null };",
    "include '$N/inc';",
    "include if_exists('$N/' + $s);",
    "$p = create('$N/str', 'z', $e);",
    "$p = create('$N/str');",
    "$p = f($e, $e);",
    "$p = g();",
    "bind '/a/${X}' = $t;",
    "$p = value('$N/other:/a');",
    "$p = exists('$N/other:/b');",
    "bind $p = element*;",
    "$p = '$N/other:/a';",
    "variable X = 'b';",
    ";",
];

/// What most programs begin with, so that there is something to work on.
const PREAMBLE: &[&str] = &[
    "function f = $D;",
    "function f = { ARGV[0] = $e; ARGV };",
    "function f = { ARGV[$i][$k] = $e; $A };",
    "function g = $e;",
    "function g = if (ARGC > 1) g(ARGV[0]) else $e;",
    "variable X = $e;",
    "variable Y = $h;",
    "type t = $t;",
    "type u = $t;",
    "'/a' = $h;",
    "'/b' = $l;",
];

const EXPRESSIONS: &[&str] = &[
    "$b",
    "$i",
    "$i",
    "$d",
    "$s",
    "$s",
    "$l",
    "$l",
    "$h",
    "$h",
    "undef",
    "null",
    "SELF",
    "1",
    "'a'",
    "list(1, 2)",
    "dict('a', 1)",
    "$v",
    "$G",
    "$q",
    "value($p)",
    "value($p, $e)",
    "if ($b) $e else $e",
    "if ($b) $e",
    "f($e)",
    "f($l, $h)",
    "g()",
    "$A",
    "$A",
    "clone($e)",
    "json_decode(json_encode($e))",
    "foreach (k; v; $e) $e",
    "$v = $e",
    "($D)",
    "create('$N/str', $k, $e)",
    "merge($e, $e)",
    "debug($s)",
    "splice($e, $i, $i)",
    "splice($e, $i, $i, $e)",
    "SELF[$i]",
    "SELF[$k]",
    "delete($q)",
    "delete($v)",
    "list($e)",
    "if_exists($s)",
];

const BOOLEANS: &[&str] = &[
    "true",
    "false",
    "$e == $e",
    "$i < $i",
    "$d >= $i",
    "$s <= $s",
    "$s != $s",
    "$i > $d",
    "$b && $b",
    "$b || $b",
    "!$v",
    "exists($p)",
    "exists($q)",
    "exists($v)",
    "exists($G)",
    "exists(SELF[$k])",
    "exists(SELF)",
    "path_exists($p)",
    "is_defined($e)",
    "is_null($e)",
    "is_list($e)",
    "is_dict($e)",
    "is_nlist($e)",
    "is_long($e)",
    "is_double($e)",
    "is_number($e)",
    "is_string($e)",
    "is_boolean($e)",
    "is_property($e)",
    "is_resource($e)",
    "is_defined(SELF)",
    "is_defined($q)",
    "match($s, $r)",
    "to_boolean($e)",
    "first($e, k, v)",
    "next($v, k, v)",
    "deprecated(0, $s)",
    "file_exists('$N/data.txt')",
    "first(SELF, k, undef)",
    "is_valid(string, $e)",
    "$b == $b",
];

const LONGS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "-1",
    "-2",
    "010",
    "0x1f",
    "7",
    "$i + $i",
    "$i - $i",
    "$i * $i",
    "$i / $i",
    "$i % $i",
    "$i & $i",
    "$i | $i",
    "$i ^ $i",
    "~$v",
    "-$v",
    "+$v",
    "length($e)",
    "to_long($e)",
    "to_long($s, $i)",
    "index($s, $s)",
    "index($e, $l)",
    "index($s, $s, $i)",
    "max($i, $i)",
    "min($i, $e)",
    "9223372036854775807",
    "2147483648",
];

const DOUBLES: &[&str] = &[
    "1.5",
    "0.0",
    "2.0",
    "1e3",
    "$d * $d",
    "$i / 2.0",
    "to_double($e)",
    "$d - $i",
    "max($d, $i)",
];

const STRINGS: &[&str] = &[
    "'a'",
    "'b'",
    "'ab'",
    "''",
    "'1'",
    "'a/b'",
    "\"x\\ty\"",
    "'/a'",
    "'%d-%s'",
    "'a,b,,c,'",
    "$s + $s",
    "$s + $s",
    "to_string($e)",
    "to_lowercase($e)",
    "to_uppercase($s)",
    "substr($s, $i)",
    "substr($s, $i, $i)",
    "escape($s)",
    "unescape($s)",
    "join($s, $e)",
    "join(',', $s, $s)",
    "replace($r, '-', $s)",
    "replace($r, '<$0>', $s)",
    "format('%s', $e)",
    "format('%d', $e)",
    "format('%s %s', $s, $e)",
    "format('%5.1f|%x', $d, $i)",
    "format($s, $e, $e)",
    "substitute('${a}', $h)",
    "substitute('x${X}')",
    "base64_encode($s)",
    "base64_decode($s)",
    "digest('MD5', $s)",
    "json_encode($e)",
    "key($h, $i)",
    "long_to_ip4($i)",
    "TEMPLATE",
    "OBJECT",
    "file_contents('$N/data.txt')",
    "index($e, $h)",
    "<<E",
];

const LISTS: &[&str] = &[
    "list()",
    "list($e)",
    "list($e, $e)",
    "list($i, $i, $i)",
    "list(list($e), $e)",
    "list($h)",
    "append($l, $e)",
    "append($v, $e)",
    "prepend($v, $e)",
    "append($e)",
    "split($r, $s)",
    "split(',', $i, $s)",
    "matches($s, $r)",
    "merge($l, $l)",
    "splice($l, $i, $i)",
    "ip4_to_long('10.0.0.1/8')",
    "LOADPATH",
];

const DICTS: &[&str] = &[
    "dict()",
    "dict('a', $e)",
    "dict('a', $e, 'b', $e)",
    "dict('a', $i, 'b', $s)",
    "dict('a', dict('b', $e))",
    "dict('b', list($e))",
    "nlist('a', $e)",
    "merge($h, $h)",
    "create('$N/str')",
    "dict($k, $e)",
];

const BLOCKS: &[&str] = &[
    "{ $v = $e; $e }",
    "{ $v = $e; $q = $e; $v }",
    "{ $v = $l; $q = $e; $q = null; $v }",
    "{ $v = $h; $q = $e; $v; }",
    "{ SELF[$k] = $e; SELF }",
    "{ SELF[$i] = $e; SELF; }",
    "{ $v = SELF; $q = $e; SELF }",
    "{ $v = $e; $v = $e; $v = $v; $v }",
    "{ x = $h; y = x; $q = $e; x }",
    "{ x = $l; y = x; $q = $e; list(x, y) }",
    "{ x = $e; y = x; y = $e; list(x, y) }",
    "{ $v = 0; foreach (k; v; $e) { $v = $v + 1; }; $v }",
    "{ x = list(); foreach (k; v; $e) { append(x, v) }; x }",
    "{ x = dict(); foreach (k; v; $e) { x[to_string(k)] = v }; x }",
    "{ x = list(); foreach (k; v; $e) { x[length(x)] = list(k, v) }; x }",
    "{ x = $h; foreach (k; v; x) { x[k] = $e }; x }",
    "{ x = $l; foreach (k; v; x) { $q = $e }; x }",
    "{ i = 0; while (i < 3) { i = i + 1; $v = $e }; $v }",
    "{ for (i = 0; i < 3; i = i + 1) { $v = $e }; i }",
    "{ x = $e; ok = first(x, k, v); y = list(); while (ok) { append(y, k); ok = next(x, k, v); }; y }",
    "{ if ($b) return($e); $e }",
    "{ x = y = $e; $q = $e; list(x, y) }",
    "{ x = $h; x['a']['b'] = $e; x }",
    "{ x = $l; x[0][1] = $e; x }",
    "{ f($e); $e }",
    "{ x = $h; f(x); x }",
    "{ x = $l; f(x, x); x }",
    "{ delete($q); $v }",
    "{ x = $h; delete(x['a']); x }",
    "{ x = $l; delete(x[$i]); x }",
    "{ x = $G; $q = $e; x }",
    "{ x = value($p); $q = $e; list(x, value($p)) }",
    "{ X = $e; X }",
    "{ $G[$k] = $e; $G }",
    "{ x = undef; x[$k] = $e; x }",
    "{ x = null; x[$i] = $e; x }",
    "{ x = list($h, $h); x[1] = x[0]; $q = $e; x }",
    "{ x = $h; y = dict('k', x); $q = $e; list(x, y) }",
    "{ append($e) }",
    "{ append(SELF, $e) }",
    "{ x = SELF; append(x, $e); x }",
    "{ foreach (k; v; SELF) { SELF[k] = $e }; SELF }",
    "{ x = list(1, 2, 3); splice(x, $i, $i, $l) }",
    "{ debug($s); traceback($s); $e }",
    "{ if (is_defined(SELF)) SELF else $e }",
    "{ error($s) }",
];

const TYPES: &[&str] = &[
    "long",
    "string",
    "double",
    "boolean",
    "number",
    "property",
    "resource",
    "element",
    "list",
    "dict",
    "nlist",
    "long(1..2)",
    "string(..2)",
    "double(0..)",
    "long[]",
    "string[]",
    "element[1..2]",
    "long{}",
    "element{..1}",
    "$n",
    "$n",
    "$n[]",
    "$n{}",
    "choice('a', 'b')",
    "string*",
    "$n*",
    "{ 'a' : $t }",
    "{ 'a' ? $t 'b' : $t }",
    "extensible { 'a' ? $t }",
    "{ include $n 'z' ? $t }",
    "{ 'a' : $t = $c }",
    "{ 'b' ? $t = $c 'c' : long = 1 }",
    "$t with $b",
    "$t with { $b }",
    "$t = $c",
    "{ 'a' ? element } with is_defined(SELF)",
    "long with SELF > 0",
    "{ 'b' : element }(1..2)",
    "string with match(SELF, $r)",
    "element with { foreach (k; v; SELF) { $e }; true }",
];

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
            inner = inner.node(self.written(STATEMENTS, 2));
        }
        add("inc.pan", inner);
        let mut structure = name("structure template ").text("/str;").newline();
        for key in ["a", "b", "a/b", "l/0"].into_iter().take(self.random.below(4)) {
            let value = self.written(EXPRESSIONS, 2);
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
            other = other.node(self.written(STATEMENTS, 2));
        }
        add("other.pan", other.text("'/a' = 1;").newline());
        let mut object = name("object template ").text("/o;").newline();
        let mut defined = Vec::new();
        for definition in PREAMBLE {
            let what = definition.get(..10);
            if self.random.percent(60) && !defined.contains(&what) {
                defined.push(what);
                object = object.node(self.written(&[definition], 3));
            }
        }
        for _ in 0..self.random.between(1, 5) {
            object = object.node(self.written(STATEMENTS, 3));
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
            let key = self.written(STRINGS, depth);
            return node.node(key);
        }
        if !text.is_empty() {
            return node.text(text);
        }
        let patterns = match letter {
            'b' => BOOLEANS,
            'i' => LONGS,
            'd' => DOUBLES,
            's' => STRINGS,
            'l' => LISTS,
            'h' => DICTS,
            't' => TYPES,
            'D' => BLOCKS,
            _ => EXPRESSIONS,
        };
        let part = self.written(patterns, depth);
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
    let operator = |text: &str| {
        [
            "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~",
        ]
        .contains(&text)
    };
    let last = front.rsplit([' ', '(']).next().unwrap_or_default();
    let next = behind.trim_start().split([' ', ')']).next().unwrap_or_default();
    operator(last) || operator(next)
}
