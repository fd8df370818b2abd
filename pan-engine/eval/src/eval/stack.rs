use std::sync::Arc;

use pan_diagnostics::{FrameKind, Source};
use pan_value::Key;

use super::{Evaluator, Flow};
use crate::ir::{Block, Span, TemplateKind};
use crate::limits::Limit;

/// A template or function that was entered, with what to go back to.
#[derive(Debug)]
pub struct Frame {
    pub(super) kind: FrameKind,
    pub(super) name: Key,
    /// Where it was entered from.
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    outer_kind: TemplateKind,
}

/// A user function.
#[derive(Clone, Debug)]
pub struct FunctionDefinition {
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
        kind: FrameKind,
        name: &Key,
        source: Arc<Source>,
        template_kind: TemplateKind,
        span: Span,
    ) -> Flow<()> {
        if self.stack.len() >= self.limits.depth as usize {
            let message = format!("call depth limit ({}) exceeded by '{name}'", self.limits.depth);
            let hint = format!(
                "look for templates that include, or functions that call, each other in a circle; {}",
                Limit::Depth.advice()
            );
            return Err(self.fail(span, Limit::Depth.reached(message).with_hint(hint)));
        }
        let outer = std::mem::replace(&mut self.source, source);
        self.stack.push(Frame {
            kind,
            name: name.clone(),
            source: outer,
            span,
            outer_kind: self.kind,
        });
        self.kind = template_kind;
        self.recorder.height(self.stack.len());
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
        while self.stack.len() > height {
            self.pop();
        }
    }

    /// Height of the stack.
    pub(crate) const fn height(&self) -> usize {
        self.stack.len()
    }

    /// Lets spans refer to this source; gives the one they referred to.
    pub(crate) fn swap_to(&mut self, source: &Arc<Source>) -> Arc<Source> {
        std::mem::replace(&mut self.source, Arc::clone(source))
    }
}
