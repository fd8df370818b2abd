//! PAN0001 to PAN0999: the text does not follow the grammar.

#![expect(
    clippy::zero_prefixed_literal,
    reason = "the numbers as they are in the names of the explanations"
)]

codes! { Parse;
    0001 EXPECTED_TOKEN "something else was expected here"
    0002 UNEXPECTED_CHARACTER "this character begins no token"
    0003 UNTERMINATED_STRING "a string is not closed on its line"
    0004 BAD_ESCAPE "a double-quoted string holds an unknown or incomplete escape"
    0005 UNTERMINATED_HEREDOC "the end marker of a here-document is missing"
    0006 BAD_ANNOTATION "an annotation is malformed"
    0007 MISSING_TEMPLATE "the file does not begin with a template declaration"
    0008 EMPTY_EXPRESSION "an expression is missing before a semicolon"
    0009 EMPTY_BLOCK "a block holds no expression"
    0010 RESERVED_WORD "a reserved word is used as a name"
    0011 BLOCK_AS_VALUE "a block is used where only an expression is allowed"
    0012 INDEXED_RESULT "something other than a variable is indexed"
    0013 REPEATED_OPERATOR "unary operators are chained"
    0014 BAD_NUMBER "a number is malformed"
    0015 NESTED_TOO_DEEPLY "the text is nested too deeply"
    0016 TOO_LARGE "the text is too large"
}
