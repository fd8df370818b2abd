//! The table of the functions that the evaluator runs itself: they need the variable and not its value, the tree of the
//! object, mutable resources or the control flow.

use pan_value::{Kind, Path, Term, Value};
use rustc_hash::FxHashSet;

use super::{Argument, Arity, Builtin, Run, no_check};

/// Which special function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// `append(value)`, `append(list, value)`
    Append,
    /// `prepend(value)`, `prepend(list, value)`
    Prepend,
    /// One that gives a boolean and nothing else.
    Test(Test),
    /// `delete(variable)`
    Delete,
    /// `if_exists(template)`
    IfExists,
    /// `value(path)`, `value(path, default)`
    Value,
    /// `create(template, key, value, ...)`
    Create,
    /// `return(value)`
    Return,
    /// `list(...)`
    List,
    /// `dict(...)`, `nlist(...)`
    Dict,
    /// `clone(value)`
    Clone,
    /// `length(string or resource)`
    Length,
    /// `key(dict, index)`
    Key,
    /// `merge(resource, ...)`
    Merge,
    /// `splice(string or list, start, length)`, `splice(.., .., .., replacement)`
    Splice,
}

/// Which special function of those that give a boolean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// `first(resource, key, value)`: is there an element?
    First,
    /// `next(resource, key, value)`: is there another one?
    Next,
    /// `exists(variable)`, `exists(path or template)`
    Exists,
    /// `path_exists(path)`
    PathExists,
    /// `is_*(variable)`, `is_*(value)`
    Is(Predicate),
    /// `is_valid(type, value)`
    IsValid,
}

/// The question of an `is_*` function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// `is_boolean`
    Boolean,
    /// `is_defined`: neither undef nor null
    Defined,
    /// `is_double`
    Double,
    /// `is_dict`, `is_nlist`
    Dict,
    /// `is_list`
    List,
    /// `is_long`
    Long,
    /// `is_null`
    Null,
    /// `is_number`
    Number,
    /// `is_property`
    Property,
    /// `is_resource`
    Resource,
    /// `is_string`
    String,
}

impl Predicate {
    /// Its answer.
    #[must_use]
    pub fn holds(self, kind: Kind) -> bool {
        match self {
            Self::Boolean => kind == Kind::Boolean,
            Self::Defined => kind.is_defined(),
            Self::Double => kind == Kind::Double,
            Self::Dict => kind == Kind::Dict,
            Self::List => kind == Kind::List,
            Self::Long => kind == Kind::Long,
            Self::Null => kind == Kind::Null,
            Self::Number => kind.is_number(),
            Self::Property => kind.is_property(),
            Self::Resource => kind.is_resource(),
            Self::String => kind == Kind::String,
        }
    }
}

type Check = fn(&[Argument<'_>]) -> Result<(), String>;

const fn special(name: &'static str, arity: Arity, check: Check, folds: bool, which: Special) -> Builtin {
    Builtin {
        name,
        arity,
        check,
        folds,
        run: Run::Special(which),
    }
}

const fn is(name: &'static str, predicate: Predicate) -> Builtin {
    special(
        name,
        Arity::exactly(1),
        no_check,
        true,
        Special::Test(Test::Is(predicate)),
    )
}

/// The table. (`is_*` of a variable does not fold although `is_*` of a value does; the evaluator knows.)
pub const FUNCTIONS: &[Builtin] = &[
    special(
        "append",
        Arity::between(1, 2),
        check_append,
        true,
        Special::Append,
    ),
    special(
        "prepend",
        Arity::between(1, 2),
        check_append,
        true,
        Special::Prepend,
    ),
    special(
        "first",
        Arity::exactly(3),
        check_iteration,
        true,
        Special::Test(Test::First),
    ),
    special(
        "next",
        Arity::exactly(3),
        check_iteration,
        true,
        Special::Test(Test::Next),
    ),
    special("delete", Arity::exactly(1), check_delete, true, Special::Delete),
    special(
        "exists",
        Arity::exactly(1),
        check_exists,
        false,
        Special::Test(Test::Exists),
    ),
    special(
        "path_exists",
        Arity::exactly(1),
        check_path,
        false,
        Special::Test(Test::PathExists),
    ),
    special("if_exists", Arity::exactly(1), no_check, false, Special::IfExists),
    special("value", Arity::between(1, 2), no_check, false, Special::Value),
    special("create", Arity::at_least(1), check_create, false, Special::Create),
    is("is_boolean", Predicate::Boolean),
    is("is_defined", Predicate::Defined),
    is("is_double", Predicate::Double),
    is("is_dict", Predicate::Dict),
    is("is_nlist", Predicate::Dict),
    is("is_list", Predicate::List),
    is("is_long", Predicate::Long),
    is("is_null", Predicate::Null),
    is("is_number", Predicate::Number),
    is("is_property", Predicate::Property),
    is("is_resource", Predicate::Resource),
    is("is_string", Predicate::String),
    special(
        "is_valid",
        Arity::exactly(2),
        check_is_valid,
        false,
        Special::Test(Test::IsValid),
    ),
    special("return", Arity::exactly(1), no_check, true, Special::Return),
    special("list", Arity::at_least(0), no_check, true, Special::List),
    special("dict", Arity::at_least(0), check_dict, true, Special::Dict),
    special("nlist", Arity::at_least(0), check_dict, true, Special::Dict),
    special("clone", Arity::exactly(1), no_check, true, Special::Clone),
    special("length", Arity::exactly(1), no_check, true, Special::Length),
    special("key", Arity::exactly(2), no_check, true, Special::Key),
    special("merge", Arity::at_least(1), no_check, true, Special::Merge),
    special("splice", Arity::between(3, 4), no_check, true, Special::Splice),
];

fn check_append(args: &[Argument<'_>]) -> Result<(), String> {
    if matches!(args.last().and_then(|a| a.constant()), Some(Value::Null)) {
        return Err("the value to add cannot be null".to_owned());
    }
    match args {
        [Argument::Constant(list), _] if !matches!(list, Value::List(_)) => Err(format!(
            "the first argument must be a list or a variable, not {}",
            list.type_name()
        )),
        _ => Ok(()),
    }
}

fn check_iteration(args: &[Argument<'_>]) -> Result<(), String> {
    for target in args.iter().skip(1) {
        match target {
            Argument::Variable { name, indexed } => check_target(name, *indexed)?,
            Argument::Constant(Value::Undef) => {}
            _ => return Err("the second and third argument must be variables or undef".to_owned()),
        }
    }
    Ok(())
}

fn check_delete(args: &[Argument<'_>]) -> Result<(), String> {
    match args.first() {
        Some(Argument::Variable { name, indexed }) => check_target(name, *indexed),
        _ => Err("the argument must be a variable".to_owned()),
    }
}

/// May this variable be set? Not the automatic ones, and `SELF` only in its parts.
///
/// # Errors
/// It may not.
pub fn check_target(name: &str, indexed: bool) -> Result<(), String> {
    match name {
        "OBJECT" | "FUNCTION" | "TEMPLATE" => Err(format!("the automatic variable {name} cannot be set")),
        "SELF" if !indexed => {
            Err("SELF cannot be set as a whole; set its parts, or return the new value".to_owned())
        }
        _ => Ok(()),
    }
}

fn check_exists(args: &[Argument<'_>]) -> Result<(), String> {
    match args.first().and_then(|a| a.constant()) {
        Some(value) if value.as_str().is_none() => Err(format!(
            "the argument must be a variable or a string, not {}",
            value.type_name()
        )),
        _ => Ok(()),
    }
}

fn check_path(args: &[Argument<'_>]) -> Result<(), String> {
    let Some(value) = args.first().and_then(|a| a.constant()) else {
        return Ok(());
    };
    let text = value
        .as_str()
        .ok_or_else(|| format!("the argument must be a string, not {}", value.type_name()))?;
    let path = Path::parse(text).map_err(|e| e.to_string())?;
    if path.is_relative() {
        Err(format!("'{text}' is a relative path"))
    } else {
        Ok(())
    }
}

fn check_create(args: &[Argument<'_>]) -> Result<(), String> {
    if args.len() % 2 == 1 {
        Ok(())
    } else {
        Err("after the template name there must be pairs of keys and values".to_owned())
    }
}

fn check_is_valid(args: &[Argument<'_>]) -> Result<(), String> {
    match args.first() {
        Some(Argument::Variable { .. }) => Ok(()),
        _ => Err("requires the first argument to be a type".to_owned()),
    }
}

fn check_dict(args: &[Argument<'_>]) -> Result<(), String> {
    if !args.len().is_multiple_of(2) {
        return Err("there must be pairs of keys and values".to_owned());
    }
    let mut keys = FxHashSet::default();
    for key in args.iter().step_by(2).filter_map(|a| a.constant()) {
        let term = match key {
            Value::String(_) => Term::from_value(key).map_err(|e| e.to_string())?,
            other => return Err(format!("a key must be a string, not {}", other.type_name())),
        };
        if !term.is_key() {
            return Err(format!("'{term}' is an index, not a key"));
        }
        if let Some(term) = keys.replace(term) {
            return Err(format!("the key '{term}' is given twice"));
        }
    }
    Ok(())
}
