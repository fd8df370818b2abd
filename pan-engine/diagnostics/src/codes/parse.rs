//! PAN0001 to PAN0999: the text does not follow the grammar.

codes! { Parse;
    1 EXPECTED_TOKEN "something else was expected here"
    2 UNEXPECTED_CHARACTER "this character begins no token"
    3 UNTERMINATED_STRING "a string is not closed on its line"
    4 BAD_ESCAPE "a double-quoted string holds an unknown or incomplete escape"
    5 UNTERMINATED_HEREDOC "the end marker of a here-document is missing"
    6 BAD_ANNOTATION "an annotation is malformed"
    7 MISSING_TEMPLATE "the file does not begin with a template declaration"
    8 EMPTY_EXPRESSION "an expression is missing before a semicolon"
    9 EMPTY_BLOCK "a block holds no expression"
    10 RESERVED_WORD "a reserved word is used as a name"
    11 BLOCK_AS_VALUE "a block is used where only an expression is allowed"
    12 INDEXED_RESULT "something other than a variable is indexed"
    13 REPEATED_OPERATOR "unary operators are chained"
    14 BAD_NUMBER "a number is malformed"
    15 NESTED_TOO_DEEPLY "the text is nested too deeply"
    16 TOO_LARGE "the text is too large"
}
