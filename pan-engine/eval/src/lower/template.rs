//! The template as a whole: its name, and which statements its kind may hold.

use pan_diagnostics::codes::syntax;
use pan_diagnostics::{Code, Diagnostic, Location};
use pan_syntax::ast::{self, View as _};
use pan_value::{Key, is_template_name};
use rustc_hash::FxHashMap;

use super::Lowering;
use crate::ir::{Span, Statement, Template, TemplateKind};

impl Lowering<'_> {
    /// Lowers the file; gives nothing only if it has no declaration.
    pub(super) fn template(&mut self, file: ast::File<'_>) -> Option<Template> {
        let header = file.header()?;
        let (name, name_span) = header.name()?;
        if !is_template_name(name) {
            let message = format!("'{name}' is not a valid name for a template");
            let hint = "names are words separated by single slashes; no word may begin with a period";
            self.note(
                Diagnostic::error(syntax::INVALID_TEMPLATE_NAME, message).with_hint(hint),
                name_span,
            );
        }
        let kind = match header.kind() {
            ast::TemplateKind::Ordinary => TemplateKind::Ordinary,
            ast::TemplateKind::Object => TemplateKind::Object,
            ast::TemplateKind::Unique => TemplateKind::Unique,
            ast::TemplateKind::Declaration => TemplateKind::Declaration,
            ast::TemplateKind::Structure => TemplateKind::Structure,
        };
        let mut statements = Vec::with_capacity(file.statements().count());
        for statement in file.statements() {
            if let Some(lowered) = self.statement(statement) {
                self.check_kind(kind, &lowered, statement);
                statements.push(lowered);
            }
        }
        self.check_duplicates(&statements);
        Some(Template {
            name: self.key(name),
            name_span,
            kind,
            source: self.source.clone(),
            statements: statements.into(),
        })
    }

    /// Whether a template of this kind may hold the statement.
    fn check_kind(&mut self, kind: TemplateKind, statement: &Statement, tree: ast::Statement<'_>) {
        let path = match tree {
            ast::Statement::Assign(assign) => assign.path().map(ast::View::span),
            _ => None,
        };
        let span = path.unwrap_or_else(|| statement.span());
        match (kind, statement) {
            (TemplateKind::Declaration, Statement::Assign(_)) => {
                let message = "a declaration template cannot assign to paths";
                self.error(syntax::STATEMENT_IN_DECLARATION, span, message);
            }
            (TemplateKind::Structure, Statement::Assign(assign)) if assign.path.is_absolute() => {
                let message = "a structure template can assign to relative paths only";
                self.error(syntax::ABSOLUTE_ASSIGNMENT, span, message);
            }
            (TemplateKind::Structure, Statement::Assign(_) | Statement::Include(_)) => {}
            (TemplateKind::Structure, _) => {
                let word = Self::first_word(tree);
                let message = format!("a structure template cannot hold a '{word}' statement");
                self.error(syntax::STATEMENT_IN_STRUCTURE, span, message);
            }
            (_, Statement::Assign(assign)) if assign.path.is_relative() => {
                let message = format!("'{}' is a relative path without a prefix", assign.path);
                let hint = "begin the path with '/', or write a prefix statement before";
                self.note(
                    Diagnostic::error(syntax::RELATIVE_ASSIGNMENT, message).with_hint(hint),
                    span,
                );
            }
            _ => {}
        }
    }

    /// The word that says what a statement is.
    fn first_word(statement: ast::Statement<'_>) -> &str {
        let mut words = statement.node().tokens().map(|token| token.text());
        words.find(|word| *word != "final").unwrap_or_default()
    }

    /// Types and functions that are defined twice in one template.
    fn check_duplicates(&mut self, statements: &[Statement]) {
        let mut types = FxHashMap::default();
        let mut functions = FxHashMap::default();
        for statement in statements {
            match statement {
                Statement::Type(t) => {
                    self.check_duplicate(&mut types, &t.name, t.span, syntax::DUPLICATE_TYPE, "type");
                }
                Statement::Function(f) => {
                    self.check_duplicate(
                        &mut functions,
                        &f.name,
                        f.span,
                        syntax::DUPLICATE_FUNCTION,
                        "function",
                    );
                }
                _ => {}
            }
        }
    }

    fn check_duplicate(
        &mut self,
        known: &mut FxHashMap<Key, Span>,
        name: &Key,
        span: Span,
        code: Code,
        what: &str,
    ) {
        if let Some(first) = known.insert(name.clone(), span) {
            let first = Location::new(&self.source, first);
            let message = format!("the {what} '{name}' is defined twice in this template");
            self.note(
                Diagnostic::error(code, message).with_label(first, "first defined here"),
                span,
            );
        }
    }
}
