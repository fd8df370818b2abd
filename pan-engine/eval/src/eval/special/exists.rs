use pan_diagnostics::codes;
use pan_value::{Key, Path, Value, is_template_name};

use super::super::error::fault;
use super::super::locals::Locals;
use super::super::variable::{as_variable, var_name};
use super::super::{Evaluator, Flow};
use crate::builtin::special::Predicate;
use crate::elem::Elem;
use crate::ir::{Expr, Span};
use crate::types::Named;

impl Evaluator<'_> {
    /// The string that the only argument is.
    fn string_argument(
        &mut self,
        locals: &mut Locals<'_>,
        name: &str,
        arg: &Expr,
        span: Span,
    ) -> Flow<std::sync::Arc<str>> {
        match self.eval(locals, arg)? {
            Elem::Fixed(Value::String(text)) => Ok(text),
            other => {
                let message = format!("the argument must be a string, not {}", other.type_name());
                Err(self.bad_argument(name, span, message))
            }
        }
    }

    #[inline(never)]
    pub(super) fn exists(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<bool> {
        let [arg] = args else {
            return Err(self.bad_argument("exists", span, "one argument is needed"));
        };
        if let Some(var) = as_variable(arg) {
            return Ok(self.probe_kind(locals, var)?.is_some());
        }
        let text = self.string_argument(locals, "exists", arg, span)?;
        let exists = match Path::parse(&text) {
            Ok(path) if !path.is_relative() => self.has_element(&path, span)?,
            _ if is_template_name(&text) => self.template_exists(&Key::from(text), span)?,
            _ => {
                let message = format!("'{text}' is neither an absolute path nor a template name");
                return Err(self.bad_argument("exists", span, message));
            }
        };
        Ok(exists)
    }

    #[inline(never)]
    pub(super) fn path_exists(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<bool> {
        let [arg] = args else {
            return Err(self.bad_argument("path_exists", span, "one argument is needed"));
        };
        let text = self.string_argument(locals, "path_exists", arg, span)?;
        let path = self.here(
            span,
            Path::parse(&text).map_err(|e| fault(codes::evaluation::PATH, e.to_string())),
        )?;
        if path.is_relative() {
            return Err(self.bad_argument("path_exists", span, format!("'{text}' is a relative path")));
        }
        self.has_element(&path, span)
    }

    #[inline(never)]
    pub(super) fn if_exists(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let [arg] = args else {
            return Err(self.bad_argument("if_exists", span, "one argument is needed"));
        };
        let text = self.string_argument(locals, "if_exists", arg, span)?;
        if !is_template_name(&text) {
            return Err(self.bad_argument("if_exists", span, format!("'{text}' is not a template name")));
        }
        let name = Key::from(text);
        let exists = self.template_exists(&name, span)?;
        Ok(if exists {
            Value::String(name.shared()).into()
        } else {
            Elem::UNDEF
        })
    }

    /// `value(path)`; the default is evaluated in any case.
    #[inline(never)]
    pub(super) fn value_at(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<Elem> {
        let [path, default @ ..] = args else {
            return Err(self.bad_argument("value", span, "one or two arguments are needed"));
        };
        let path = self.eval(locals, path)?;
        let default = match default {
            [default, ..] => Some(self.eval(locals, default)?),
            [] => None,
        };
        let Elem::Fixed(Value::String(text)) = path else {
            let message = format!("the path must be a string, not {}", path.type_name());
            return Err(self.bad_argument("value", span, message));
        };
        let path = Path::parse(&text).map_err(|error| fault(codes::evaluation::PATH, error.to_string()));
        let path = self.here(span, path)?;
        let found = match (self.element_at(&path, span)?, default) {
            (Some(elem), Some(default)) if elem.is_undef() => default,
            (Some(elem), _) => elem,
            (None, Some(default)) => default,
            (None, None) => {
                let message = format!("referenced path ({path}) doesn't exist");
                let advice = "give value() a default as its second argument, or test with path_exists()";
                let hint = match self.similar_path(&path) {
                    Some(similar) => format!("{similar}\n{advice}"),
                    None => advice.to_owned(),
                };
                return Err(self.fail(span, fault(codes::evaluation::PATH, message).with_hint(hint)));
            }
        };
        // A copy: what is done to it leaves the tree alone.
        self.here(span, found.duplicate(self.bounds()))
    }

    #[inline(never)]
    pub(super) fn is(
        &mut self,
        locals: &mut Locals<'_>,
        predicate: Predicate,
        args: &[Expr],
        span: Span,
    ) -> Flow<bool> {
        let [arg] = args else {
            return Err(self.bad_argument("is", span, "one argument is needed"));
        };
        let holds = match as_variable(arg) {
            Some(_) if self.is_folding() => return Err(self.not_constant(span)),
            Some(var) => self
                .probe_kind(locals, var)?
                .is_some_and(|kind| predicate.holds(kind)),
            None => predicate.holds(self.eval(locals, arg)?.kind()),
        };
        Ok(holds)
    }

    #[inline(never)]
    pub(super) fn is_valid(&mut self, locals: &mut Locals<'_>, args: &[Expr], span: Span) -> Flow<bool> {
        let (Some(var), Some(value)) = (args.first().and_then(as_variable), args.get(1)) else {
            return Err(self.bad_argument("is_valid", span, "a type and a value are needed"));
        };
        if !var.terms.is_empty() {
            return Err(self.bad_argument("is_valid", span, "the first argument must be the name of a type"));
        }
        let value = self.eval(locals, value)?;
        let value = self.here(span, value.freeze(self.bounds()))?;
        self.recorder.read_types();
        let name = var_name(locals, var.base);
        let fits = match self.types.named(name) {
            None => {
                let message = format!("the type '{name}' is not defined");
                let mut fault = fault(codes::evaluation::UNKNOWN_TYPE, message);
                fault.hint = self.types.similar(name);
                return Err(self.fail(span, fault));
            }
            Some(Named::Builtin(test)) => test(value.kind()),
            Some(Named::Defined(full)) => {
                let full = std::sync::Arc::clone(full);
                let fits = self
                    .check_type(&full, &value, crate::types::At::default())
                    .is_ok();
                if !fits {
                    // An error may have been caught on the way.
                    self.recorder.void();
                }
                fits
            }
        };
        Ok(fits)
    }
}
