use std::sync::Arc;
use std::sync::atomic::Ordering;

use pan_diagnostics::codes;

use super::recording::{Read, Recording, TreeRead};
use super::store::Site;
use crate::builtin::Fault;
use crate::elem::{Elem, ElemError};
use crate::eval::{Evaluator, Flow};
use crate::ir::{Span, Statement, Template, TemplateKind};

impl Evaluator<'_> {
    /// Runs the statements of an included template, or does what they did for another object.
    pub(crate) fn run_shared(&mut self, template: &Arc<Template>, first: bool) -> Flow<()> {
        let store = match self.recorder.store() {
            Some(store) if self.is_outermost() && !template.statements.is_empty() => Arc::clone(store),
            _ => return self.run_template(template, first),
        };
        let site = store.site(template, (Arc::as_ptr(template).addr(), first));
        if self.replayed(&site)? {
            return Ok(());
        }
        if !site.miss() {
            return self.run_template(template, first);
        }
        self.begin();
        // After an error the object is built again, without sharing.
        self.run_template(template, first)?;
        if let Some(recording) = self.end() {
            store.keep(&site, &recording);
        }
        Ok(())
    }

    /// Runs a statement, or does what it did for another object.
    pub(crate) fn run_statement(
        &mut self,
        template: &Arc<Template>,
        statement: &Statement,
        first: bool,
    ) -> Flow<()> {
        let store = match self.recorder.store() {
            // The statements of an object template run for one object only.
            Some(store)
                if statement.is_computed()
                    && template.kind != TemplateKind::Object
                    && self.is_outermost() =>
            {
                Arc::clone(store)
            }
            _ => return self.statement(statement, first),
        };
        let site = store.site(template, (std::ptr::from_ref(statement).addr(), true));
        if site.is_cheap() {
            return self.statement(statement, first);
        }
        if self.replayed(&site)? {
            return Ok(());
        }
        if !site.miss() {
            return self.statement(statement, first);
        }
        self.begin();
        self.statement(statement, first)?;
        if let Some(recording) = self.end() {
            site.took(recording.steps);
            store.keep(&site, &recording);
        }
        Ok(())
    }

    /// Replays a recording of the site that fits, if there is one.
    fn replayed(&mut self, site: &Site) -> Flow<bool> {
        let Some(recording) = site.find(|recording| self.fits(recording)) else {
            return Ok(false);
        };
        site.hit();
        self.replay(&recording)?;
        self.absorb(&recording);
        Ok(true)
    }

    /// Is everything that was read then the same now, and nothing in the way of what was done?
    pub(super) fn fits(&mut self, recording: &Recording) -> bool {
        let suspect = recording.suspect.load(Ordering::Relaxed);
        if let Some(read) = recording.reads.get(suspect)
            && !self.is_as_read(read)
        {
            return false;
        }
        for (at, read) in recording.reads.iter().enumerate() {
            if !self.is_as_read(read) {
                recording.suspect.store(at, Ordering::Relaxed);
                return false;
            }
        }
        self.is_within_limits(recording)
            && (self.finals.is_empty()
                || recording
                    .writes
                    .tree
                    .iter()
                    .all(|(path, _)| self.finals.reason(path).is_none()))
    }

    fn is_within_limits(&self, recording: &Recording) -> bool {
        let (steps, memory) = self.used();
        self.height() + recording.depth <= self.limits.depth as usize
            && steps + recording.steps <= self.limits.steps
            && memory + recording.memory <= self.limits.memory
            && self.messages.len() + recording.writes.messages.len() <= self.limits.messages
    }

    fn is_as_read(&mut self, read: &Read) -> bool {
        match read {
            Read::Global { name, entry, taken } => {
                let Some((elem, is_final)) = self.globals.peek(name) else {
                    return entry.kind.is_none();
                };
                if entry.kind != Some(elem.kind()) || entry.is_final != is_final {
                    return false;
                }
                taken
                    .as_ref()
                    .is_none_or(|(snap, shape)| snap.is_like(&elem, *shape))
            }
            Read::Question(question) => self
                .globals
                .peek(&question.name)
                .and_then(|(elem, _)| match elem {
                    Elem::Fixed(value) => Some(value),
                    Elem::Live(_) => None,
                })
                .is_some_and(|value| question.is_answered(&value, self.limits.regex_steps)),
            Read::Tree(read) => self.is_element_as_read(read),
            Read::Function { name, definition } => match (self.functions.get(name), definition) {
                (None, None) => true,
                (Some(now), Some(then)) => Arc::ptr_eq(&now.body, &then.body),
                _ => false,
            },
            Read::Load { name, template } => match (self.loaded.get(name), template) {
                (None, None) => true,
                (Some(now), Some(then)) => Arc::ptr_eq(now, then),
                _ => false,
            },
            Read::LoadPath(path) => Arc::ptr_eq(path, &self.load_path) || **path == *self.load_path,
            Read::Types(fingerprint) => *fingerprint == self.types.fingerprint(),
        }
    }

    fn is_element_as_read(&self, read: &TreeRead) -> bool {
        let found = self.root.peek(&read.terms);
        if let Some(kind) = &read.kind
            && *kind != found.as_ref().map(Elem::kind)
        {
            return false;
        }
        match &read.taken {
            None => true,
            Some((snap, shape)) if read.except.is_empty() => {
                found.is_some_and(|elem| snap.is_like(&elem, *shape))
            }
            Some((snap, shape)) => read.except.is_like(snap, found.as_ref(), *shape),
        }
    }

    /// Does what was recorded.
    pub(super) fn replay(&mut self, recording: &Recording) -> Flow<()> {
        self.use_up(recording.steps, recording.memory);
        let writes = &recording.writes;
        for (name, snap, is_final) in &writes.globals {
            self.globals.restore(name, snap, *is_final);
        }
        for (path, snap) in &writes.tree {
            self.restore_element(path, snap.as_ref().map(crate::elem::Snap::restore))?;
        }
        for (name, definition) in &writes.functions {
            Arc::make_mut(&mut self.functions).insert(name.clone(), definition.clone());
        }
        for (name, definition) in &writes.types {
            Arc::make_mut(&mut self.types).restore(name, definition);
        }
        for (path, binding) in &writes.bindings {
            self.bindings
                .entry(path.clone())
                .or_default()
                .push(binding.clone());
        }
        for (name, template) in &writes.loads {
            Arc::make_mut(&mut self.loaded).insert(name.clone(), Arc::clone(template));
        }
        if let Some(path) = &writes.load_path {
            self.load_path = Arc::clone(path);
        }
        for path in &writes.finals {
            self.finals.set(path);
        }
        for note in &writes.notes {
            note.add_to(&mut self.reads);
        }
        self.messages.extend(writes.messages.iter().cloned());
        Ok(())
    }

    fn restore_element(&mut self, path: &pan_value::Path, new: Option<Elem>) -> Flow<()> {
        if self.root.is_protected() {
            self.root = self.root.writable();
        }
        let root = self.root.clone();
        let bounds = self.bounds();
        let mut put = root.put_at(path.terms(), new.clone(), bounds);
        if let Err(ElemError::Replace(..)) = put {
            // It was something else in between.
            put = root
                .put_at(path.terms(), None, bounds)
                .and_then(|()| root.put_at(path.terms(), new, bounds));
        }
        put.map_err(|error| {
            // Never shown: the object is built again.
            let fault = Fault::new(error.to_string()).with_code(codes::system::INTERNAL);
            self.fail(Span::default(), fault)
        })
    }
}
