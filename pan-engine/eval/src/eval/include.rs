use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Key, Value};

use super::error::fault;
use super::self_value::SelfValue;
use super::stack::Entered;
use super::{Evaluator, Flow};
use crate::elem::Elem;
use crate::ir::{Block, Include, IncludeTarget, Span, Template, TemplateKind};
use crate::timing;

impl Evaluator<'_> {
    /// Runs an include statement.
    pub(super) fn include(&mut self, include: &Include) -> Flow<()> {
        let Some((template, first)) = self.included(include)? else {
            return Ok(());
        };
        self.run_included(include, &template, first)
    }

    /// What an include statement includes, if anything, and whether it is loaded for the first time.
    pub(crate) fn included(&mut self, include: &Include) -> Flow<Option<(Arc<Template>, bool)>> {
        let name = match &include.target {
            IncludeTarget::Static(name) => name.clone(),
            IncludeTarget::Computed(block) => match self.included_name(block, include.span)? {
                Some(name) => name,
                None => return Ok(None),
            },
        };
        let (template, first) = self.load(&name, include.span)?;
        if !self.kind.may_include(template.kind) {
            let message = format!(
                "a template of kind {} cannot include '{name}', which is of kind {}",
                self.kind.name(),
                template.kind.name()
            );
            return Err(self.fail(include.span, fault(codes::evaluation::INCLUDE_KIND, message)));
        }
        self.note_included(&name, &template);
        Ok(Some((template, first)))
    }

    /// Enters a template that is included.
    pub(crate) fn enter_include(&mut self, include: &Include, template: &Template) -> Flow<()> {
        let entered = Entered::Include(Arc::clone(&template.source));
        self.push(entered, &template.source, template.kind, include.span)
    }

    /// Runs a template that is included.
    pub(crate) fn run_included(
        &mut self,
        include: &Include,
        template: &Arc<Template>,
        first: bool,
    ) -> Flow<()> {
        self.enter_include(include, template)?;
        self.run_template(template, first)?;
        self.pop();
        Ok(())
    }

    /// The name that the block of an include gives; none if there is nothing to include.
    fn included_name(&mut self, block: &Block, span: Span) -> Flow<Option<Key>> {
        self.self_value = SelfValue::Forbidden;
        let value = self.run_block(block)?;
        self.self_value = SelfValue::None;
        match value {
            Elem::Fixed(Value::String(name)) if is_include_name(&name) => Ok(Some(name.into())),
            Elem::Fixed(Value::Undef | Value::Null) => Ok(None),
            Elem::Fixed(Value::String(name)) => {
                let message = format!("'{name}' is not a template name");
                Err(self.fail(span, fault(codes::evaluation::TEMPLATE_NAME, message)))
            }
            other => {
                let message = format!(
                    "an include needs the name of a template, undef or null, not {}",
                    other.type_name()
                );
                Err(self.fail(span, fault(codes::evaluation::TEMPLATE_NAME, message)))
            }
        }
    }

    /// Runs the statements of a template; of one that ran before only those that may be repeated.
    pub(crate) fn run_template(&mut self, template: &Arc<Template>, first: bool) -> Flow<()> {
        let once = matches!(template.kind, TemplateKind::Unique | TemplateKind::Declaration);
        let _timed = (first || !once).then(|| timing::template(&template.name));
        if !first && once {
            return Ok(());
        }
        for index in 0..template.statements.len() {
            self.run_statement(template, index, first)?;
        }
        Ok(())
    }
}

/// Is this a name that include takes? Stricter in its first character than template names, looser about periods.
pub fn is_include_name(name: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(word)
        && name
            .split('/')
            .all(|term| !term.is_empty() && term.chars().all(|c| word(c) || matches!(c, '+' | '.' | '-')))
}
