//! Statements.

use std::sync::Arc;

use pan_diagnostics::Diagnostic;
use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, View as _};
use pan_value::{Path, Value};

use super::Lowering;
use crate::ir::{
    Assign, AssignValue, BaseType, Bind, BindTarget, Block, Expr, FullType, Function, Include, IncludeTarget,
    Span, Statement, TypeDefinition, Variable, VariableValue,
};
use crate::substitution;

/// Names that the compiler sets itself.
const AUTOMATIC: [&str; 6] = ["OBJECT", "SELF", "ARGC", "ARGV", "FUNCTION", "TEMPLATE"];

impl Lowering<'_> {
    /// Lowers a statement. Nothing comes of a prefix, of an include of nothing, and of what is wrong.
    pub(super) fn statement(&mut self, statement: ast::Statement<'_>) -> Option<Statement> {
        // Both are lists for one statement; they would only grow.
        self.exits.clear();
        self.self_uses.clear();
        match statement {
            ast::Statement::Include(include) => self.include(include).map(Statement::Include),
            ast::Statement::Prefix(prefix) => {
                self.prefix_statement(prefix);
                None
            }
            ast::Statement::Valid(valid) => self.valid(valid).map(Statement::Bind),
            ast::Statement::Bind(bind) => self.bind(bind).map(Statement::Bind),
            ast::Statement::Assign(assign) => self.assign(assign).map(Statement::Assign),
            ast::Statement::Variable(variable) => self.variable_statement(variable).map(Statement::Variable),
            ast::Statement::Type(definition) => self.type_statement(definition).map(Statement::Type),
            ast::Statement::Function(function) => self.function(function).map(Statement::Function),
        }
    }

    fn assign(&mut self, assign: ast::AssignStatement<'_>) -> Option<Assign> {
        let path = assign.path().and_then(|path| self.assigned_path(path));
        let value = match self.folded(assign.dml()?) {
            Ok(Value::Null) => AssignValue::Delete,
            Ok(value) => AssignValue::Constant(value),
            Err(block) => AssignValue::Computed(block),
        };
        Some(Assign {
            span: assign.span(),
            path: path?,
            value,
            conditional: assign.is_conditional(),
            is_final: assign.is_final(),
        })
    }

    fn variable_statement(&mut self, variable: ast::VariableStatement<'_>) -> Option<Variable> {
        let (name, name_span) = variable.name()?;
        if AUTOMATIC.contains(&name) {
            let message = format!("the automatic variable {name} cannot be set");
            self.error(syntax::AUTOMATIC_VARIABLE, name_span, message);
        }
        let value = self.folded(variable.dml()?);
        Some(Variable {
            span: variable.span(),
            name: self.key(name),
            value: value.map_or_else(VariableValue::Computed, VariableValue::Constant),
            conditional: variable.is_conditional(),
            is_final: variable.is_final(),
        })
    }

    fn include(&mut self, include: ast::IncludeStatement<'_>) -> Option<Include> {
        let dml = include.dml()?;
        let value = self.folded(dml);
        if let Some(place) = self.self_uses.first().copied() {
            let message = "SELF has no value in an include statement";
            self.error(syntax::SELF_IN_INCLUDE, place, message);
        }
        let target = match value {
            Err(block) => IncludeTarget::Computed(block),
            Ok(Value::Undef | Value::Null) => return None,
            Ok(Value::String(name)) if is_include_name(&name) => IncludeTarget::Static(self.shared(name)),
            Ok(Value::String(name)) => {
                let message = format!("'{name}' is not a valid name for a template");
                self.error(syntax::INVALID_INCLUDE, dml.span(), message);
                return None;
            }
            Ok(other) => {
                let message = format!(
                    "an include needs the name of a template, undef or null, not {}",
                    other.type_name()
                );
                self.error(syntax::INVALID_INCLUDE, dml.span(), message);
                return None;
            }
        };
        Some(Include {
            span: include.span(),
            target,
        })
    }

    fn function(&mut self, function: ast::FunctionStatement<'_>) -> Option<Function> {
        let (name, _) = function.name()?;
        let body = self.own_block(function.dml()?);
        Some(Function {
            span: function.span(),
            name: self.key(name),
            body: Arc::new(body),
        })
    }

    fn type_statement(&mut self, definition: ast::TypeStatement<'_>) -> Option<TypeDefinition> {
        let (name, _) = definition.name()?;
        let lowered = self.full_type(definition.full_type()?)?;
        Some(TypeDefinition {
            span: definition.span(),
            name: self.key(name),
            definition: Arc::new(lowered),
        })
    }

    fn bind(&mut self, bind: ast::BindStatement<'_>) -> Option<Bind> {
        let target = self.bind_target(bind.path()?);
        let definition = self.full_type(bind.full_type()?)?;
        Some(Bind {
            span: bind.span(),
            target: target?,
            definition: Arc::new(definition),
        })
    }

    /// `valid` is a bind of a type that is any element with this validation.
    fn valid(&mut self, valid: ast::ValidStatement<'_>) -> Option<Bind> {
        let target = self.bind_target(valid.path()?);
        let dml = valid.dml()?;
        let definition = FullType {
            id: crate::ir::next_id(),
            span: dml.span(),
            source: self.source.clone(),
            base: BaseType::Named {
                name: self.key("element"),
                range: None,
            },
            default: None,
            with: Some(self.own_block(dml)),
        };
        Some(Bind {
            span: valid.span(),
            target: target?,
            definition: Arc::new(definition),
        })
    }

    fn bind_target(&mut self, path: ast::Path<'_>) -> Option<BindTarget> {
        let text = path.text()?;
        if substitution::has_variable(&text) {
            return Some(BindTarget::Dynamic(text.into()));
        }
        let parsed = self.parsed(Path::parse(&text), path)?;
        if parsed.is_absolute() {
            return Some(BindTarget::Static(parsed));
        }
        let message = format!("a type can be bound to an absolute path only, not to '{text}'");
        let hint = "begin the path with '/'; prefixes do not apply to bind";
        self.note(
            Diagnostic::error(syntax::RELATIVE_BIND, message).with_hint(hint),
            path.span(),
        );
        None
    }

    /// Lowers DML as a block of its own.
    pub(super) fn own_block(&mut self, dml: ast::Dml<'_>) -> Block {
        self.block(|lowering| lowering.dml(dml))
    }

    /// Lowers DML as a block of its own: its value, or the block if it does not fold.
    fn folded(&mut self, dml: ast::Dml<'_>) -> Result<Value, Box<Block>> {
        let errors = self.diagnostics.len();
        let mut block = match dml {
            ast::Dml::Literal(literal) => Block::without_variables(self.literal(literal)),
            _ => self.own_block(dml),
        };
        if let Expr::Constant(value) = &mut block.body {
            return Ok(std::mem::take(value));
        }
        let constant = match self.diagnostics.len() == errors {
            true => self.folding.fold(&block),
            false => None,
        };
        constant.ok_or_else(|| Box::new(block))
    }

    /// The value of a type's default.
    pub(super) fn default_value(&mut self, dml: ast::Dml<'_>) -> Option<Value> {
        let errors = self.diagnostics.len();
        let constant = match self.folded(dml) {
            Ok(value) => Some(value),
            Err(block) if self.diagnostics.len() == errors => self.folding.fold_now(&block),
            Err(_) => None,
        };
        let span: Span = dml.span();
        match constant {
            Some(Value::Undef | Value::Null) => {
                self.error(
                    syntax::DEFAULT_UNDEFINED,
                    span,
                    "a default value cannot be undef or null",
                );
                None
            }
            Some(value) => Some(value),
            None if self.diagnostics.len() == errors => {
                let hint = "it may use literals, operators and functions like list() and dict(), but no paths, \
                            global variables or functions of templates";
                let diagnostic =
                    Diagnostic::error(syntax::DEFAULT_NOT_CONSTANT, "a default value must be constant");
                self.note(diagnostic.with_hint(hint), span);
                None
            }
            None => None,
        }
    }
}

/// Whether an include may name this template: words of letters, digits, `_`, `+`, `-` and `.` separated by single slashes, the
/// first of them beginning with a letter, digit or `_`.
fn is_include_name(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-' | b'.'))
    };
    name.split('/').all(word) && name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}
