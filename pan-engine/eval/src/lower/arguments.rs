//! What is known of a built-in function's arguments before anything runs.

use pan_diagnostics::Diagnostic;
use pan_diagnostics::codes::syntax;

use super::Lowering;
use crate::builtin::{Argument, Builtin, Run, Special, Test};
use crate::ir::{Expr, Span};

impl Lowering<'_> {
    /// Whether a call can be right; notes what is wrong.
    pub(super) fn check_arguments(&mut self, builtin: &Builtin, args: &[Expr], span: Span) -> bool {
        let name = builtin.name;
        if !builtin.arity.allows(args.len()) {
            let message = format!("{name}() requires {}, not {}", builtin.arity, args.len());
            self.error(syntax::WRONG_ARGUMENTS, span, message);
            return false;
        }
        let known: Vec<Argument<'_>> = args.iter().map(|arg| self.argument(arg)).collect();
        if let Err(problem) = (builtin.check)(&known) {
            let joint = if problem.starts_with("requires") { "" } else { ":" };
            let message = format!("{name}(){joint} {problem}");
            self.note(Diagnostic::error(syntax::WRONG_ARGUMENTS, message), span);
            return false;
        }
        // These set variables.
        let set = match builtin.run {
            Run::Special(Special::Test(Test::First | Test::Next)) => args.get(1..),
            Run::Special(Special::Delete) => args.get(..1),
            _ => None,
        };
        for variable in set.unwrap_or_default() {
            if let Expr::Variable(variable) = variable {
                self.check_terms(variable);
            }
        }
        true
    }

    fn argument<'a>(&'a self, expr: &'a Expr) -> Argument<'a> {
        match expr {
            Expr::Constant(value) => Argument::Constant(value),
            Expr::Variable(variable) => Argument::Variable {
                name: self.variable_name(variable),
                indexed: !variable.terms.is_empty(),
            },
            _ => Argument::Other,
        }
    }
}
