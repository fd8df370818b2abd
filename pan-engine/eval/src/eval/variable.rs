use std::fmt::Write as _;

use pan_diagnostics::codes;
use pan_value::{Kind, Term, Value};

use super::error::{element_code, fault};
use super::locals::Locals;
use super::self_value::SelfValue;
use super::terms::Terms;
use super::{Evaluator, Flow};
use crate::builtin::Fault;
use crate::elem::{Elem, ElemError, Live};
use crate::ir::{Expr, Slot, VarBase, VarRef};

impl Evaluator<'_> {
    /// Reads a variable.
    pub(super) fn read(&mut self, locals: &mut Locals<'_>, var: &VarRef) -> Flow<Elem> {
        let (found, terms) = self.look(locals, var, false)?;
        found.ok_or_else(|| self.fail(var.span, self.undefined_variable(locals, var.base, &terms)))
    }

    /// What a variable is, if it exists.
    pub(super) fn probe_kind(&mut self, locals: &mut Locals<'_>, var: &VarRef) -> Flow<Option<Kind>> {
        if let Some(terms) = &var.fixed {
            let known = match (var.base, &self.self_value) {
                (VarBase::Named(slot), _) => {
                    locals.get(slot).and_then(|local| local.kind_at_hand(terms, true))
                }
                (VarBase::SelfValue, SelfValue::ReadOnly(elem)) => elem.kind_at_hand(terms, false),
                (VarBase::SelfValue, _) => None,
            };
            if let Some(known) = known {
                return Ok(known);
            }
        }
        self.look(locals, var, true)
            .map(|(found, _)| found.map(|elem| elem.kind()))
    }

    fn look<'v>(
        &mut self,
        locals: &mut Locals<'_>,
        var: &'v VarRef,
        lenient: bool,
    ) -> Flow<(Option<Elem>, Terms<'v>)> {
        match var.base {
            VarBase::Named(slot) => {
                let terms = self.terms(locals, var)?;
                let found = self.look_named(locals, slot, &terms, lenient);
                let found = self.name_terms(found, locals.name(slot), &terms, lenient);
                Ok((self.here(var.span, found)?, terms))
            }
            VarBase::SelfValue => {
                if let (SelfValue::ReadOnly(elem), Some(terms)) = (&self.self_value, &var.fixed) {
                    if elem.is_undef() && !terms.is_empty() {
                        return Ok((None, Terms::Fixed(&[])));
                    }
                    let found = elem.lookup(terms, false).map_err(Trouble::Elem);
                    let found = self.name_terms(found, "SELF", terms, lenient);
                    return Ok((self.here(var.span, found)?, Terms::Fixed(terms)));
                }
                let by_parts = self.self_by_parts();
                let in_parts = by_parts.is_some();
                let elem = by_parts.map_or_else(|| self.self_elem(), Ok);
                let elem = self.here(var.span, elem)?;
                if elem.is_undef() && !var.terms.is_empty() {
                    return Ok((None, Terms::Fixed(&[])));
                }
                let terms = self.terms(locals, var)?;
                let found = elem.lookup(&terms, false).map_err(Trouble::Elem);
                if in_parts {
                    self.note_self_part(&terms, found.as_ref().ok().and_then(Option::as_ref));
                }
                let found = self.name_terms(found, "SELF", &terms, lenient);
                Ok((self.here(var.span, found)?, terms))
            }
        }
    }

    fn look_named(
        &mut self,
        locals: &Locals<'_>,
        slot: Slot,
        terms: &[Term],
        lenient: bool,
    ) -> Result<Option<Elem>, Trouble> {
        if let Some(local) = locals.get(slot) {
            return match terms {
                [] => Ok(Some(local.clone())),
                _ if local.is_undef() => Ok(None),
                _ => local.lookup(terms, lenient).map_err(Trouble::Elem),
            };
        }
        let Some(value) = self.global(locals.name(slot)).map_err(Trouble::Fault)? else {
            return Ok(None);
        };
        match terms {
            [] => Ok(Some(value.into())),
            _ if matches!(value, Value::Undef) => Ok(None),
            _ => {
                let part = Elem::Fixed(value).lookup(terms, lenient).map_err(Trouble::Elem)?;
                // Parts of a global variable can be changed without changing the variable.
                part.map(|part| part.duplicate(self.bounds()))
                    .transpose()
                    .map_err(Trouble::Elem)
            }
        }
    }

    /// A term of the wrong kind means "is not there" to whoever only asks, and an error with the name to others.
    fn name_terms(
        &self,
        found: Result<Option<Elem>, Trouble>,
        name: &str,
        terms: &[Term],
        lenient: bool,
    ) -> Result<Option<Elem>, Fault> {
        match found {
            Ok(found) => Ok(found),
            Err(Trouble::Elem(ElemError::Term(..))) if lenient => Ok(None),
            Err(Trouble::Elem(error)) => Err(with_name(error, name, terms)),
            Err(Trouble::Fault(fault)) => Err(fault),
        }
    }

    /// Sets a variable or (with `None`) deletes it; gives what was set. Locals are references, but what goes into a part of
    /// a local variable is a copy.
    pub(super) fn set(
        &mut self,
        locals: &mut Locals<'_>,
        var: &VarRef,
        value: Option<Elem>,
    ) -> Flow<Option<Elem>> {
        let VarBase::Named(slot) = var.base else {
            return self.set_self(locals, var, value);
        };
        let terms = self.terms(locals, var)?;
        let value = match value {
            Some(elem) if !terms.is_empty() || elem.is_protected() => {
                Some(self.here(var.span, elem.duplicate(self.bounds()))?)
            }
            other => other,
        };
        let name = locals.name(slot);
        // Where there is a local variable there is no global one, nor will there be while the block runs.
        if locals.get(slot).is_none() && self.has_global(name) {
            let message = format!("the global variable '{name}' cannot be modified from within a block");
            let hint = "use another name for the local variable";
            return Err(self.fail(
                var.span,
                fault(codes::evaluation::GLOBAL_VARIABLE, message).with_hint(hint),
            ));
        }
        if terms.is_empty() {
            self.set_local(locals, slot, value.clone(), var)?;
            return Ok(value);
        }
        self.allocate_elements(1, var.span)?;
        let base = match locals.get(slot) {
            None => Elem::Live(Live::for_term(terms.first().unwrap_or(&Term::Index(0)))),
            Some(elem) if elem.is_undef() => {
                Elem::Live(Live::for_term(terms.first().unwrap_or(&Term::Index(0))))
            }
            Some(elem) => elem.writable(),
        };
        locals.put(slot, Some(base.clone()));
        let result = base.put_at(&terms, value.clone(), self.bounds());
        self.here(var.span, result.map_err(|error| with_name(error, name, &terms)))?;
        Ok(value)
    }

    /// Sets a variable that is set again and again; `anew`: to a value of whatever kind.
    #[inline]
    pub(super) fn set_again(
        &mut self,
        locals: &mut Locals<'_>,
        var: &VarRef,
        value: Elem,
        anew: bool,
    ) -> Flow<()> {
        if let (VarBase::Named(slot), []) = (var.base, &*var.terms)
            && let Some(old) = locals.get_mut(slot)
            && !value.is_protected()
            && (anew || old.kind().replaceable_by(value.kind()))
        {
            old.set(value);
            return Ok(());
        }
        self.set_anew(locals, var, value, anew)
    }

    #[inline(never)]
    fn set_anew(&mut self, locals: &mut Locals<'_>, var: &VarRef, value: Elem, anew: bool) -> Flow<()> {
        if anew {
            self.set(locals, var, Some(Elem::UNDEF))?;
        }
        self.set(locals, var, Some(value)).map(|_| ())
    }

    fn set_local(
        &mut self,
        locals: &mut Locals<'_>,
        slot: Slot,
        value: Option<Elem>,
        var: &VarRef,
    ) -> Flow<()> {
        if let (Some(old), Some(new)) = (locals.get(slot), &value) {
            let check = old
                .check_replacement(new)
                .map_err(|error| with_name(error, locals.name(slot), &[]));
            self.here(var.span, check)?;
        }
        locals.put(slot, value);
        Ok(())
    }

    fn set_self(&mut self, locals: &mut Locals<'_>, var: &VarRef, value: Option<Elem>) -> Flow<Option<Elem>> {
        if self.is_folding() {
            return Err(self.not_constant(var.span));
        }
        let terms = self.terms(locals, var)?;
        let copy = match &value {
            Some(elem) => Some(self.here(var.span, elem.duplicate(self.bounds()))?),
            None => None,
        };
        let first = terms.first().cloned().unwrap_or(Term::Index(0));
        let elem = self.writable_self(&terms, || Live::for_term(&first), var.span)?;
        self.allocate_elements(1, var.span)?;
        // The value itself, not the copy: later changes to a variable that holds it are seen in SELF.
        let result = elem.put_at(&terms, value, self.bounds());
        self.here(var.span, result.map_err(|error| with_name(error, "SELF", &terms)))?;
        Ok(copy)
    }

    /// The list that a variable holds, to be changed in place; made if it does not exist or is undef.
    pub(super) fn list_variable(&mut self, locals: &mut Locals<'_>, var: &VarRef) -> Flow<Elem> {
        // Anything but a list in front of terms is an error anyway.
        let new_list = || Live::list(Vec::new());
        let (terms, base) = match var.base {
            VarBase::SelfValue => {
                if self.is_folding() {
                    return Err(self.not_constant(var.span));
                }
                let terms = self.terms(locals, var)?;
                let elem = self.self_to_change(&terms);
                let elem = self.here(var.span, elem)?;
                if elem.is_null() {
                    let list = Elem::Live(new_list());
                    self.reset_self(&list, var.span)?;
                    (terms, list)
                } else {
                    {
                        let list = self.writable_self(&terms, new_list, var.span)?;
                        (terms, list)
                    }
                }
            }
            VarBase::Named(slot) => {
                let terms = self.terms(locals, var)?;
                let base = match locals.get(slot) {
                    Some(elem) if elem.kind().is_defined() => elem.writable(),
                    Some(_) => Elem::Live(new_list()),
                    None if self.is_folding() => return Err(self.not_constant(var.span)),
                    None => Elem::Live(new_list()),
                };
                let name = locals.name(slot);
                if self.has_global(name) {
                    let message =
                        format!("the global variable '{name}' cannot be modified from within a block");
                    let hint = "use another name for the local variable";
                    let fault = fault(codes::evaluation::GLOBAL_VARIABLE, message).with_hint(hint);
                    return Err(self.fail(var.span, fault));
                }
                locals.put(slot, Some(base.clone()));
                (terms, base)
            }
        };
        let list = base.list_at(&terms, self.bounds());
        let list = self.here(
            var.span,
            list.map_err(|error| with_name(error, var_name(locals, var.base), &terms)),
        )?;
        if list.kind() == Kind::List {
            Ok(list)
        } else {
            let message = format!(
                "'{}' is {}, not a list",
                var_name(locals, var.base),
                list.type_name()
            );
            Err(self.fail(var.span, fault(codes::evaluation::ARGUMENT, message)))
        }
    }
}

enum Trouble {
    Elem(ElemError),
    Fault(Fault),
}

/// The name of the variable of a reference.
pub fn var_name<'b>(locals: &Locals<'b>, base: VarBase) -> &'b str {
    match base {
        VarBase::Named(slot) => locals.name(slot),
        VarBase::SelfValue => "SELF",
    }
}

/// A variable with its indexes, as written.
pub fn display(name: &str, terms: &[Term]) -> String {
    let mut text = name.to_owned();
    for term in terms {
        let _ = write!(text, "[{term}]");
    }
    text
}

fn with_name(error: ElemError, name: &str, terms: &[Term]) -> Fault {
    let code = element_code(&error, codes::evaluation::ELEMENT);
    let message = format!("{}: {error}", display(name, terms));
    error.advise(fault(code, message))
}

/// The variable that an argument is, if it is one.
pub const fn as_variable(expr: &Expr) -> Option<&VarRef> {
    match expr {
        Expr::Variable(var) => Some(var),
        _ => None,
    }
}
