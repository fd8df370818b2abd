use std::sync::Arc;

use pan_diagnostics::codes;

use super::Sharing;
use crate::builtin::Fault;
use crate::eval::{Evaluator, Flow};
use crate::ir::{Span, Statement, Template};

impl Evaluator<'_> {
    /// Runs a statement of a template, in the way that sharing asks for.
    pub(crate) fn run_statement(&mut self, template: &Arc<Template>, index: usize, first: bool) -> Flow<()> {
        let Some(statement) = template.statements.get(index) else {
            return Ok(());
        };
        match &self.sharing {
            Sharing::Recording(_) if self.is_outermost() => {
                self.record_statement(template, (index, first), statement)
            }
            Sharing::Following(_) if self.is_outermost() => self.follow_statement(statement, first),
            _ => self.statement(statement, first),
        }
    }

    fn record_statement(
        &mut self,
        template: &Arc<Template>,
        (index, first): (usize, bool),
        statement: &Statement,
    ) -> Flow<()> {
        self.begin(true);
        let target = match statement {
            Statement::Include(include) => self.included(include)?,
            other => {
                self.statement(other, first)?;
                None
            }
        };
        let recording = self.end();
        let sharing = std::mem::take(&mut self.sharing);
        let Sharing::Recording(mut builder) = sharing else {
            return Ok(());
        };
        let kept = builder.event(self, template, (index, first), target.clone(), recording);
        if kept.is_none() || self.recorder.is_lost() {
            // Built again by itself. Never shown.
            let fault = Fault::new("what happened cannot be recorded").with_code(codes::system::INTERNAL);
            return Err(self.fail(Span::default(), fault));
        }
        self.sharing = Sharing::Recording(builder);
        if let (Statement::Include(include), Some((template, first))) = (statement, target) {
            self.run_included(include, &template, first)?;
        }
        if let Sharing::Recording(builder) = &mut self.sharing {
            builder.close();
        }
        Ok(())
    }

    /// Follows another object, or records what others can follow.
    pub(crate) fn share(&mut self, plan: super::Plan, template: &Template) -> Flow<()> {
        match plan {
            super::Plan::Follow(trace) => self.start_following(trace),
            super::Plan::Record => {
                if let Some(builder) = super::Builder::new(self, template) {
                    self.sharing = Sharing::Recording(Box::new(builder));
                }
                Ok(())
            }
            super::Plan::Alone => Ok(()),
        }
    }
}
