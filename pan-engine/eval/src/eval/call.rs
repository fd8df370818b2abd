use pan_diagnostics::{FrameKind, codes};
use pan_value::{Key, Term, Value};

use super::error::fault;
use super::locals::Locals;
use super::{Evaluator, Flow, Interrupt};
use crate::elem::{Elem, Live};
use crate::ir::{Expr, Span};

impl Evaluator<'_> {
    /// Calls a user function.
    pub(super) fn call(
        &mut self,
        locals: &mut Locals<'_>,
        name: &Key,
        args: &[Expr],
        span: Span,
    ) -> Flow<Elem> {
        self.recorder.read_function(name, self.functions.get(name));
        let Some(function) = self.functions.get(name).cloned() else {
            let known: Vec<&str> = self.functions.keys().map(|known| &**known).collect();
            let mut fault = fault(
                codes::evaluation::UNDEFINED_FUNCTION,
                format!("undefined function: {name}"),
            );
            if let Some(close) = closest(name, &known) {
                fault = fault.with_hint(format!("there is a function '{close}'"));
            }
            return Err(self.fail(span, fault));
        };
        // References: what the function does to its arguments is seen by the caller.
        let argv = Live::list(Vec::with_capacity(args.len()));
        for (i, arg) in args.iter().enumerate() {
            let value = self.eval(locals, arg)?;
            let index = i32::try_from(i).unwrap_or(i32::MAX);
            let put = argv.put(&Term::Index(index), Some(value), self.bounds());
            self.here(span, put)?;
        }
        self.allocate_elements(args.len(), span)?;
        let mut inner = Locals::new(&function.body);
        if let Some(slot) = inner.slot("ARGC") {
            let count = i64::try_from(argv.size()).unwrap_or(i64::MAX);
            inner.put(slot, Some(Value::Long(count).into()));
        }
        if let Some(slot) = inner.slot("ARGV") {
            inner.put(slot, Some(Elem::Live(argv)));
        }
        self.push(FrameKind::Call, name, &function.source, function.kind, span)?;
        let outer = self.function.replace(name.clone());
        let result = self.eval(&mut inner, &function.body.body);
        if let Err(Interrupt::Failed(_)) = result {
            // The stack stays as it is: whoever catches the error puts it back.
            return result;
        }
        self.function = outer;
        self.pop();
        match result {
            Err(Interrupt::Return(value)) => Ok(value),
            other => other,
        }
    }
}

/// The most similar of the names, if one is similar enough to be meant.
fn closest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.9)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
