use std::sync::Arc;

use pan_diagnostics::{FrameKind, Source};
use pan_value::Key;

use super::{Evaluator, Flow};
use crate::ir::{Block, Span, TemplateKind};
use crate::limits::Limit;

/// A template or function that was entered, with what to go back to.
#[derive(Debug)]
pub struct Frame {
    pub(super) entered: Entered,
    /// Where it was entered from.
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    outer_kind: TemplateKind,
}

/// What was entered.
#[derive(Debug)]
pub enum Entered {
    /// A template, by an include.
    Include(Arc<Source>),
    /// A structure template.
    Create(Arc<Source>),
    /// A function.
    Call(Arc<FunctionDefinition>),
}

impl Entered {
    /// What kind of frame it is, and its name.
    pub(super) fn described(&self) -> (FrameKind, Arc<str>) {
        match self {
            Self::Include(source) => (FrameKind::Include, Arc::clone(source.name())),
            Self::Create(source) => (FrameKind::Create, Arc::clone(source.name())),
            Self::Call(function) => (FrameKind::Call, function.name.shared()),
        }
    }
}

/// A user function.
#[derive(Debug)]
pub struct FunctionDefinition {
    /// Its name.
    pub name: Key,
    /// Where it is defined.
    pub source: Arc<Source>,
    /// Kind of the template it is defined in.
    pub kind: TemplateKind,
    /// The statement.
    pub span: Span,
    /// What it does.
    pub body: Arc<Block>,
}

impl Evaluator<'_> {
    /// Enters a template or function that `span` calls for. Includes, calls and creates count together.
    pub(crate) fn push(
        &mut self,
        entered: Entered,
        source: &Arc<Source>,
        template_kind: TemplateKind,
        span: Span,
    ) -> Flow<()> {
        if self.height() >= self.limits.depth as usize {
            let (_, name) = entered.described();
            let message = format!("call depth limit ({}) exceeded by '{name}'", self.limits.depth);
            let hint = format!(
                "look for templates that include, or functions that call, each other in a circle; {}",
                Limit::Depth.advice()
            );
            return Err(self.fail(span, Limit::Depth.reached(message).with_hint(hint)));
        }
        let outer = self.swap_to(source);
        self.stack.push(Frame {
            entered,
            source: outer,
            span,
            outer_kind: self.kind,
        });
        self.kind = template_kind;
        self.recorder.height(self.height());
        Ok(())
    }

    /// Leaves what was entered last.
    pub(crate) fn pop(&mut self) {
        if let Some(frame) = self.stack.pop() {
            self.source = frame.source;
            self.kind = frame.outer_kind;
        }
    }

    /// Leaves everything entered since the stack had this height: after an error was caught.
    pub(crate) fn pop_to(&mut self, height: usize) {
        while self.height() > height {
            self.pop();
        }
    }

    /// Height of the stack, with what is left out of it.
    pub(crate) const fn height(&self) -> usize {
        self.stack.len() + self.left_out
    }

    /// So many frames more are left out: nobody will look at them.
    pub(crate) const fn leave_out(&mut self, frames: usize) {
        self.left_out += frames;
    }

    /// As before they were left out.
    pub(crate) const fn put_back(&mut self, frames: usize) {
        self.left_out -= frames;
    }

    /// The value of FUNCTION: name of the function that was called last.
    pub(super) fn function_name(&self) -> Option<&Key> {
        self.stack.iter().rev().find_map(|frame| match &frame.entered {
            Entered::Call(function) => Some(&function.name),
            Entered::Include(_) | Entered::Create(_) => None,
        })
    }

    /// Lets spans refer to this source; gives the one they referred to.
    pub(crate) fn swap_to(&mut self, source: &Arc<Source>) -> Arc<Source> {
        std::mem::replace(&mut self.source, Arc::clone(source))
    }
}
