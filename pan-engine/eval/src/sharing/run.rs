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
        let Sharing::Recording(builder) = &mut self.sharing else {
            return self.statement(statement, first);
        };
        let is_outside = builder.is_outside();
        if is_outside && builder.is_hopeless() {
            self.abandon();
            return self.statement(statement, first);
        }
        // The object template's own statements are nobody else's: only what they leave behind matters, all together.
        if is_outside {
            if !self.recorder.is_noting() {
                self.begin(false);
            }
        } else {
            self.begin(true);
        }
        let target = match statement {
            Statement::Include(include) => self.included(include)?,
            other => {
                self.statement(other, first)?;
                None
            }
        };
        if target.is_none() && is_outside {
            return Ok(());
        }
        self.record_event(template, (index, first), target.clone())?;
        if let (Statement::Include(include), Some((template, first))) = (statement, target) {
            self.run_included(include, &template, first)?;
        }
        if let Sharing::Recording(builder) = &mut self.sharing {
            builder.close();
        }
        Ok(())
    }

    /// Ends recording: this object goes on by itself, and so do all of its kind.
    fn abandon(&mut self) {
        self.end();
        self.sharing = Sharing::Abandoned;
    }

    /// Ends the recording of what just ran, as an event that is still open.
    fn record_event(
        &mut self,
        template: &Arc<Template>,
        place: (usize, bool),
        include: Option<(Arc<Template>, bool)>,
    ) -> Flow<()> {
        let recording = self.end();
        let sharing = std::mem::take(&mut self.sharing);
        let Sharing::Recording(mut builder) = sharing else {
            return Ok(());
        };
        let kept = builder.event(self, template, place, include, recording);
        if kept.is_none() || self.recorder.is_lost() {
            // Built again by itself. Never shown.
            let fault = Fault::new("what happened cannot be recorded").with_code(codes::system::INTERNAL);
            return Err(self.fail(Span::default(), fault));
        }
        self.sharing = Sharing::Recording(builder);
        Ok(())
    }

    /// Records what the object template's own statements left behind since the last include.
    fn record_own(&mut self, template: &Arc<Template>) -> Flow<()> {
        if self.recorder.is_noting() {
            self.record_event(template, (0, true), None)?;
            if let Sharing::Recording(builder) = &mut self.sharing {
                builder.close();
            }
        }
        Ok(())
    }

    /// The object template has run.
    pub(crate) fn end_statements(&mut self, template: &Arc<Template>) -> Flow<()> {
        match &self.sharing {
            Sharing::Recording(_) => self.record_own(template),
            _ => self.end_following(),
        }
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
