//! The compiled template: what lowering makes of the syntax tree and what the evaluator runs. Immutable, `Send +
//! Sync`, shared by every object that includes the template and cached by the hash of its source.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use pan_diagnostics::Span;
use pan_diagnostics::{Diagnostic, Source};
use pan_value::{Key, Path, Range, Term, Value};

use crate::builtin::Builtin;
use crate::ops::{BinaryOp, UnaryOp};

/// The kind named in a template's first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TemplateKind {
    /// `template x;`
    Ordinary,
    /// `object template x;`
    Object,
    /// `declaration template x;`
    Declaration,
    /// `structure template x;`
    Structure,
    /// `unique template x;`
    Unique,
}

impl TemplateKind {
    /// The word in the source, as messages show it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Object => "object",
            Self::Declaration => "declaration",
            Self::Structure => "structure",
            Self::Unique => "unique",
        }
    }

    /// May a template of this kind include one of the other?
    #[must_use]
    pub const fn may_include(self, other: Self) -> bool {
        match self {
            Self::Object | Self::Ordinary | Self::Unique => {
                matches!(other, Self::Ordinary | Self::Declaration | Self::Unique)
            }
            Self::Structure => matches!(other, Self::Declaration | Self::Structure),
            Self::Declaration => matches!(other, Self::Declaration),
        }
    }
}

/// One compiled template.
#[derive(Debug)]
pub struct Template {
    /// Its name, as the first line says; whoever loads it checks it against the name looked up.
    pub name: Key,
    /// Span of the name in the first line.
    pub name_span: Span,
    /// Its kind.
    pub kind: TemplateKind,
    /// The source, with its location: what diagnostics show.
    pub source: Arc<Source>,
    /// The statements in order, without `prefix` (already applied) and empty ones.
    pub statements: Box<[Statement]>,
}

impl Template {
    /// The names that it includes whatever happens, in order; those that are computed are not known before it runs.
    pub fn static_includes(&self) -> impl DoubleEndedIterator<Item = &Key> {
        self.statements.iter().filter_map(|statement| match statement {
            Statement::Include(include) => match &include.target {
                IncludeTarget::Static(name) => Some(name),
                IncludeTarget::Computed(_) => None,
            },
            _ => None,
        })
    }
}

/// What lowering gives for one source. Its entry point is
/// `lower::lower(source: &TemplateSource, debug: &dyn Fn(&str) -> bool, names: &Interner) -> Lowered`; `debug` tells for the
/// template's name whether `debug` and `traceback` are active in it. Blocks are folded with
/// `fold::Folder::fold(block: &Block) -> Option<Value>`.
#[derive(Debug)]
pub struct Lowered {
    /// The template, unless there are errors.
    pub template: Option<Arc<Template>>,
    /// Everything there is to say: syntax errors, refusals of lowering.
    pub diagnostics: Vec<Diagnostic>,
    /// Bytes of data that were made when constants were folded; more than the constants take.
    pub folded: u64,
}

/// A statement.
#[derive(Debug)]
pub enum Statement {
    /// `'/path' = ...;`
    Assign(Assign),
    /// `variable X = ...;`
    Variable(Variable),
    /// `include ...;`
    Include(Include),
    /// `function f = ...;`
    Function(Function),
    /// `type t = ...;`
    Type(TypeDefinition),
    /// `bind '/path' = ...;` and `valid`.
    Bind(Bind),
}

impl Statement {
    /// Does it set something to a value that has to be computed for every object?
    #[must_use]
    pub const fn is_computed(&self) -> bool {
        match self {
            Self::Assign(assign) => matches!(assign.value, AssignValue::Computed(_)),
            Self::Variable(variable) => matches!(variable.value, VariableValue::Computed(_)),
            _ => false,
        }
    }

    /// Where it is.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Assign(s) => s.span,
            Self::Variable(s) => s.span,
            Self::Include(s) => s.span,
            Self::Function(s) => s.span,
            Self::Type(s) => s.span,
            Self::Bind(s) => s.span,
        }
    }
}

/// `[final] 'path' = value;` or `?=`. The path is never external; the prefix is already applied.
#[derive(Debug)]
pub struct Assign {
    /// The whole statement.
    pub span: Span,
    /// Absolute, or relative in a structure template.
    pub path: Path,
    /// What to assign.
    pub value: AssignValue,
    /// `?=`.
    pub conditional: bool,
    /// `final`.
    pub is_final: bool,
}

/// The right side of a path assignment, after constant folding (see [`crate::fold`]).
#[derive(Debug)]
pub enum AssignValue {
    /// Folded to `null` (or the statement has no value): deletes the path.
    Delete,
    /// Folded to anything else.
    Constant(Value),
    /// Has to be run for every object.
    Computed(Box<Block>),
}

/// `[final] variable NAME = value;` or `?=`. `LOADPATH` is one like any other here; the evaluator knows it.
#[derive(Debug)]
pub struct Variable {
    /// The whole statement.
    pub span: Span,
    /// Its name; never an automatic variable.
    pub name: Key,
    /// What to assign.
    pub value: VariableValue,
    /// `?=`.
    pub conditional: bool,
    /// `final`.
    pub is_final: bool,
}

/// The right side of a variable statement, after constant folding.
#[derive(Debug)]
pub enum VariableValue {
    /// Folded; `null` and `undef` are constants too.
    Constant(Value),
    /// Has to be run for every object.
    Computed(Box<Block>),
}

/// `include ...;` (one that folded to undef or null is dropped in lowering).
#[derive(Debug)]
pub struct Include {
    /// The whole statement.
    pub span: Span,
    /// What to include.
    pub target: IncludeTarget,
}

/// What to include.
#[derive(Debug)]
pub enum IncludeTarget {
    /// A name known when compiling; checked to be a legal one.
    Static(Key),
    /// A name computed for every object.
    Computed(Box<Block>),
}

/// `function name = ...;`
#[derive(Debug)]
pub struct Function {
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Key,
    /// Its body. Slots named `ARGV` and `ARGC` are filled by the call.
    pub body: Arc<Block>,
}

/// `type name = ...;`
#[derive(Debug)]
pub struct TypeDefinition {
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Key,
    /// The type.
    pub definition: Arc<FullType>,
}

/// `bind path = type;` `bind` with a block instead of a type is the type `element with <block>`.
#[derive(Debug)]
pub struct Bind {
    /// The whole statement.
    pub span: Span,
    /// The path.
    pub target: BindTarget,
    /// The type bound to it.
    pub definition: Arc<FullType>,
}

/// The path of a bind.
#[derive(Debug)]
pub enum BindTarget {
    /// Without `${...}`; absolute.
    Static(Path),
    /// With `${NAME}`, expanded when the statement runs.
    Dynamic(Arc<str>),
}

/// A type with its default and its `with` block.
#[derive(Debug)]
pub struct FullType {
    /// Tells it from every other one, see [`next_id`].
    pub id: u64,
    /// Where it is written.
    pub span: Span,
    /// The template it is written in.
    pub source: Arc<Source>,
    /// The type proper.
    pub base: BaseType,
    /// `= default`, folded; never undef or null.
    pub default: Option<Value>,
    /// `with`.
    pub with: Option<Block>,
}

/// A number that no other type lowered by this process has.
#[must_use]
pub fn next_id() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// A type without default and `with`.
#[derive(Debug)]
pub enum BaseType {
    /// A name, built-in or defined, with an optional `(range)`.
    Named {
        /// The name.
        name: Key,
        /// The range.
        range: Option<Range>,
    },
    /// `T[]`, `T[range]`.
    List {
        /// Type of the elements.
        element: Box<BaseType>,
        /// Range of the length.
        range: Option<Range>,
    },
    /// `T{}`, `T{range}`.
    Dict {
        /// Type of the values.
        element: Box<BaseType>,
        /// Range of the size.
        range: Option<Range>,
    },
    /// `T*`.
    Link {
        /// Type of the element the path points to.
        target: Box<BaseType>,
    },
    /// `choice('a', 'b')`.
    Choice {
        /// The strings allowed.
        choices: Box<[Arc<str>]>,
    },
    /// `{ 'a' : T  'b' ? U  include V }`.
    Record(Record),
}

/// A record type.
#[derive(Debug)]
pub struct Record {
    /// `extensible`: other fields are allowed.
    pub extensible: bool,
    /// Range of the number of fields.
    pub range: Option<Range>,
    /// Names of the included types, in order.
    pub includes: Box<[Key]>,
    /// `'field' : T`, sorted by key.
    pub required: Box<[(Key, FullType)]>,
    /// `'field' ? T`, sorted by key.
    pub optional: Box<[(Key, FullType)]>,
}

impl Record {
    /// The field of this name that the record itself declares, and whether it is required.
    #[must_use]
    pub fn field(&self, name: &Key) -> Option<(&FullType, bool)> {
        let find = |fields: &[(Key, FullType)]| fields.binary_search_by(|(key, _)| key.cmp(name)).ok();
        let required = find(&self.required).and_then(|at| self.required.get(at));
        let optional = || find(&self.optional).and_then(|at| self.optional.get(at));
        required
            .map(|(_, field)| (field, true))
            .or_else(|| optional().map(|(_, field)| (field, false)))
    }
}

/// Index of a variable name in [`Block::names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(pub u32);

/// Some of the first variables of a block. Others are never in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SlotSet(u64);

impl SlotSet {
    /// Is a slot among them?
    #[inline]
    #[must_use]
    pub const fn contains(self, slot: Slot) -> bool {
        slot.0 < u64::BITS && (self.0 >> slot.0) & 1 == 1
    }
}

impl FromIterator<Slot> for SlotSet {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> Self {
        let bit = |slot: Slot| 1_u64.checked_shl(slot.0).unwrap_or(0);
        Self(slots.into_iter().fold(0, |set, slot| set | bit(slot)))
    }
}

/// A DML block with its own local variables: the right side of a statement, the body of a function, a `with`.
/// Blocks nested in it by braces are part of it (locals have no smaller scope).
#[derive(Debug)]
pub struct Block {
    /// Every variable name that occurs in it, once each. Whether a name is local or global is known only when
    /// running: reading prefers a local variable, writing makes one unless a global of this name exists.
    pub names: Box<[Key]>,
    /// Where the arguments of a function are, if it looks at them.
    pub argv: Option<Slot>,
    /// Where their number is, likewise.
    pub argc: Option<Slot>,
    /// Variables that iterations put keys into but nobody reads.
    pub unread: SlotSet,
    /// The code.
    pub body: Expr,
    /// Does it use `SELF`, but only in its parts, or as the result?
    pub self_by_parts: bool,
}

impl Block {
    /// Code that uses no variable.
    #[must_use]
    pub fn without_variables(body: Expr) -> Self {
        Self {
            names: Box::default(),
            argv: None,
            argc: None,
            unread: SlotSet::default(),
            body,
            self_by_parts: false,
        }
    }
}

/// Code.
#[derive(Debug)]
pub enum Expr {
    /// A constant.
    Constant(Value),
    /// A call of `list` or `dict` with nothing but constants: a copy of the same resource every time, which can be changed in
    /// place.
    Fresh {
        /// The resource.
        value: Value,
        /// Bytes that it counts for.
        memory: u32,
        /// The whole call.
        span: Span,
    },
    /// Statements in order; the value is the last one's, undef if there is none. Nested blocks are flattened.
    Sequence(Box<[Expr]>),
    /// Reading a variable. As an argument of `exists`, `is_*`, `delete`, `first`, `next`, `append`, `prepend` and
    /// `is_valid` it stands for the variable itself; the evaluator knows which.
    Variable(VarRef),
    /// `a = b = value`. A `SELF` target has at least one term.
    Assign {
        /// The variables to set, in the order of setting: the one next to the value first.
        targets: Box<[VarRef]>,
        /// The value.
        value: Box<Expr>,
        /// The whole expression.
        span: Span,
    },
    /// `if (condition) then else otherwise`.
    If {
        /// Must give a boolean.
        condition: Box<Expr>,
        /// Run if true.
        then: Box<Expr>,
        /// Run if false; without it the value is undef.
        otherwise: Option<Box<Expr>>,
        /// The whole expression.
        span: Span,
    },
    /// `while (condition) body`.
    While {
        /// Must give a boolean.
        condition: Box<Expr>,
        /// Run while true.
        body: Box<Expr>,
        /// The whole expression.
        span: Span,
    },
    /// `for (init; condition; step) body`.
    For {
        /// Run once; the value of the loop if the body never runs.
        init: Box<Expr>,
        /// Must give a boolean.
        condition: Box<Expr>,
        /// Run after the body.
        step: Box<Expr>,
        /// Run while true.
        body: Box<Expr>,
        /// The whole expression.
        span: Span,
    },
    /// `foreach (key; value; resource) body`. Apart, so that other code is small.
    Foreach(Box<Foreach>),
    /// `a && b`, evaluated from the left only as far as needed.
    And(Box<Expr>, Box<Expr>, Span),
    /// `a || b`, likewise.
    Or(Box<Expr>, Box<Expr>, Span),
    /// A unary operator.
    Unary(UnaryOp, Box<Expr>, Span),
    /// A binary operator.
    Binary(BinaryOp, Box<Expr>, Box<Expr>, Span),
    /// A call of a user function.
    Call {
        /// Its name.
        name: Key,
        /// The arguments.
        args: Box<[Expr]>,
        /// The whole call.
        span: Span,
    },
    /// `next(resource, key, value)` of nothing but variables. Apart, so that other code is small.
    Next(Box<Next>),
    /// A call of a built-in function, `return` and `error` included. The number of arguments and constant ones are
    /// checked in lowering ([`Builtin::check`]); suppressed `debug` and `traceback` are lowered to
    /// `Constant(Undef)` after that check. `append(v)` and `prepend(v)` stay as written (the list is `SELF`).
    Builtin {
        /// Which one; from [`crate::builtin::find`].
        builtin: &'static Builtin,
        /// The arguments.
        args: Box<[Expr]>,
        /// The whole call.
        span: Span,
    },
}

/// `foreach (key; value; resource) body`.
#[derive(Debug)]
pub struct Foreach {
    /// Set to the key or index.
    pub key: VarRef,
    /// Set to the element.
    pub value: VarRef,
    /// Must give a list or dict.
    pub resource: Expr,
    /// Run for each element.
    pub body: Expr,
    /// The whole expression.
    pub span: Span,
}

/// `next(resource, key, value)` of nothing but variables, which most often takes little: what that is about, and the whole call.
#[derive(Debug)]
pub struct Next {
    /// The variable that is the resource,
    pub over: Slot,
    /// or has it as this element.
    pub term: Option<Term>,
    /// The variable for the key.
    pub key: Slot,
    /// The variable for the element.
    pub value: Slot,
    /// The whole call.
    pub span: Span,
    /// The same as any other call.
    pub call: Expr,
}

impl Next {
    /// A call of `next`, if its arguments are such ones; else the same call.
    #[must_use]
    pub fn of(call: Expr) -> Expr {
        let Expr::Builtin { args, span, .. } = &call else {
            return call;
        };
        let [
            Expr::Variable(resource),
            Expr::Variable(key),
            Expr::Variable(value),
        ] = &**args
        else {
            return call;
        };
        let (VarBase::Named(over), Some(key), Some(value)) = (resource.base, key.whole(), value.whole())
        else {
            return call;
        };
        let term = match resource.fixed.as_deref() {
            Some([]) => None,
            Some([term]) => Some(term.clone()),
            _ => return call,
        };
        if key == value {
            return call;
        }
        Expr::Next(Box::new(Self {
            over,
            term,
            key,
            value,
            span: *span,
            call,
        }))
    }
}

/// A variable with indexes: `x`, `x['a'][0]`, `SELF['a']`.
#[derive(Debug)]
pub struct VarRef {
    /// Which variable.
    pub base: VarBase,
    /// The indexes; constants among them are checked in lowering to be terms.
    pub terms: Box<[Expr]>,
    /// The same, if all of them are constants.
    pub fixed: Option<Box<[Term]>>,
    /// The whole reference.
    pub span: Span,
}

impl VarRef {
    /// A variable with these indexes.
    #[must_use]
    pub fn new(base: VarBase, terms: Box<[Expr]>, span: Span) -> Self {
        let constant = |term: &Expr| match term {
            Expr::Constant(value) => Term::from_value(value).ok(),
            _ => None,
        };
        Self {
            base,
            fixed: terms.iter().map(constant).collect(),
            terms,
            span,
        }
    }
}

impl VarRef {
    /// The variable, if it is named and all of it is meant.
    #[must_use]
    #[inline]
    pub const fn whole(&self) -> Option<Slot> {
        match self.base {
            VarBase::Named(slot) if self.terms.is_empty() => Some(slot),
            _ => None,
        }
    }
}

/// The variable of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VarBase {
    /// By name.
    Named(Slot),
    /// `SELF`.
    SelfValue,
}
