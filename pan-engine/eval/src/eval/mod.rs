//! The evaluator: runs the statements of a template for one object.

mod assign;
mod bind;
mod block;
mod builtin;
mod call;
mod error;
mod expr;
mod flow;
mod foreach;
mod globals;
mod host;
mod include;
mod iteration;
mod locals;
mod lookup;
mod marks;
mod meter;
mod object;
mod operator;
mod paths;
mod rounds;
mod self_value;
mod special;
mod stack;
mod statement;
mod suggest;
mod terms;
mod variable;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use pan_diagnostics::{Diagnostic, Source};
use pan_value::{Path, Value};

pub use error::{Flow, Interrupt};
pub use expr::span_of;
pub use globals::FinishedGlobals;
pub use lookup::Lookup;
pub use marks::Mark;
pub use meter::ELEMENT_BYTES;
pub use stack::FunctionDefinition;

use crate::deps::Reads;
use crate::elem::{Bounds, Elem, ElemError, Live};
use crate::finals::Finals;
use crate::ir::{Template, TemplateKind};
use crate::job::Job;
use crate::limits::Limits;
use crate::outcome::Message;
use crate::phases::trace::Trace;
use crate::sharing::{Creations, Layered, Recorder, Rule, Sharing, Time};
use crate::types::{Binding, TypeTable};

/// Everything that is known while one object is built and validated, or while constants are folded.
pub struct Evaluator<'a> {
    /// The object and its surroundings; none while constants are folded.
    pub(crate) job: Option<&'a Job<'a>>,
    pub(crate) limits: &'a Limits,
    meter: meter::Meter,
    /// The source that spans refer to now.
    source: Arc<Source>,
    /// The kind of the template whose statements run now.
    kind: TemplateKind,
    stack: Vec<stack::Frame>,
    /// The value of TEMPLATE: name of the template whose block runs, also while it checks a type declared elsewhere.
    template: Option<Arc<str>>,
    /// Frames that are not on the stack though it is as high as if they were.
    left_out: usize,
    self_value: self_value::SelfValue,
    pub(crate) globals: globals::Globals,
    pub(crate) functions: Arc<Layered<Arc<FunctionDefinition>>>,
    pub(crate) types: Arc<TypeTable>,
    pub(crate) bindings: Arc<BTreeMap<Path, Vec<Binding>>>,
    /// Templates used so far, by the name asked for. Once loaded, a name stays bound even if LOADPATH changes.
    pub(crate) loaded: Arc<Layered<Arc<Template>>>,
    pub(crate) load_path: Arc<[Arc<str>]>,
    pub(crate) root: Elem,
    /// Root of the structure being created.
    pub(crate) relative_root: Option<Elem>,
    pub(crate) finals: Finals,
    iterators: Vec<iteration::Cursor>,
    /// The value of a `return` on its way up.
    returned: Elem,
    pub(crate) reads: Arc<Reads>,
    pub(crate) messages: Vec<Message>,
    /// Errors besides the one that ended the evaluation.
    pub(crate) more: Vec<Diagnostic>,
    /// Paths whose setter is looked for.
    pub(crate) trace: Option<Trace>,
    /// The building is over: references to other objects may go round in circles.
    pub(crate) validating: bool,
    /// Checks go on behind the first value of a resource that does not fit.
    pub(crate) thorough: bool,
    /// What is noted to be shared with other objects.
    pub(crate) recorder: Recorder,
    /// What is done for the sake of other objects, or spared because of them.
    pub(crate) sharing: Sharing,
    /// What structure templates made.
    pub(crate) creations: Creations,
    /// The number of the binding whose value is checked, and the rules recorded until now.
    pub(crate) binding: Time,
    pub(crate) rules: Vec<Rule>,
}

static NO_SOURCE: LazyLock<Arc<Source>> = LazyLock::new(|| Source::new("", "", ""));

impl<'a> Evaluator<'a> {
    /// An evaluator that only folds constants.
    pub fn folding(limits: &'a Limits) -> Self {
        Self {
            job: None,
            limits,
            meter: meter::Meter::default(),
            source: Arc::clone(&NO_SOURCE),
            kind: TemplateKind::Object,
            stack: Vec::new(),
            template: None,
            left_out: 0,
            self_value: self_value::SelfValue::None,
            globals: globals::Globals::default(),
            functions: Arc::default(),
            types: Arc::default(),
            bindings: Arc::default(),
            loaded: Arc::default(),
            load_path: Arc::from([Arc::from("")]),
            root: Elem::Live(Live::dict(BTreeMap::new())),
            relative_root: None,
            finals: Finals::default(),
            iterators: Vec::new(),
            returned: Elem::UNDEF,
            reads: Arc::default(),
            messages: Vec::new(),
            more: Vec::new(),
            trace: None,
            validating: false,
            thorough: false,
            recorder: Recorder::default(),
            sharing: Sharing::Alone,
            creations: Creations::default(),
            binding: 0,
            rules: Vec::new(),
        }
    }

    /// An evaluator for an object.
    pub fn new(job: &'a Job<'a>) -> Self {
        let initial = job.options.initial.clone();
        let mut evaluator = Self {
            job: Some(job),
            ..Self::folding(job.limits)
        };
        if let Some(initial) = initial {
            evaluator.root = Elem::Live(Live::copy_of(initial));
        }
        evaluator.globals.start(&job.object);
        evaluator
    }

    /// Are constants being folded?
    pub(crate) const fn is_folding(&self) -> bool {
        self.job.is_none()
    }

    /// Name of the object.
    pub(crate) fn object(&self) -> &str {
        self.job.map_or("empty", |job| &job.object)
    }

    /// Do statements of a template run that was included, and not created or run by a block?
    pub(crate) fn is_outermost(&self) -> bool {
        self.relative_root.is_none()
            && self.template.is_none()
            && self.function_name().is_none()
            && self.trace.is_none()
            && !self.validating
    }

    /// The value of an element.
    pub(crate) fn frozen(&self, elem: &Elem) -> Result<Value, ElemError> {
        elem.freeze(self.bounds())
    }

    /// Bounds of data.
    pub(crate) const fn bounds(&self) -> Bounds {
        Bounds {
            depth: self.limits.data_depth,
            length: self.limits.list_length,
            count: self.limits.elements,
        }
    }
}

#[cfg(test)]
mod tests;
