//! Types.

use std::collections::BTreeMap;

use pan_diagnostics::Class;
use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, View as _};
use pan_value::Range;

use super::Lowering;
use crate::ir::{BaseType, FullType, Record};

impl Lowering<'_> {
    /// A type with its default and validation; none if it is wrong.
    pub(super) fn full_type(&mut self, tree: ast::FullType<'_>) -> Option<FullType> {
        let base = self.type_spec(tree.spec()?);
        let default = tree.default().and_then(|dml| self.default_value(dml));
        let with = tree.with().map(|dml| self.own_block(dml));
        Some(FullType {
            id: crate::ir::next_id(),
            span: tree.span(),
            source: self.source.clone(),
            base: base?,
            default,
            with,
        })
    }

    fn type_spec(&mut self, tree: ast::TypeSpec<'_>) -> Option<BaseType> {
        let mut base = match tree.base()? {
            ast::BaseType::Named(named) => {
                let (name, _) = named.name()?;
                BaseType::Named {
                    name: self.key(name),
                    range: self.range(named.range()),
                }
            }
            ast::BaseType::Choice(choice) => self.choice(choice),
            ast::BaseType::Record(record) => BaseType::Record(self.record(record)),
        };
        for clause in tree.clauses() {
            let inner = Box::new(base);
            base = match clause {
                ast::TypeClause::List(_) => BaseType::List {
                    element: inner,
                    range: self.range(clause.range()),
                },
                ast::TypeClause::Dict(_) => BaseType::Dict {
                    element: inner,
                    range: self.range(clause.range()),
                },
                ast::TypeClause::Link(_) => BaseType::Link { target: inner },
            };
        }
        Some(base)
    }

    fn choice(&mut self, tree: ast::Choice<'_>) -> BaseType {
        let choices = tree.choices().filter_map(|literal| match literal.value()? {
            ast::LiteralValue::String(text) => Some(self.key(&text).shared()),
            _ => None,
        });
        BaseType::Choice {
            choices: choices.collect(),
        }
    }

    fn record(&mut self, tree: ast::Record<'_>) -> Record {
        let mut includes = Vec::new();
        let mut required = BTreeMap::new();
        let mut optional = BTreeMap::new();
        for item in tree.items() {
            match item {
                ast::RecordItem::Include(include) => {
                    includes.extend(include.name().map(|(name, _)| self.key(name)))
                }
                ast::RecordItem::Field(field) => {
                    let name = field.path().and_then(|path| self.field_name(path));
                    let definition = field.full_type().and_then(|tree| self.full_type(tree));
                    if let (Some(name), Some(definition)) = (name, definition) {
                        let fields = if field.is_required() {
                            &mut required
                        } else {
                            &mut optional
                        };
                        fields.insert(name, definition);
                    }
                }
            }
        }
        Record {
            extensible: tree.is_extensible(),
            range: self.range(tree.range()),
            includes: includes.into(),
            required: required.into_iter().collect(),
            optional: optional.into_iter().collect(),
        }
    }

    /// A range. One that nothing can be in is reported as the reference does: as an evaluation error.
    fn range(&mut self, tree: Option<ast::Range<'_>>) -> Option<Range> {
        let tree = tree?;
        let (min, max) = tree.bounds();
        match Range::parse(min.as_deref(), max.as_deref()) {
            Ok(range) => Some(range),
            Err(error @ pan_value::RangeError::Bound(_)) => {
                self.error_of_class(
                    Class::System,
                    syntax::NUMBER_TOO_LARGE,
                    tree.span(),
                    error.to_string(),
                );
                None
            }
            Err(error) => {
                self.error_of_class(
                    Class::Evaluation,
                    syntax::INVALID_RANGE,
                    tree.span(),
                    error.to_string(),
                );
                None
            }
        }
    }
}
