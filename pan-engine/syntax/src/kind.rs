//! The kinds of tokens and nodes.

/// Defines [`SyntaxKind`] with the fixed text of each kind that has one.
macro_rules! kinds {
    (
        other { $($other:ident $other_doc:literal)* }
        punctuation { $($punct:ident $punct_text:literal)* }
        keywords { $($keyword:ident $keyword_text:literal)* }
        nodes { $($node:ident $node_doc:literal)* }
    ) => {
        /// What a token or node is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum SyntaxKind {
            $(#[doc = $other_doc] $other,)*
            $(#[doc = concat!("`", $punct_text, "`")] $punct,)*
            $(#[doc = concat!("`", $keyword_text, "`")] $keyword,)*
            $(#[doc = $node_doc] $node,)*
        }

        impl SyntaxKind {
            /// The text that every token of this kind has; none for kinds whose text varies and for nodes.
            #[must_use]
            pub const fn fixed_text(self) -> Option<&'static str> {
                match self {
                    $(Self::$punct => Some($punct_text),)*
                    $(Self::$keyword => Some($keyword_text),)*
                    _ => None,
                }
            }

            /// All reserved words.
            const KEYWORDS: &[Self] = &[$(Self::$keyword),*];

            /// Whether this is a reserved word.
            #[must_use]
            pub const fn is_keyword(self) -> bool {
                matches!(self, $(Self::$keyword)|*)
            }
        }
    };
}

kinds! {
    other {
        Eof "The end of the text; never in a tree."
        Whitespace "Blanks, tabs, form feeds and line ends."
        Comment "From `#` to the end of the line."
        Annotation "`@name{...}`, also with round or square brackets."
        HeredocBody "The lines of a here-document."
        HeredocEnd "The line with a here-document's end marker, its line end included."
        Unknown "A character that begins no token."
        Long "A whole number: decimal, hexadecimal or octal."
        Double "A floating point number."
        SingleQuoted "A string in `'`."
        DoubleQuoted "A string in `\"`."
        HeredocMarker "`<<NAME`, whose string is in the lines that follow."
        Identifier "A name of a variable, function or type."
        TemplateName "The name in a template declaration, with slashes."
    }
    punctuation {
        LeftBrace "{"
        RightBrace "}"
        LeftParen "("
        RightParen ")"
        LeftBracket "["
        RightBracket "]"
        Question "?"
        Colon ":"
        Semicolon ";"
        Comma ","
        Assign "="
        AssignDefault "?="
        Plus "+"
        Minus "-"
        Star "*"
        Slash "/"
        Percent "%"
        Bang "!"
        Tilde "~"
        Less "<"
        Greater ">"
        LessEqual "<="
        GreaterEqual ">="
        EqualEqual "=="
        NotEqual "!="
        OrOr "||"
        AndAnd "&&"
        Pipe "|"
        Caret "^"
        Ampersand "&"
        DotDot ".."
        HeredocStart "<<"
    }
    keywords {
        UndefWord "undef"
        NullWord "null"
        TrueWord "true"
        FalseWord "false"
        IfWord "if"
        ForWord "for"
        WithWord "with"
        ElseWord "else"
        TypeWord "type"
        BindWord "bind"
        WhileWord "while"
        ValidWord "valid"
        FinalWord "final"
        PrefixWord "prefix"
        UniqueWord "unique"
        ObjectWord "object"
        ForeachWord "foreach"
        IncludeWord "include"
        TemplateWord "template"
        FunctionWord "function"
        VariableWord "variable"
        StructureWord "structure"
        ExtensibleWord "extensible"
        DeclarationWord "declaration"
        ChoiceWord "choice"
    }
    nodes {
        File "The whole text."
        Error "Text that fits nowhere."
        Header "The template declaration."
        EmptyStatement "A semicolon alone."
        IncludeStatement "`include DML;`"
        PrefixStatement "`prefix PATH;`"
        ValidStatement "`valid PATH = DML;`"
        BindStatement "`bind PATH = TYPE;`"
        AssignStatement "`[final] PATH = DML;` and `?=`"
        VariableStatement "`[final] variable NAME = DML;` and `?=`"
        TypeStatement "`type NAME = TYPE;`"
        FunctionStatement "`function NAME = DML;`"
        Path "The path of a statement or record field: one quoted string."
        FullType "A type with its default and validation."
        DefaultClause "`= DML` after a type."
        WithClause "`with DML` after a type."
        TypeSpec "A base type followed by list, dict and link clauses."
        NamedType "A type called by name, with an optional range."
        ChoiceType "`choice('a', 'b')`"
        RecordType "`[extensible] { fields }`, with an optional range."
        Field "`PATH : TYPE` (required) or `PATH ? TYPE` (optional)."
        IncludeField "`include NAME` in a record."
        ListClause "`[range]` after a type."
        DictClause "`{range}` after a type."
        LinkClause "`*` after a type."
        RangeClause "`(range)` after a type."
        Range "`min..max`, either of which may be missing, or one number."
        Block "`{ DML; DML }`"
        IfExpr "`if (DML) DML else DML`"
        WhileExpr "`while (DML) DML`"
        ForExpr "`for (DML; DML; DML) DML`"
        ForeachExpr "`foreach (KEY; VALUE; DML) DML`"
        AssignExpr "`variable = variable = value`"
        BinaryExpr "Two operands and the operator between them."
        UnaryExpr "An operator and its operand."
        ParenExpr "`(DML)`"
        CallExpr "`name(arguments)`"
        Variable "`name[DML][DML]`"
        Index "`[DML]` of a variable."
        Literal "A number, string, boolean, `undef` or `null`."
    }
}

/// The reserved words at the places that [`place`] gives them: one look tells whether a name is one.
#[expect(
    clippy::indexing_slicing,
    reason = "made when this is compiled: a wrong index would not compile"
)]
const KEYWORDS: [SyntaxKind; 64] = {
    let mut words = [SyntaxKind::Identifier; 64];
    let mut index = 0;
    while index < SyntaxKind::KEYWORDS.len() {
        let word = SyntaxKind::KEYWORDS[index];
        if let Some(text) = word.fixed_text() {
            let place = place(text.as_bytes());
            assert!(
                matches!(words[place], SyntaxKind::Identifier),
                "two words have the same place"
            );
            words[place] = word;
        }
        index += 1;
    }
    words
};

/// A number below 64 that no two reserved words share.
const fn place(word: &[u8]) -> usize {
    match word {
        [first, second, ..] => (*first as usize + *second as usize * 7 + word.len() * 39) % 64,
        _ => 0,
    }
}

impl SyntaxKind {
    /// The kind of the reserved word `text`, if it is one.
    #[must_use]
    pub fn keyword(text: &str) -> Option<Self> {
        let kind = *KEYWORDS.get(place(text.as_bytes()))?;
        (kind.fixed_text() == Some(text)).then_some(kind)
    }

    /// Whether the parser passes over tokens of this kind.
    #[must_use]
    pub const fn is_trivia(self) -> bool {
        matches!(
            self,
            Self::Whitespace | Self::Comment | Self::Annotation | Self::HeredocBody | Self::HeredocEnd
        )
    }

    /// How messages call a token of this kind when they expect one.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Eof => "end of file",
            Self::Long => "a whole number",
            Self::Double => "a number",
            Self::SingleQuoted | Self::DoubleQuoted => "a quoted string",
            Self::HeredocMarker => "a here-document",
            Self::Identifier => "a name",
            Self::TemplateName => "a template name",
            Self::Unknown => "an unknown character",
            _ => match self.fixed_text() {
                Some(text) => text,
                None => "something else",
            },
        }
    }
}
