//! The annotation file of a template: what it declares, and the annotations in front of the declarations.

use pan_diagnostics::{Location, Source, Span};
use std::sync::Arc;

use pan_syntax::annotation::Annotation;
use pan_syntax::ast::{
    BaseType, Dml, Field, File, FullType, Header, LiteralValue, RecordItem, Statement, TemplateKind,
    View as _,
};
use pan_syntax::{Node, literal};
use pan_value::{Path, Range, format_double, parse_double, utf16_len};

use crate::xml::Xml;

/// The file for a correct template.
pub fn document(source: &Arc<Source>, file: File<'_>) -> Option<String> {
    let header = file.header()?;
    let mut document = Document {
        source,
        xml: Xml::new(),
    };
    document.template(header, file);
    Some(document.xml.finish())
}

struct Document<'s> {
    source: &'s Arc<Source>,
    xml: Xml,
}

impl Document<'_> {
    fn template(&mut self, header: Header<'_>, file: File<'_>) {
        self.xml.open("template");
        self.xml.attribute("xmlns", "http://quattor.org/pan/annotations");
        self.xml.attribute("name", header.name().unwrap_or_default().0);
        self.range(header.span());
        let kind = match header.kind() {
            TemplateKind::Ordinary => "ORDINARY",
            TemplateKind::Object => "OBJECT",
            TemplateKind::Unique => "UNIQUE",
            TemplateKind::Declaration => "DECLARATION",
            TemplateKind::Structure => "STRUCTURE",
        };
        self.xml.attribute("type", kind);
        self.annotations(header.node());
        for statement in file.statements() {
            self.statement(statement);
        }
        self.xml.close();
    }

    fn statement(&mut self, statement: Statement<'_>) {
        let (tag, name) = match statement {
            Statement::Variable(variable) => ("variable", variable.name()),
            Statement::Function(function) => ("function", function.name()),
            Statement::Type(declared) => ("type", declared.name()),
            // Its type is shown as if it stood alone.
            Statement::Bind(bind) => return self.full_type(bind.full_type()),
            _ => return,
        };
        self.xml.open(tag);
        self.xml.attribute("name", name.unwrap_or_default().0);
        self.range(statement.span());
        self.annotations(statement.node());
        if let Statement::Type(declared) = statement {
            self.full_type(declared.full_type());
        }
        self.xml.close();
    }

    fn full_type(&mut self, full: Option<FullType<'_>>) {
        let Some(full) = full else { return };
        if let Some(base) = full.spec().and_then(|spec| spec.base()) {
            self.base_type(base);
        }
        if let Some(Dml::Literal(default)) = full.default() {
            let text = default.value().and_then(literal_text);
            self.xml.open("default");
            self.range(default.span());
            self.xml.attribute("text", &text.unwrap_or_default());
            self.xml.close();
        }
    }

    fn base_type(&mut self, base: BaseType<'_>) {
        let (name, extensible, range) = match base {
            BaseType::Named(named) => (named.name().map(|(name, _)| name), false, named.range()),
            BaseType::Choice(_) => (Some("choice"), false, None),
            BaseType::Record(record) => (None, record.is_extensible(), record.range()),
        };
        self.xml.open("basetype");
        if let Some(name) = name {
            self.xml.attribute("name", name);
        }
        self.range(base.span());
        self.xml.attribute("extensible", &extensible.to_string());
        let bounds = range.map(|range| range.bounds());
        if let Some((min, max)) = bounds
            && let Ok(range) = Range::parse(min.as_deref(), max.as_deref())
        {
            self.xml.attribute("range", &range.to_string());
        }
        if let BaseType::Record(record) = base {
            for item in record.items() {
                match item {
                    RecordItem::Field(field) => self.field(field),
                    RecordItem::Include(include) => {
                        let (name, span) = include.name().unwrap_or_default();
                        self.xml.open("include");
                        self.xml.attribute("name", name);
                        self.range(span);
                        self.xml.close();
                    }
                }
            }
        }
        self.xml.close();
    }

    fn field(&mut self, field: Field<'_>) {
        self.xml.open("field");
        if let Some(path) = field.path() {
            let key = path.text().and_then(|text| Path::parse(&text).ok());
            if let Some(term) = key.as_ref().and_then(|key| key.terms().first()) {
                self.xml.attribute("name", &term.to_string());
            }
            self.range(path.span());
        }
        self.xml.attribute("required", &field.is_required().to_string());
        self.annotations(field.node());
        self.full_type(field.full_type());
        self.xml.close();
    }

    /// The annotations in front of a node, the nearest first.
    fn annotations(&mut self, node: Node<'_>) {
        for token in node.annotations().into_iter().rev() {
            let Ok(annotation) = Annotation::parse(token.text()) else {
                continue;
            };
            if !annotation.name.is_empty() {
                self.xml.open(&annotation.name);
            }
            for (key, value) in &annotation.entries {
                self.xml.text(key, value);
            }
            if !annotation.name.is_empty() {
                self.xml.close();
            }
        }
    }

    fn range(&mut self, span: Span) {
        let location = Location::new(self.source, span);
        let (first, last) = (location.line(), location.last().line);
        // The reference counts columns in units of UTF-16.
        let units = |line: u32, end: u32| {
            let before = Span::new(self.source.line_start(line), end);
            utf16_len(self.source.slice(before))
        };
        let range = format!(
            "{first}.{}-{last}.{}",
            units(first, span.start) + 1,
            units(last, span.end)
        );
        self.xml.attribute("source-range", &range);
    }
}

/// The literal as the reference prints its value.
fn literal_text(value: LiteralValue<'_>) -> Option<String> {
    Some(match value {
        LiteralValue::Undef => "undef".to_owned(),
        LiteralValue::Null => "null".to_owned(),
        LiteralValue::Boolean(value) => value.to_string(),
        LiteralValue::Long(token) => literal::long(token, false)?.to_string(),
        LiteralValue::Double(token) => format_double(parse_double(token)?),
        LiteralValue::String(text) => text.into_owned(),
    })
}
