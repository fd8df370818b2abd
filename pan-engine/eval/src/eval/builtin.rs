use std::sync::Arc;

use pan_value::{Key, Value};

use super::host::HostView;
use super::locals::Locals;
use super::meter::LONG;
use super::{Evaluator, Flow};
use crate::builtin::pattern::Flags;
use crate::builtin::{Builtin, Fault, Pure, Run};
use crate::elem::{Elem, Live};
use crate::ir::{Expr, Span};
use crate::limits::Limit;
use crate::sharing::{Asked, Question};

/// Arguments that most calls do not have more of.
const FEW: usize = 4;

/// Functions that look at every element of a resource at all its levels.
const WALKERS: &[&str] = &[
    "debug",
    "error",
    "format",
    "index",
    "join",
    "json_encode",
    "substitute",
    "to_string",
];

/// What a built-in function has to do for these arguments, in steps: strings of a few hundred bytes are free.
fn work(name: &str, args: &[Value]) -> u64 {
    let mut steps = 0;
    for value in args {
        steps += match value {
            Value::String(text) => (text.len() / LONG) as u64,
            Value::List(_) | Value::Dict(_) if WALKERS.contains(&name) => value.count() / 2,
            _ => 0,
        };
    }
    steps
}

impl Evaluator<'_> {
    /// Calls a built-in function.
    pub(super) fn call_builtin(
        &mut self,
        locals: &mut Locals<'_>,
        builtin: &'static Builtin,
        args: &[Expr],
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        if self.is_folding() {
            if !builtin.folds {
                return Err(self.not_constant(span));
            }
            if builtin.name == "deprecated" {
                // It folds whatever its arguments are, before anybody looks at them.
                place.set(Value::Boolean(true).into());
                return Ok(());
            }
        }
        match builtin.run {
            Run::Special(which) => self.call_special(locals, which, builtin.name, args, span, place),
            Run::Pure(function) => self.call_pure(locals, builtin, function, args, span, place),
        }
    }

    /// Apart, because it needs room for arguments.
    #[inline(never)]
    fn call_pure(
        &mut self,
        locals: &mut Locals<'_>,
        builtin: &'static Builtin,
        function: Pure,
        args: &[Expr],
        span: Span,
        place: &mut Elem,
    ) -> Flow<()> {
        let asked = match args.first() {
            Some(first) if self.recorder.is_recording() && builtin.name == "match" => {
                self.global_string(locals, first)
            }
            _ => None,
        };
        // Most calls have few arguments, and need no memory for them.
        let mut few: [Value; FEW] = Default::default();
        let mut many = Vec::new();
        let values = match few.get_mut(..args.len()) {
            Some(few) => few,
            None => {
                many.resize(args.len(), Value::Undef);
                &mut *many
            }
        };
        for (at, (arg, value)) in args.iter().zip(values.iter_mut()).enumerate() {
            let elem = match &asked {
                Some(_) if at == 0 => self.eval_muted(locals, arg)?,
                _ => self.eval(locals, arg)?,
            };
            *value = match elem {
                Elem::Fixed(value) => value,
                live => self.here(span, live.freeze(self.bounds()))?,
            };
        }
        let values = &*values;
        self.work(work(builtin.name, values), span)?;
        let result = function(
            &mut HostView {
                evaluator: self,
                locals,
                span,
            },
            values,
        );
        let value = result.map_err(|fault| {
            let message = format!("{}(): {}", builtin.name, fault.message);
            self.fail(span, Fault { message, ..fault })
        })?;
        if let Some(name) = asked {
            self.note_match(name, values, &value);
        }
        match &value {
            Value::String(text) => self.allocate_string(text.len(), span)?,
            Value::List(items) => {
                if items.len() > self.limits.list_length {
                    let message = format!(
                        "{}(): a list cannot have more than {} elements",
                        builtin.name, self.limits.list_length
                    );
                    return Err(self.fail(span, Limit::List.reached(message)));
                }
                self.allocate_elements(items.len(), span)?;
            }
            Value::Dict(entries) => self.allocate_elements(entries.len(), span)?,
            _ => {}
        }
        // What a function makes belongs to whoever called it.
        place.set(match value {
            Value::List(_) | Value::Dict(_) => Elem::Live(Live::copy_of(value)),
            property => Elem::Fixed(property),
        });
        Ok(())
    }

    fn note_match(&mut self, name: Key, args: &[Value], result: &Value) {
        let flags = match args.get(2) {
            None => Some(Flags::default()),
            Some(flags) => flags.as_str().and_then(|text| Flags::parse(text).ok()),
        };
        match (args.get(1), flags, result) {
            (Some(Value::String(pattern)), Some(flags), Value::Boolean(answer)) => {
                let asked = Asked::Matches(Arc::clone(pattern), flags);
                self.note_question(Question {
                    name,
                    asked,
                    answer: *answer,
                });
            }
            _ => self.recorder.void(),
        }
    }

    /// The arguments of a special function, in order.
    pub(super) fn arguments<const N: usize>(
        &mut self,
        locals: &mut Locals<'_>,
        name: &str,
        args: &[Expr],
        span: Span,
    ) -> Flow<[Elem; N]> {
        if args.len() != N {
            let message = format!("{name}(): {N} arguments are needed, {} given", args.len());
            return Err(self.fail(span, Fault::new(message)));
        }
        let mut values = [const { Elem::UNDEF }; N];
        for (value, arg) in values.iter_mut().zip(args) {
            *value = self.eval(locals, arg)?;
        }
        Ok(values)
    }

    /// The error of a special function that cannot do with an argument.
    #[cold]
    pub(super) fn bad_argument(
        &self,
        name: &str,
        span: Span,
        message: impl std::fmt::Display,
    ) -> super::Interrupt {
        let code = pan_diagnostics::codes::evaluation::ARGUMENT;
        self.fail(span, Fault::new(format!("{name}(): {message}")).with_code(code))
    }
}
