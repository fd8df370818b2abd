//! Properties that hold for every text: the tree is the text, and nothing panics.

use std::sync::Arc;

use pan_syntax::{Node, SyntaxKind, parse};
use proptest::prelude::*;

/// Pieces of the language, right and wrong, that random texts are made of.
const PIECES: &[&str] = &[
    "object template x;\n",
    "template",
    "structure",
    " a/b ",
    "'/p'",
    "\"q\\n\"",
    "\"a\\\\\"",
    "\"",
    "'",
    "''",
    "=",
    "?=",
    ";",
    ";\n",
    "\n",
    "\r\n",
    " ",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "variable X",
    "final ",
    "include ",
    "bind ",
    "valid ",
    "type t ",
    "function f ",
    "prefix ",
    "if",
    "else",
    "while",
    "for",
    "foreach",
    "with",
    "extensible",
    "choice",
    "x",
    "SELF",
    "f(",
    ",",
    "1",
    "08",
    "0x1F",
    "1.5",
    "1..",
    "..",
    "<<EOF",
    "EOF\n",
    "<<",
    "@{a}",
    "@x{k=v}",
    "@",
    "# comment\n",
    "+",
    "-",
    "!",
    "~",
    "*",
    "/",
    "%",
    "&&",
    "||",
    "|",
    "^",
    "&",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "?",
    ":",
    "é",
    "\u{0}",
    "\\",
    "undef",
    "null",
    "true",
];

/// What must hold for every text.
fn check(text: &str) {
    let text: Arc<str> = text.into();
    let parsed = parse(&text);
    let tokens: String = parsed.tree.tokens().map(|token| token.text()).collect();
    assert_eq!(tokens, &*text, "the tokens are the text");
    let root = parsed.tree.root();
    assert_eq!(root.text(), &*text, "the root is the text");
    assert_eq!(root.kind(), SyntaxKind::File);
    check_node(root);
    for error in &parsed.errors {
        assert!(error.span.end as usize <= text.len(), "{error:?}");
        assert!(
            text.get(error.span.range()).is_some(),
            "errors do not cut characters: {error:?}"
        );
        assert!(!error.message.is_empty());
    }
    if parsed.errors.is_empty() {
        assert!(parsed.file().header().is_some());
    }
}

/// The children of every node are inside it, in order, and know it as their parent.
fn check_node(root: Node<'_>) {
    let mut stack = vec![root];
    while let Some(node) = stack.pop() {
        let mut end = node.span().start;
        for child in node.children() {
            assert!(
                child.span().start >= end && child.span().end <= node.span().end,
                "{child:?} in {node:?}"
            );
            assert_eq!(child.parent().map(Node::span), Some(node.span()));
            end = child.span().end;
            stack.push(child);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC*") {
        check(&text);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..120)) {
        check(&pieces.concat());
    }

    #[test]
    fn mutated_templates(
        template in prop::sample::select(TEMPLATES),
        from in 0_usize..2_000,
        length in 0_usize..12,
        piece in prop::sample::select(PIECES),
    ) {
        let start = boundary(template, from % (template.len() + 1));
        let end = boundary(template, (start + length).min(template.len()));
        check(&format!("{}{piece}{}", &template[..start], &template[end.max(start)..]));
        check(&template[..start]);
    }
}

fn boundary(text: &str, index: usize) -> usize {
    (0..=index)
        .rev()
        .find(|index| text.is_char_boundary(*index))
        .unwrap_or(0)
}

/// Correct templates with every construct of the language.
const TEMPLATES: &[&str] = &[include_str!("data/everything.pan"), include_str!("data/site.pan")];

#[test]
fn the_templates_are_correct() {
    for template in TEMPLATES {
        check(template);
        assert!(
            parse(&Arc::from(*template)).errors.is_empty(),
            "{:?}",
            parse(&Arc::from(*template)).errors
        );
    }
}
