//! Types of an object: definition, look-up and default values. Checking values against them is [`crate::validate`].

mod at;
mod defaults;

use std::sync::Arc;

use pan_diagnostics::{Location, codes, did_you_mean};
use pan_value::{Key, Kind, Value};

use crate::builtin::Fault;
use crate::ir::{BaseType, FullType};
use crate::sharing::{Layered, Since, Time};

pub use at::{At, Place, Redo};
pub use defaults::Link;

/// A type bound to a path.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The type.
    pub definition: Arc<FullType>,
    /// The bind statement.
    pub location: Location,
}

/// The types defined so far.
#[derive(Clone, Debug, Default)]
pub struct TypeTable {
    defined: Layered<Arc<FullType>>,
}

/// What a type name stands for.
pub enum Named<'t> {
    /// A built-in type: a test of the kind.
    Builtin(fn(Kind) -> bool),
    /// A defined one.
    Defined(&'t Arc<FullType>),
}

/// The names of the built-in types.
const BUILT_IN: [&str; 11] = [
    "boolean", "dict", "double", "element", "list", "long", "nlist", "number", "property", "resource",
    "string",
];

/// The test of the built-in type of this name.
fn builtin(name: &str) -> Option<fn(Kind) -> bool> {
    Some(match name {
        "boolean" => |kind| kind == Kind::Boolean,
        "double" => |kind| kind == Kind::Double,
        "element" => |_| true,
        "nlist" | "dict" => |kind| kind == Kind::Dict,
        "list" => |kind| kind == Kind::List,
        "long" => |kind| kind == Kind::Long,
        "number" => Kind::is_number,
        "property" => Kind::is_property,
        "resource" => Kind::is_resource,
        "string" => |kind| kind == Kind::String,
        _ => return None,
    })
}

impl TypeTable {
    /// What this name stands for.
    pub fn named(&self, name: &str) -> Option<Named<'_>> {
        match builtin(name) {
            Some(test) => Some(Named::Builtin(test)),
            None => self.defined.get(name).map(Named::Defined),
        }
    }

    /// Defines a type. Everything it names must be defined already, so types cannot be recursive.
    ///
    /// # Errors
    /// A type it names is not defined, or the name is taken.
    pub fn define(&mut self, name: &Key, definition: &Arc<FullType>) -> Result<(), Fault> {
        self.verify(&definition.base)?;
        match self.named(name) {
            None => {
                self.defined.insert(name.clone(), Arc::clone(definition));
                Ok(())
            }
            Some(Named::Builtin(_)) => {
                let message = format!("'{name}' is a built-in type");
                Err(Fault::new(message).with_code(codes::evaluation::DUPLICATE_TYPE))
            }
            Some(Named::Defined(previous)) => {
                let location = Location::new(&previous.source, previous.span);
                let message = format!("the type '{name}' is already defined at {location}");
                Err(Fault::new(message)
                    .with_code(codes::evaluation::DUPLICATE_TYPE)
                    .with_label(location, "first defined here"))
            }
        }
    }

    /// A hint for a name that stands for no type.
    pub fn similar(&self, name: &str) -> Option<String> {
        let defined = self.defined.keys().map(|known| &**known);
        did_you_mean(name, defined.chain(BUILT_IN))
    }

    /// Those of an object that follows another.
    pub fn above(types: &Arc<Since<Arc<FullType>>>) -> Self {
        Self {
            defined: Layered::above(types),
        }
    }

    /// The defined type of this name.
    pub fn defined(&self, name: &str) -> Option<&Arc<FullType>> {
        self.defined.get(name)
    }

    /// Are they exactly those of the object that is followed?
    pub fn is_followed(&self) -> bool {
        self.defined.is_followed()
    }

    /// As [`Layered::move_to`].
    pub fn move_to(&self, to: Time) {
        self.defined.move_to(to);
    }

    /// As [`Layered::hold`].
    pub fn hold(this: &mut Arc<Self>, name: &Key, to: Time) -> bool {
        Arc::make_mut(this).defined.hold(name, to, Arc::ptr_eq)
    }

    /// Checks that everything a type names is defined, and that included types are records.
    ///
    /// # Errors
    /// It is not.
    pub fn verify(&self, base: &BaseType) -> Result<(), Fault> {
        let unknown = |name: &Key| {
            let advice = "a type must be defined before it is used; types cannot be recursive";
            let hint = match self.similar(name) {
                Some(similar) => format!("{similar}\n{advice}"),
                None => advice.to_owned(),
            };
            Fault::new(format!("the type '{name}' is not defined (yet)"))
                .with_code(codes::evaluation::UNKNOWN_TYPE)
                .with_hint(hint)
        };
        match base {
            BaseType::Named { name, .. } => self.named(name).map(|_| ()).ok_or_else(|| unknown(name)),
            BaseType::List { element, .. } | BaseType::Dict { element, .. } => self.verify(element),
            BaseType::Link { target } => self.verify(target),
            BaseType::Choice { .. } => Ok(()),
            BaseType::Record(record) => {
                for name in &record.includes {
                    match self.named(name) {
                        Some(Named::Defined(included)) if matches!(included.base, BaseType::Record(_)) => {}
                        Some(_) => {
                            let message = format!("the type '{name}' cannot be included, it is not a record");
                            return Err(Fault::new(message).with_code(codes::evaluation::UNKNOWN_TYPE));
                        }
                        None => return Err(unknown(name)),
                    }
                }
                let fields = record.required.iter().chain(&record.optional);
                fields
                    .into_iter()
                    .try_for_each(|(_, field)| self.verify(&field.base))
            }
        }
    }

    /// The default of a type: its own, else that of the type it names, else of the first included type that has one. Lists,
    /// dicts and links have none of their own.
    pub fn default_of(&self, full: &FullType) -> Option<Value> {
        full.default.clone().or_else(|| self.default_of_base(&full.base))
    }

    fn default_of_base(&self, base: &BaseType) -> Option<Value> {
        match base {
            BaseType::Named { name, .. } => match self.named(name)? {
                Named::Builtin(_) => None,
                Named::Defined(full) => self.default_of(full),
            },
            BaseType::Record(record) => record.includes.iter().find_map(|name| match self.named(name)? {
                Named::Builtin(_) => None,
                Named::Defined(full) => self.default_of(full),
            }),
            BaseType::List { .. }
            | BaseType::Dict { .. }
            | BaseType::Link { .. }
            | BaseType::Choice { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;
