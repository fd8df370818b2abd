use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use pan_value::{Key, Path, Term, Value};
use rustc_hash::FxHashMap;

use super::Time;
use super::check::Rule;
use super::layered::Since;
use super::pending::Pending;
use super::recording::{LoadPath, Recording};
use super::roots::Roots;
use super::tally::Tally;
use super::usage::Usage;
use super::variables::{History, Version};
use super::variants::Variants;
use crate::deps::Reads;
use crate::elem::Snap;
use crate::eval::{Evaluator, FunctionDefinition};
use crate::ir::{FullType, Statement, Template};
use crate::types::Binding;

/// Everything that happened while an object was built and validated, statement by statement. Other objects follow it: what it
/// did that does not depend on how they differ, they need not do.
#[derive(Debug)]
pub struct Trace {
    pub events: Vec<Event>,
    /// Rules that looked at more than their value, in the order of [`Trace::bound`]; in time they come after the events.
    pub rules: Vec<Rule>,
    pub variables: Arc<History>,
    pub functions: Arc<Since<Arc<FunctionDefinition>>>,
    pub types: Arc<Since<Arc<FullType>>>,
    pub loaded: Arc<Since<Arc<Template>>>,
    pub load_paths: Vec<(Time, LoadPath)>,
    pub finals: Vec<(Time, Path)>,
    /// Events that every object does itself.
    pub opaque: Pending,
    /// Rules that every object checks itself.
    pub opaque_rules: Pending,
    /// Events that printed something.
    pub printing: Vec<Time>,
    pub bindings: Vec<(Time, Path, Binding)>,
    /// The same by path.
    pub bound: Arc<BTreeMap<Path, Vec<Binding>>>,
    /// Filling defaults in followed a link and changed something at its other end.
    pub linked: bool,
    /// Links that were followed.
    pub links: Vec<Link>,
    pub roots: Roots,
    /// The tree before and after defaults were filled in.
    pub raw: Value,
    pub root: Value,
    /// Where what is used, to find what a difference affects.
    pub usage: Usage,
    /// Where templates are included: by address of the template.
    pub includes: FxHashMap<usize, Vec<Time>>,
    /// How often the events looked each thing up.
    pub tally: Tally,
    /// Names of the templates that the object template includes, for finding the object to follow.
    pub signature: Box<[Key]>,
    /// Steps and bytes used up by all events.
    pub used: (u64, u64),
}

/// A statement that ran: one of a template that was included, not of one created by a block.
#[derive(Debug)]
pub struct Event {
    pub template: Arc<Template>,
    pub index: usize,
    /// Did the template run for the first time?
    pub first: bool,
    /// The include that it ran for; none for the object template.
    pub parent: Option<Time>,
    /// It is an include statement that included something.
    pub include: Option<Included>,
    pub recording: Recording,
    /// What it did for others.
    pub variants: Variants,
    /// What it left in the tree at the paths that it wrote; nothing where it removed something.
    pub tree: Vec<(Path, Option<Snap>)>,
    /// Height of the stack when it began.
    pub height: usize,
    /// Greatest height since, what is included counted.
    pub peak: usize,
}

/// What an include statement included.
#[derive(Debug)]
pub struct Included {
    pub template: Arc<Template>,
    pub first: bool,
    /// Behind its last statement.
    pub end: Time,
}

impl Event {
    /// The statement.
    pub fn statement(&self) -> Option<&Statement> {
        self.template.statements.get(self.index)
    }
}

/// A link that was followed to fill defaults in at its other end.
#[derive(Debug)]
pub struct Link {
    /// The bound path, and the way from there to the link; or to a link whose other end this one is in.
    pub bound: Path,
    pub place: Box<[Term]>,
    /// The other end.
    pub end: Path,
}

/// A trace being made.
#[derive(Debug)]
pub struct Builder {
    events: Vec<Event>,
    /// Includes that are running.
    open: Vec<Time>,
    variables: History,
    functions: Since<Arc<FunctionDefinition>>,
    types: Since<Arc<FullType>>,
    loaded: Since<Arc<Template>>,
    load_paths: Vec<(Time, LoadPath)>,
    finals: Vec<(Time, Path)>,
    bindings: Vec<(Time, Path, Binding)>,
    start: Snap,
    /// What was read before the first event.
    reads: Arc<Reads>,
    signature: Box<[Key]>,
    pub raw: Value,
    pub linked: bool,
    pub links: Vec<Link>,
    /// Statements of the object template itself that ran, and statements that were included with more than a few others.
    own: usize,
    inner: usize,
    used: (u64, u64),
}

/// Statements of an object template that are many.
const MANY: usize = 1000;

/// Statements that are run as quickly as looked at.
const FEW: usize = 8;

/// A trace of an object that is built and has to be validated.
pub type Unfinished = Mutex<Option<Box<Builder>>>;

impl Builder {
    /// The trace of an object whose template is loaded and about to run. `None`: there is nothing to begin with.
    pub fn new(evaluator: &Evaluator<'_>, template: &Template) -> Option<Self> {
        let mut builder = Self {
            events: Vec::new(),
            open: Vec::new(),
            variables: History::default(),
            functions: Since::default(),
            types: Since::default(),
            loaded: Since::default(),
            load_paths: vec![(0, Arc::clone(&evaluator.load_path))],
            finals: Vec::new(),
            bindings: Vec::new(),
            start: Snap::take(&evaluator.root, evaluator.bounds())?,
            reads: Arc::clone(&evaluator.reads),
            signature: super::store::signature(template),
            raw: Value::Undef,
            linked: false,
            links: Vec::new(),
            own: 0,
            inner: 0,
            used: (0, 0),
        };
        let names: Vec<Key> = evaluator.globals.differing().cloned().collect();
        for name in &names {
            builder.version(evaluator, name, 0)?;
        }
        Some(builder)
    }

    fn version(&mut self, evaluator: &Evaluator<'_>, name: &Key, since: Time) -> Option<()> {
        let (elem, is_final) = evaluator.globals.peek(name)?;
        let snap = Snap::take(&elem, evaluator.bounds())?;
        let version = Version {
            since,
            value: snap.value(),
            snap,
            is_final,
        };
        self.variables.entry(name.clone()).or_default().push(version);
        Some(())
    }

    /// A statement ran, or an include statement is about to run what it includes. `None`: what it did cannot be kept.
    pub fn event(
        &mut self,
        evaluator: &Evaluator<'_>,
        template: &Arc<Template>,
        (index, first): (usize, bool),
        include: Option<(Arc<Template>, bool)>,
        recording: Recording,
    ) -> Option<()> {
        let at = Time::try_from(self.events.len()).ok()?;
        let since = at + 1;
        let writes = &recording.writes;
        for name in &writes.globals {
            self.version(evaluator, name, since)?;
        }
        let mut tree = Vec::with_capacity(writes.tree.len());
        for path in &writes.tree {
            let snap = match evaluator.root.peek(path.terms()) {
                None => None,
                Some(elem) => Some(Snap::take(&elem, evaluator.bounds())?),
            };
            tree.push((path.clone(), snap));
        }
        for name in &writes.functions {
            let definition = evaluator.functions.get(name)?.clone();
            self.functions.insert(name.clone(), (since, definition));
        }
        for name in &writes.types {
            let definition = evaluator.types.defined(name)?;
            self.types.insert(name.clone(), (since, Arc::clone(definition)));
        }
        for name in &writes.loads {
            let template = evaluator.loaded.get(name)?;
            self.loaded.insert(name.clone(), (since, Arc::clone(template)));
        }
        if writes.load_path {
            self.load_paths.push((since, Arc::clone(&evaluator.load_path)));
        }
        let finals = writes.finals.iter().map(|path| (since, path.clone()));
        self.finals.extend(finals);
        let bindings = writes.bindings.iter();
        self.bindings
            .extend(bindings.map(|(path, binding)| (at, path.clone(), binding.clone())));
        self.used.0 += recording.steps;
        self.used.1 += recording.memory;
        self.events.push(Event {
            template: Arc::clone(template),
            index,
            first,
            parent: self.open.last().copied(),
            include: include.map(|(template, first)| Included {
                template,
                first,
                end: since,
            }),
            height: evaluator.height(),
            peak: recording.peak,
            recording,
            variants: Variants::default(),
            tree,
        });
        self.open.push(at);
        Some(())
    }

    /// Do the object template's own statements run?
    pub const fn is_outside(&self) -> bool {
        self.open.is_empty()
    }

    /// Another statement of the object template itself is about to run. Do they do nearly everything themselves, so that there
    /// is nothing to share?
    pub fn is_hopeless(&mut self) -> bool {
        self.own += 1;
        self.own.is_multiple_of(MANY) && self.inner < self.own / 4
    }

    /// The last event, and everything that it included, is over.
    pub fn close(&mut self) {
        let end = Time::try_from(self.events.len()).unwrap_or(Time::MAX);
        let Some(at) = self.open.pop() else { return };
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let inner = self.events.get(at..).unwrap_or_default();
        if self.open.is_empty() {
            self.inner += inner.len().saturating_sub(FEW);
        }
        let peak = inner.iter().map(|event| event.peak).max().unwrap_or(0);
        if let Some(event) = self.events.get_mut(at) {
            event.peak = peak;
            if let Some(include) = &mut event.include {
                include.end = end;
            }
        }
    }

    /// The trace, when the object is valid.
    pub fn finish(
        self,
        root: Value,
        bound: Arc<BTreeMap<Path, Vec<Binding>>>,
        rules: Vec<Rule>,
        mut reads: Arc<Reads>,
    ) -> Trace {
        let mut includes: FxHashMap<usize, Vec<Time>> = FxHashMap::default();
        for (at, event) in (0..).zip(&self.events) {
            if let Some(include) = &event.include {
                let address = Arc::as_ptr(&include.template).addr();
                includes.entry(address).or_default().push(at);
            }
        }
        let usage = Usage::new(recordings(&self.events, &rules), &bound);
        Arc::make_mut(&mut reads).share();
        let tally = Tally::new(recordings(&self.events, &rules), &reads, &self.reads);
        let opaque = |recordings: &mut dyn Iterator<Item = &Recording>| {
            let mut opaque = Pending::default();
            let all = (0..).zip(recordings).filter(|(_, recording)| recording.opaque);
            all.for_each(|(at, _)| opaque.add(at));
            opaque
        };
        let printing = (0..)
            .zip(&self.events)
            .filter(|(_, event)| !event.recording.writes.messages.is_empty())
            .map(|(at, _)| at);
        Trace {
            opaque: opaque(&mut self.events.iter().map(|event| &event.recording)),
            opaque_rules: opaque(&mut rules.iter().map(|rule| &rule.recording)),
            printing: printing.collect(),
            roots: Roots::new(self.start, &self.events),
            events: self.events,
            rules,
            variables: Arc::new(self.variables),
            functions: Arc::new(self.functions),
            types: Arc::new(self.types),
            loaded: Arc::new(self.loaded),
            load_paths: self.load_paths,
            finals: self.finals,
            bindings: self.bindings,
            bound,
            linked: self.linked,
            links: self.links,
            raw: self.raw,
            root,
            usage,
            includes,
            tally,
            signature: self.signature,
            used: self.used,
        }
    }
}

fn recordings<'t>(events: &'t [Event], rules: &'t [Rule]) -> impl Iterator<Item = &'t Recording> {
    let rules = rules.iter().map(|rule| &rule.recording);
    events.iter().map(|event| &event.recording).chain(rules)
}

impl Trace {
    /// The event at this time.
    pub fn event(&self, at: Time) -> Option<&Event> {
        self.events.get(usize::try_from(at).ok()?)
    }

    /// The events from one time to another.
    pub fn between(&self, from: Time, to: Time) -> &[Event] {
        let at = |time: Time| usize::try_from(time).unwrap_or(usize::MAX);
        self.events.get(at(from)..at(to)).unwrap_or_default()
    }

    /// When the building was over.
    pub fn end(&self) -> Time {
        Time::try_from(self.events.len()).unwrap_or(Time::MAX)
    }

    /// The load path at this time.
    pub fn load_path(&self, at: Time) -> Option<&LoadPath> {
        let later = self.load_paths.partition_point(|(since, _)| *since <= at);
        self.load_paths.get(later.checked_sub(1)?).map(|(_, path)| path)
    }

    /// The next include of this template.
    pub fn find_include(
        &self,
        template: &Arc<Template>,
        first: bool,
        from: Time,
        before: Time,
    ) -> Option<Time> {
        let times = self.includes.get(&Arc::as_ptr(template).addr())?;
        let next = times.partition_point(|time| *time < from);
        let mut times = times.get(next..)?.iter().copied();
        times.by_ref().take_while(|time| *time < before).find(|time| {
            self.event(*time)
                .and_then(|event| event.include.as_ref())
                .is_some_and(|i| i.first == first)
        })
    }
}
