use super::*;

/// The tokens of a text, `kind:text`, blanks left out; errors behind them.
fn check(text: &str, expected: &str) {
    let lexed = lex(text, Quoting::Longest);
    let mut start = 0;
    let mut found = Vec::new();
    for token in &lexed.tokens {
        let part = &text[start..token.end as usize];
        start = token.end as usize;
        if token.kind != SyntaxKind::Whitespace {
            found.push(format!("{:?}:{}", token.kind, part.escape_debug()));
        }
    }
    assert_eq!(start, text.len(), "tokens cover the text");
    found.extend(lexed.errors.iter().map(|error| error.code.to_string()));
    assert_eq!(found.join(" "), expected);
}

#[test]
fn template_names_come_after_template_only() {
    check(
        "template a/b-c.d;",
        "TemplateWord:template TemplateName:a/b-c.d Semicolon:;",
    );
    check(
        "template # x\n 1+2;",
        "TemplateWord:template Comment:# x TemplateName:1+2 Semicolon:;",
    );
    check("a/b", "Identifier:a Slash:/ Identifier:b");
}

#[test]
fn numbers() {
    check(
        "10 0x1F 017 08 1.5 1e5 1.5E-3",
        "Long:10 Long:0x1F Long:017 Long:0 Long:8 Double:1.5 Double:1e5 Double:1.5E-3",
    );
    check(
        "1..2 1. 0x 00.5",
        "Long:1 DotDot:.. Long:2 Long:1 Unknown:. Long:0 Identifier:x Double:00.5 PAN0002",
    );
}

#[test]
fn quoted_strings() {
    check(r"'it''s' '\'", r"SingleQuoted:\'it\'\'s\' SingleQuoted:\'\\\'");
    check("'a\n", "Unknown:\\'a PAN0003");
    check(
        "\"a\\\nb\" \"a\n",
        "DoubleQuoted:\\\"a\\\\\\nb\\\" Unknown:\\\"a PAN0003",
    );
}

#[test]
fn a_backslash_before_a_quote_takes_the_longest_string() {
    let ends = |text, quoting| lex(text, quoting).tokens[0].end;
    let text = r#""a\\"; b = "c";"#;
    assert_eq!(ends(text, Quoting::Longest), 12);
    assert_eq!(ends(text, Quoting::Paired), 5);
    assert!(lex(text, Quoting::Longest).ambiguous);
    assert!(
        !lex(r#""a\\" "#, Quoting::Longest).ambiguous,
        "nothing else on the line could end it"
    );
    assert!(!lex(r#""a\"b""#, Quoting::Longest).ambiguous);
}

#[test]
fn here_documents_begin_on_the_next_line() {
    check(
        "f(<<A, <<B);\none\nA\nA\nB\n x",
        "Identifier:f LeftParen:( HeredocMarker:<<A Comma:, HeredocMarker:<<B RightParen:) Semicolon:; \
         HeredocBody:one\\n HeredocEnd:A\\n HeredocBody:A\\n HeredocEnd:B\\n Identifier:x",
    );
    check("<<A;\nA", "HeredocMarker:<<A Semicolon:; HeredocEnd:A");
    check(
        "<<A;\r\nx\r\n A\r\n",
        "HeredocMarker:<<A Semicolon:; HeredocBody:x\\r\\n A\\r\\n PAN0005",
    );
    check("<<A", "HeredocMarker:<<A PAN0005");
}

#[test]
fn annotations_are_trivia() {
    check(
        "@a { k = 'v' } type",
        "Annotation:@a { k = \\'v\\' } TypeWord:type",
    );
    check("@{ { }", "Annotation:@{ { }");
    check("@a{x", "Unknown:@ Identifier:a LeftBrace:{ Identifier:x PAN0002");
    check("@a{ 1 = 2 }", "Annotation:@a{ 1 = 2 } PAN0006");
}

#[test]
fn the_longest_operator_wins() {
    check(
        "<= << ?= ? || | >== !==",
        "LessEqual:<= HeredocStart:<< AssignDefault:?= Question:? OrOr:|| Pipe:| GreaterEqual:>= Assign:= NotEqual:!= Assign:=",
    );
}
