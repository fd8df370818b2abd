//! Calls of functions.

use pan_diagnostics::codes::syntax;
use pan_syntax::ast::{self, View as _};
use pan_value::Value;

use super::Lowering;
use crate::builtin::{self, Builtin, Run, Special, Test};
use crate::ir::{Expr, Next, Span};

/// Names that look like functions when called, but never are.
const AUTOMATIC: [&str; 6] = ["SELF", "OBJECT", "TEMPLATE", "FUNCTION", "ARGV", "ARGC"];

/// Functions that look at variables by name ([`crate::builtin::Host::variable`]).
const BY_NAME: [&str; 1] = ["substitute"];

impl Lowering<'_> {
    pub(super) fn call(&mut self, call: ast::Call<'_>) -> Expr {
        let Some((name, name_span)) = call.name() else {
            return Expr::Sequence(Box::from([]));
        };
        let mark = self.mark();
        let errors = self.diagnostics.len();
        let args: Box<[Expr]> = call
            .arguments()
            .map(|argument| self.restricted(Some(argument)))
            .collect();
        if AUTOMATIC.contains(&name) {
            return self.error(
                syntax::AUTOMATIC_FUNCTION,
                name_span,
                format!("{name} is not a function"),
            );
        }
        let span = call.span();
        match builtin::find(name) {
            Some(builtin) => {
                // What is wrong in an argument is not to be said again.
                let is_right = self.diagnostics.len() == errors;
                let is_empty = args.is_empty();
                if is_right && !self.check_arguments(builtin, &args, span) {
                    return Expr::Sequence(Box::from([]));
                }
                if !self.debug && matches!(name, "debug" | "traceback") {
                    self.forget(mark);
                    return Expr::Constant(Value::Undef);
                }
                if let Some(text) = escaped(name, &args) {
                    return Expr::Constant(text);
                }
                self.note_exit(builtin, span);
                if matches!(name, "append" | "prepend") && args.len() == 1 {
                    // The list that is not named is SELF.
                    self.self_uses.push(name_span);
                }
                match (&builtin.run, &*args) {
                    (Run::Special(Special::Test(Test::First | Test::Next)), [_, Expr::Variable(key), _]) => {
                        self.scope.takes_key(key);
                    }
                    _ if BY_NAME.contains(&name) => self.scope.is_read_by_name(),
                    _ => {}
                }
                let call = Expr::Builtin { builtin, args, span };
                match builtin.run {
                    Run::Special(Special::List | Special::Dict) if is_right && !is_empty => {
                        self.folding.fresh(call)
                    }
                    Run::Special(Special::Test(Test::Next)) => Next::of(call),
                    _ => call,
                }
            }
            None => Expr::Call {
                name: self.key(name),
                args,
                span,
            },
        }
    }

    fn note_exit(&mut self, builtin: &Builtin, span: Span) {
        if matches!(builtin.run, Run::Special(Special::Return)) || builtin.name == "error" {
            self.exits.push(span);
        }
    }
}

/// What `escape` and `unescape` make of a constant: one too, so that whatever takes it can check it.
fn escaped(name: &str, args: &[Expr]) -> Option<Value> {
    let [Expr::Constant(Value::String(text))] = args else {
        return None;
    };
    let result = match name {
        "escape" => pan_value::escape(text),
        "unescape" => pan_value::unescape(text),
        _ => return None,
    };
    Some(Value::from(result.ok()?))
}
