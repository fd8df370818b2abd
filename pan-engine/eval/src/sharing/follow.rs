use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use pan_diagnostics::codes;
use pan_value::{Path, Term};

use super::changes::Changes;
use super::pending::Pending;
use super::recording::{Read, Recording, Writes};
use super::trace::{Event, Trace};
use super::variants::Variant;
use super::{Layered, Sharing, Time, variables};
use crate::builtin::Fault;
use crate::eval::{Evaluator, Flow, Interrupt, Mark};
use crate::ir::{Span, Statement, Template};
use crate::outcome::Message;
use crate::types::Binding;

/// A trace as it is handed on within a thread: to count the references to it again touches memory that all threads share.
type Handed = Rc<Arc<Trace>>;

/// Where an object is that follows another one, and how it differs.
#[derive(Debug)]
pub struct Follow {
    pub(super) trace: Handed,
    /// The state is that of the other object before the event of this time, but for the differences.
    pub(super) now: Time,
    /// Includes are looked for before this time only.
    limit: Time,
    /// Differences in the tree.
    pub(super) changes: Changes,
    /// Is the evaluator's tree the one of now? Changes are made in it where it is looked at.
    pub(super) fresh: bool,
    /// Events that may be affected by a difference.
    pub(super) pending: Pending,
    pub(super) load_path_differs: bool,
    /// How many of the final paths of the other object are taken over.
    finals: usize,
    /// Events that happened for the other object but not for this one.
    pub(super) left_out: Vec<Range<Time>>,
    /// What this object printed and bound by itself, and when.
    pub(super) messages: Vec<(Time, Vec<Message>)>,
    pub(super) bindings: Vec<(Time, Path, Binding)>,
    pub(super) other_bindings: bool,
    /// Steps and bytes of what was left out.
    pub(super) saved: (u64, u64),
    /// The variant that fitted last.
    pub(super) fitted: Option<Arc<Variant>>,
}

/// How far an include may be ahead, compared with what it is worth: statements passed over for each one inside.
const WORTH: Time = 8;

/// Are these events done as quickly as looked at?
fn is_little(events: &[Event]) -> bool {
    events.len() <= 4 && events.iter().map(|event| event.recording.steps).sum::<u64>() < 64
}

/// What an include statement includes, and whether it is loaded for the first time.
type Target = (Arc<Template>, bool);

impl Follow {
    fn new(trace: Arc<Trace>) -> Self {
        Self {
            limit: trace.end(),
            now: 0,
            changes: Changes::default(),
            fresh: false,
            pending: trace.opaque.clone(),
            load_path_differs: false,
            finals: 0,
            left_out: Vec::new(),
            messages: Vec::new(),
            bindings: Vec::new(),
            other_bindings: false,
            saved: (0, 0),
            fitted: None,
            trace: Rc::new(trace),
        }
    }

    /// Does an event work in parts of an element that is another one here?
    fn is_elsewhere(&self, event: &Event) -> bool {
        let within = event.recording.within.as_ref();
        within.is_some_and(|path| self.changes.covers(path.terms()))
    }
}

impl<'a> Evaluator<'a> {
    /// Follows another object from now on. The object template is loaded, nothing has run yet.
    pub(crate) fn start_following(&mut self, trace: Arc<Trace>) -> Flow<()> {
        self.globals.follow(variables::Below::new(&trace.variables));
        let loaded = std::mem::replace(&mut self.loaded, Arc::new(Layered::above(&trace.loaded)));
        for name in loaded.keys() {
            if let Some(template) = loaded.get(name) {
                Arc::make_mut(&mut self.loaded).insert(name.clone(), Arc::clone(template));
            }
        }
        self.functions = Arc::new(Layered::above(&trace.functions));
        self.types = Arc::new(crate::types::TypeTable::above(&trace.types));
        let names: Vec<_> = self.globals.differing().cloned().collect();
        self.sharing = Sharing::Following(Box::new(Follow::new(trace)));
        let own = Writes {
            globals: names,
            ..Writes::default()
        };
        self.reconcile(own, 0)
    }

    /// The object that is followed, if one is.
    pub(super) const fn following(&mut self) -> Option<&mut Follow> {
        match &mut self.sharing {
            Sharing::Following(follow) => Some(follow),
            _ => None,
        }
    }

    pub(super) fn trace_followed(&self) -> Option<Handed> {
        match &self.sharing {
            Sharing::Following(follow) => Some(Rc::clone(&follow.trace)),
            _ => None,
        }
    }

    fn now(&self) -> Time {
        match &self.sharing {
            Sharing::Following(follow) => follow.now,
            _ => 0,
        }
    }

    /// Ends following, and with it the attempt: the object is built again by itself. Never shown.
    pub(super) fn give_up(&self, why: &str) -> Interrupt {
        self.fail(
            Span::default(),
            Fault::new(why).with_code(codes::system::INTERNAL),
        )
    }

    /// Makes the evaluator's tree the one of now.
    pub(super) fn refresh(&mut self) -> Flow<()> {
        let bounds = self.bounds();
        let Sharing::Following(follow) = &mut self.sharing else {
            return Ok(());
        };
        if follow.fresh {
            return Ok(());
        }
        let root = follow.trace.roots.at(follow.now, &follow.trace.events, bounds);
        match root {
            Ok(root) => {
                self.root = root.restore();
                follow.changes.begin();
                follow.fresh = true;
                Ok(())
            }
            Err(error) => Err(self.give_up(&error.to_string())),
        }
    }

    /// Makes the changes that can be seen at this path in the evaluator's tree.
    pub(crate) fn settle(&mut self, terms: &[Term]) -> Flow<()> {
        let bounds = self.bounds();
        let Sharing::Following(follow) = &mut self.sharing else {
            return Ok(());
        };
        match follow.changes.make(&self.root, terms, bounds) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.give_up(&error.to_string())),
        }
    }

    /// Runs a statement of a template that the other object did not run, or not here.
    pub(super) fn follow_statement(&mut self, statement: &Statement, first: bool) -> Flow<()> {
        self.refresh()?;
        // What such statements leave behind is looked at when it matters, all together.
        if !self.recorder.is_noting() {
            self.begin(false);
        }
        let Statement::Include(include) = statement else {
            return self.statement(statement, first);
        };
        let target = self.included(include)?;
        if let Some((template, first)) = target {
            self.enter_include(include, &template)?;
            self.enter_followed(&template, first)?;
            self.pop();
        }
        Ok(())
    }

    /// Looks at what the statements left behind that the other object did not run.
    pub(super) fn end_own(&mut self) -> Flow<()> {
        if !self.recorder.is_noting() {
            return Ok(());
        }
        let own = self.end();
        if self.recorder.is_lost() {
            return Err(self.give_up("something happened that cannot be compared"));
        }
        self.reconcile(own.writes, self.now())
    }

    /// Runs a statement and notes what it sets; of an include what comes before the included template.
    fn run_noting(
        &mut self,
        statement: &Statement,
        first: bool,
        reads: bool,
    ) -> Flow<(Option<Target>, Recording)> {
        self.end_own()?;
        self.refresh()?;
        self.begin(reads);
        let target = match statement {
            Statement::Include(include) => self.included(include)?,
            other => {
                self.statement(other, first)?;
                None
            }
        };
        let own = self.end();
        if self.recorder.is_lost() {
            return Err(self.give_up("something happened that cannot be compared"));
        }
        Ok((target, own))
    }

    /// Runs an included template: where the other object included it, only what is affected.
    fn enter_followed(&mut self, template: &Arc<Template>, first: bool) -> Flow<()> {
        let Some(follow) = self.following() else {
            return Ok(());
        };
        let (now, limit) = (follow.now, follow.limit);
        let trace = Rc::clone(&follow.trace);
        let found = trace.find_include(template, first, now, limit);
        let include = found.and_then(|at| Some((at, trace.event(at)?, trace.event(at)?.include.as_ref()?)));
        let Some((at, event, include)) = include else {
            return self.run_template(template, first);
        };
        if at - now > WORTH * (include.end - at) + 64 || is_little(trace.between(at + 1, include.end)) {
            return self.run_template(template, first);
        }
        // Inside it includes and calls must not be nested deeper than they may be.
        let height = self.height().saturating_sub(1);
        if height + event.peak.saturating_sub(event.height) > self.limits.depth as usize {
            return Err(self.give_up("nested too deep"));
        }
        self.reconcile(Writes::default(), at + 1)?;
        self.follow_range(&trace, include.end, Some(at))
    }

    /// Does what is affected of the other object's events until `end`, inside the include of `within`.
    fn follow_range(&mut self, trace: &Trace, end: Time, within: Option<Time>) -> Flow<()> {
        while let Some(at) = self
            .following()
            .and_then(|follow| follow.pending.next(follow.now, end))
        {
            self.move_to(at);
            let Some(event) = trace.event(at) else { break };
            if self.is_affected(event)? {
                self.redo(trace, at, event, within)?;
            } else {
                self.take_over(event);
                self.move_to(at + 1);
            }
        }
        self.move_to(end);
        Ok(())
    }

    /// Does an event depend on what differs?
    fn is_affected(&mut self, event: &Event) -> Flow<bool> {
        if event.recording.opaque {
            return Ok(true);
        }
        let Some(follow) = self.following() else {
            return Ok(true);
        };
        // It works in, or writes into, something that is not there, or not the same.
        if follow.is_elsewhere(event)
            || event
                .tree
                .iter()
                .any(|(path, _)| follow.changes.is_below_one(path.terms()))
        {
            return Ok(true);
        }
        for read in &event.recording.reads {
            if self.is_followed(read) {
                continue;
            }
            // It is where the two differ, so there is nothing to compare.
            if let Read::Tree(read) = read
                && !read.is_of_kind()
                && read.except.is_empty()
            {
                return Ok(true);
            }
            if !self.is_as_it_was(read)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Is what was read known to be what it is for the object that is followed?
    pub(super) fn is_followed(&self, read: &Read) -> bool {
        match (read, &self.sharing) {
            (Read::Tree(read), Sharing::Following(follow)) => !follow.changes.touch(&read.terms),
            (Read::Global { name, mark, .. }, _) => self.globals.is_followed(name, *mark),
            (Read::Question(question), _) => {
                let name = &question.name;
                self.globals.is_followed(name, Mark::of(name))
            }
            _ => false,
        }
    }

    /// Is what was read the same now?
    pub(super) fn is_as_it_was(&mut self, read: &Read) -> Flow<bool> {
        if let Read::Tree(read) = read {
            if read.except.is_empty() {
                return self.is_seen_as_read(read);
            }
            self.refresh()?;
            self.settle(&read.terms)?;
        }
        Ok(self.is_as_read(read))
    }

    /// An event is not affected: what it sets is the same for both objects from now on.
    fn take_over(&mut self, event: &Event) {
        let writes = &event.recording.writes;
        for name in &writes.globals {
            self.globals.take_over(name);
        }
        let Some(follow) = self.following() else { return };
        if writes.load_path {
            follow.load_path_differs = false;
        }
        for (path, _) in &event.tree {
            follow.changes.clear(path.terms());
        }
    }

    /// Does an event again.
    fn redo(&mut self, trace: &Trace, at: Time, event: &Event, within: Option<Time>) -> Flow<()> {
        let Some(statement) = event.statement() else {
            return Err(self.give_up("a statement is missing"));
        };
        let height = self.height();
        let plain = event.include.is_none() && !event.recording.opaque;
        if plain && let Some((writes, tree)) = self.redo_as(trace, at, &event.variants)? {
            return self.reconcile_all(writes, at + 1, tree);
        }
        let keep = plain && statement.is_computed() && event.variants.miss();
        let left_out = self.push_includes(trace, event, within)?;
        let (target, own) = self.run_noting(statement, event.first, keep)?;
        let writes = match keep {
            true => {
                let writes = own.writes.clone();
                if let Some(variant) = self.variant(own, event) {
                    event.variants.keep(variant);
                }
                writes
            }
            false => own.writes,
        };
        self.reconcile(writes, at + 1)?;
        if let Statement::Include(include) = statement {
            let theirs = event.include.as_ref();
            let is_same = match (&target, theirs) {
                (Some((own, first)), Some(theirs)) => {
                    Arc::ptr_eq(own, &theirs.template) && *first == theirs.first
                }
                (None, None) => true,
                _ => false,
            };
            if !is_same {
                let end = theirs.map_or(at + 1, |theirs| theirs.end);
                if let Some((template, first)) = target {
                    let limit = self.limit_to(end);
                    self.enter_include(include, &template)?;
                    self.enter_followed(&template, first)?;
                    self.pop();
                    self.limit_to(limit);
                }
                self.reconcile(Writes::default(), end)?;
            }
        }
        self.put_back(left_out);
        self.pop_to(height);
        Ok(())
    }

    fn limit_to(&mut self, limit: Time) -> Time {
        self.following()
            .map_or(limit, |follow| std::mem::replace(&mut follow.limit, limit))
    }

    /// Enters the includes that lead to an event. Nobody looks at more than the last one, unless what prints all of them is
    /// active; tells how many were left out.
    fn push_includes(&mut self, trace: &Trace, event: &Event, within: Option<Time>) -> Flow<usize> {
        let mut includes = Vec::new();
        let mut parent = event.parent;
        while parent != within
            && let Some(include) = parent.and_then(|at| trace.event(at))
        {
            includes.push(include);
            parent = include.parent;
        }
        let is_shown = self.job.is_some_and(|job| job.options.debug.is_some());
        let left_out = match is_shown {
            true => 0,
            false => includes.len().saturating_sub(1),
        };
        includes.truncate(includes.len() - left_out);
        self.leave_out(left_out);
        for event in includes.into_iter().rev() {
            if let (Some(Statement::Include(include)), Some(included)) = (event.statement(), &event.include) {
                let template = &included.template;
                self.enter_include(include, template)?;
            }
        }
        Ok(left_out)
    }

    /// Goes on to a later time; what happens until then happens for both objects, or is dealt with.
    pub(super) fn move_to(&mut self, to: Time) {
        let Sharing::Following(follow) = &mut self.sharing else {
            return;
        };
        if to == follow.now {
            return;
        }
        follow.fresh &= follow.trace.roots.is_unchanged(follow.now, to);
        follow.now = to;
        self.globals.move_to(to);
        self.functions.move_to(to);
        self.loaded.move_to(to);
        self.types.move_to(to);
        while let Some((since, path)) = follow.trace.finals.get(follow.finals)
            && *since <= to
        {
            self.finals.set(path);
            follow.finals += 1;
        }
        if !follow.load_path_differs
            && let Some(path) = follow.trace.load_path(to)
            && !Arc::ptr_eq(path, &self.load_path)
        {
            self.load_path = Arc::clone(path);
        }
    }

    /// The object template has run: what the other object did besides did not happen for this one.
    pub(super) fn end_following(&mut self) -> Flow<()> {
        match self.trace_followed() {
            Some(trace) => self.reconcile(Writes::default(), trace.end()),
            None => Ok(()),
        }
    }
}
