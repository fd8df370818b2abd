//! Whatever the parser lets through can be lowered and folded on an ordinary stack.

use pan_eval::{Engine, Options, TemplateSource};
use pan_syntax::{MAX_CHAIN, MAX_NESTING};

/// The number of errors, found on a thread with the stack that Rust gives to threads.
fn errors(text: String) -> usize {
    let check = move || {
        let checked = Engine::default().check(&TemplateSource::new(text, "t.pan"), &Options::default());
        for diagnostic in &checked.diagnostics {
            println!("{diagnostic}");
        }
        checked.diagnostics.len()
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(check);
    thread
        .and_then(|thread| thread.join().map_err(|_| std::io::Error::other("panicked")))
        .unwrap_or(usize::MAX)
}

fn repeated(before: &str, open: &str, middle: &str, close: &str, after: &str, times: u32) -> String {
    let times = times as usize;
    format!(
        "object template t; {before}{}{middle}{}{after}",
        open.repeat(times),
        close.repeat(times)
    )
}

#[test]
fn nested_text() {
    for (before, open, middle, close, after) in [
        ("'/a' = ", "(", "X", ")", ";"),
        ("'/a' = ", "list(", "1", ")", ";"),
        ("'/a' = ", "f(", "1", ")", ";"),
        ("'/a' = ", "x[", "1", "]", ";"),
        ("'/a' = ", "if (a) 1 else ", "1", "", ";"),
        ("'/a' = { a = false; ", "if (a) 1 else ", "1", "", "};"),
        ("'/a' = ", "-(", "X", ")", ";"),
        ("type t = ", "{'a' : ", "long", "}", ";"),
        ("type t = long", "[]", "", "", ";"),
    ] {
        assert_eq!(
            errors(repeated(before, open, middle, close, after, MAX_NESTING - 2)),
            0,
            "{open}"
        );
    }
}

#[test]
fn chains() {
    for (before, link) in [
        ("'/a' = X", " + 1"),
        ("'/a' = 1", " + 1"),
        ("'/a' = 'a'", " + 'a'"),
        ("'/a' = { x = 1; x", " + x"),
        ("'/a' = { a", " = b"),
    ] {
        let after = if before.contains('{') { "};" } else { ";" };
        assert_eq!(
            errors(repeated(before, link, "", "", after, MAX_CHAIN)),
            0,
            "{before}"
        );
    }
}
