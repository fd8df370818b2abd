//! Deep nesting is refused with one diagnostic, on a stack of ordinary size, and what is just within the limits is not.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;

use pan_diagnostics::codes::parse::NESTED_TOO_DEEPLY;
use pan_syntax::{MAX_CHAIN, MAX_NESTING, parse};

/// The codes of the errors, found on a thread with the stack that Rust gives to threads.
fn errors(text: String) -> Vec<String> {
    let check = move || {
        let text: Arc<str> = text.into();
        let parsed = parse(&text);
        assert_eq!(parsed.tree.root().text(), &*text);
        parsed.errors.iter().map(|error| error.code.to_string()).collect()
    };
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(check)
        .unwrap()
        .join()
        .unwrap()
}

fn repeated(before: &str, open: &str, middle: &str, close: &str, after: &str, times: u32) -> String {
    let times = times as usize;
    format!(
        "template t; {before}{}{middle}{}{after}",
        open.repeat(times),
        close.repeat(times)
    )
}

#[test]
fn nested_text() {
    let too_deep = [NESTED_TOO_DEEPLY.to_string()];
    for (before, open, middle, close, after) in [
        ("'/a' = ", "(", "1", ")", ";"),
        ("'/a' = ", "{", "1", "}", ";"),
        ("'/a' = ", "f(", "1", ")", ";"),
        ("'/a' = ", "x[", "1", "]", ";"),
        ("'/a' = ", "if (a) 1 else ", "1", "", ";"),
        ("'/a' = ", "-(", "1", ")", ";"),
        ("'/a' = ", "x = (", "1", ")", ";"),
        ("type t = ", "{'a' : ", "long", "}", ";"),
        ("'/a' = ", "while (", "1", ") 1", ";"),
    ] {
        let fits = repeated(before, open, middle, close, after, MAX_NESTING - 1);
        assert_eq!(errors(fits), Vec::<String>::new(), "{open}");
        for times in [MAX_NESTING + 1, 20_000] {
            assert_eq!(
                errors(repeated(before, open, middle, close, after, times)),
                too_deep,
                "{open}"
            );
            assert_eq!(
                errors(repeated(before, open, "", "", "", times)),
                too_deep,
                "{open} unclosed"
            );
        }
    }
}

#[test]
fn chains() {
    let too_deep = [NESTED_TOO_DEEPLY.to_string()];
    assert_eq!(
        errors(repeated("'/a' = 1", " + 1", "", "", ";", MAX_CHAIN)),
        Vec::<String>::new()
    );
    assert_eq!(
        errors(repeated("'/a' = 1", " + 1", "", "", ";", MAX_CHAIN + 1)),
        too_deep
    );
    assert_eq!(
        errors(repeated("'/a' = 1", " < 1 + 2", "", "", ";", 20_000)),
        too_deep
    );
    assert_eq!(
        errors(repeated("'/a' = ", "x = ", "1", "", ";", 20_000)),
        too_deep
    );
    assert_eq!(
        errors(repeated("type t = long", "[]", "", "", ";", 20_000)),
        too_deep
    );
    assert_eq!(errors(repeated("'/a' = ", "-", "1", "", ";", 20_000)).len(), 1);
}
