use pan_syntax::lexer::{Quoting, lex};

/// The tokens of any text are the text: each begins where the one before ends, none is empty, and the last ends the text.
pub fn lexer(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for quoting in [Quoting::Longest, Quoting::Paired] {
        let lexed = lex(&text, quoting);
        let mut start = 0;
        for token in &lexed.tokens {
            let end = token.end as usize;
            assert!(start < end, "empty token at {start}: {token:?}");
            assert!(
                text.is_char_boundary(end),
                "token ends inside a character: {token:?}"
            );
            start = end;
        }
        assert_eq!(start, text.len(), "the tokens do not cover the text");
        for error in &lexed.errors {
            assert!(
                text.get(error.span.start as usize..error.span.end as usize)
                    .is_some(),
                "the place of an error is not in the text: {error:?}"
            );
        }
    }
}
