//! Lexer, lossless tree and parser of the Pan language.
