use std::fmt::Write as _;
use std::sync::Arc;

use pan_diagnostics::{Source, render};
use pan_syntax::{Parse, parse, parse_dml};

use crate::stack::on_large_stack;

/// The tree of any text gives the text back, byte for byte, and every error can be shown.
pub fn parser(input: &[u8]) {
    let text: Arc<str> = String::from_utf8_lossy(input).into();
    on_large_stack(move || {
        check(&text, &parse(&text));
        check(&text, &parse_dml(&text));
    });
}

fn check(text: &Arc<str>, parse: &Parse) {
    let mut tokens = String::with_capacity(text.len());
    for token in parse.tree.tokens() {
        tokens.push_str(token.text());
    }
    assert_eq!(&*tokens, &**text, "the tokens of the tree are not the text");
    assert_eq!(parse.tree.root().text(), &**text, "the tree is not the text");
    let source = Source::new("t", "t.pan", Arc::clone(text));
    let mut shown = String::new();
    for diagnostic in parse.diagnostics(&source).iter().take(20) {
        let _ = write!(
            shown,
            "{}{}{}",
            render::human(diagnostic, false),
            render::short(diagnostic),
            render::json(diagnostic)
        );
    }
}
