//! Structure templates that need nothing but constants and global variables make the same every time. What one made is kept: for
//! the object, which may create it more than once, and for others if they use the same template.

use std::sync::{Arc, PoisonError, RwLock};

use pan_value::{Key, Value};
use rustc_hash::FxHashMap;

use super::{Look, Sharing};
use crate::elem::{Elem, Snap};
use crate::eval::{Evaluator, Flow};
use crate::ir::{Span, Template};

/// What is kept of one template: for other values of the variables it is something else.
const KEPT: usize = 4;

/// Templates of which something is kept for all objects.
const TEMPLATES: usize = 4096;

/// What structure templates made, by address of the template.
type Kept = FxHashMap<usize, Vec<Arc<Created>>>;

/// What structure templates made, for all objects.
#[derive(Debug, Default)]
pub struct Shared(RwLock<Kept>);

/// What a structure template made.
#[derive(Debug)]
struct Created {
    template: Arc<Template>,
    made: Snap,
    needs: Needs,
    /// The values of the variables then.
    values: Vec<Option<Value>>,
    steps: u64,
    memory: u64,
}

/// What the creation of something needed.
#[derive(Clone, Debug, Default)]
struct Needs {
    /// Other templates that were created for it, or included in it.
    templates: Vec<(Key, Arc<Template>)>,
    /// Variables that may be looked at.
    globals: Vec<Key>,
    /// More than that.
    more: bool,
    /// How high the stack grew.
    height: usize,
}

/// What an object knows of what it creates.
#[derive(Debug, Default)]
pub struct Creations {
    kept: Kept,
    /// What is needed by what is being created.
    needs: Needs,
}

impl Needs {
    fn add(&mut self, more: &Self) {
        self.templates.extend(more.templates.iter().cloned());
        self.globals.extend(more.globals.iter().cloned());
        self.more |= more.more;
        self.height = self.height.max(more.height);
    }
}

fn address(template: &Arc<Template>) -> usize {
    Arc::as_ptr(template).addr()
}

fn keep(kept: &mut Kept, created: Arc<Created>) {
    let of_template = kept.entry(address(&created.template)).or_default();
    of_template.truncate(KEPT - 1);
    of_template.insert(0, created);
}

impl Shared {
    fn of(&self, template: &Arc<Template>) -> Vec<Arc<Created>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&address(template)).cloned().unwrap_or_default()
    }

    fn keep(&self, created: Arc<Created>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < TEMPLATES {
            keep(&mut kept, created);
        }
    }
}

impl Evaluator<'_> {
    /// Runs `create` for a structure template, or takes what it made before.
    pub(crate) fn created(
        &mut self,
        name: &Key,
        template: &Arc<Template>,
        span: Span,
        create: impl FnOnce(&mut Self) -> Flow<Elem>,
    ) -> Flow<Elem> {
        if !self.keeps_created() {
            return create(self);
        }
        if self.relative_root.is_none() {
            // Nothing else is being created.
            self.creations.needs = Needs::default();
        }
        self.creations
            .needs
            .templates
            .push((name.clone(), Arc::clone(template)));
        if let Some(made) = self.created_before(template, span)? {
            return Ok(made);
        }
        let outer = std::mem::take(&mut self.creations.needs);
        self.creations.needs.height = self.height() + 1;
        let before = self.used();
        let made = create(self)?;
        let after = self.used();
        let mut needs = std::mem::replace(&mut self.creations.needs, outer);
        needs.more |= !super::closed::is_closed(template, &mut needs.globals);
        needs.globals.sort_unstable();
        needs.globals.dedup();
        self.creations.needs.add(&needs);
        if !needs.more
            && let Some(snap) = Snap::take(&made, self.bounds())
            && let Some(values) = self.values_of(&needs.globals)
        {
            // From here on.
            needs.height -= self.height();
            let created = Arc::new(Created {
                template: Arc::clone(template),
                made: snap,
                needs,
                values,
                steps: after.0 - before.0,
                memory: after.1 - before.1,
            });
            self.keep_created(name, created);
        }
        Ok(made)
    }

    const fn keeps_created(&self) -> bool {
        let shares = matches!(self.sharing, Sharing::Recording(_) | Sharing::Following(_));
        shares && !self.validating && self.trace.is_none()
    }

    /// Notes that a template will be included in what is being created, if something is.
    pub(crate) fn note_included(&mut self, name: &Key, template: &Arc<Template>) {
        if self.relative_root.is_none() || !self.keeps_created() {
            return;
        }
        let height = self.height() + 1;
        let needs = &mut self.creations.needs;
        needs.templates.push((name.clone(), Arc::clone(template)));
        needs.more |= !super::closed::is_closed(template, &mut needs.globals);
        needs.height = needs.height.max(height);
    }

    fn keep_created(&mut self, name: &Key, created: Arc<Created>) {
        let is_common = match &self.sharing {
            Sharing::Following(follow) => follow
                .trace
                .loaded
                .get(name)
                .is_some_and(|(_, theirs)| Arc::ptr_eq(theirs, &created.template)),
            _ => false,
        };
        match self.job.and_then(|job| job.session.store()) {
            Some(store) if is_common => store.created.keep(created),
            _ => keep(&mut self.creations.kept, created),
        }
    }

    fn created_before(&mut self, template: &Arc<Template>, span: Span) -> Flow<Option<Elem>> {
        let store = self.job.and_then(|job| job.session.store());
        let known = match self.creations.kept.get(&address(template)) {
            Some(own) => own.clone(),
            None => store.map(|store| store.created.of(template)).unwrap_or_default(),
        };
        for created in known {
            if self.height() + created.needs.height > self.limits.depth as usize
                || self.values_of(&created.needs.globals).as_ref() != Some(&created.values)
                || !self.loads_same(&created.needs, span)?
            {
                continue;
            }
            for name in &created.needs.globals {
                self.note_global(name, Look::Value);
            }
            let height = self.height() + created.needs.height;
            self.recorder.height(height);
            self.use_up(created.steps, created.memory);
            self.creations.needs.add(&created.needs);
            self.creations.needs.height = self.creations.needs.height.max(height);
            return Ok(Some(created.made.restore()));
        }
        Ok(None)
    }

    /// Loads what was loaded then. Is it the same?
    fn loads_same(&mut self, needs: &Needs, span: Span) -> Flow<bool> {
        for (name, template) in &needs.templates {
            if !Arc::ptr_eq(&self.load(name, span)?.0, template) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn values_of(&mut self, names: &[Key]) -> Option<Vec<Option<Value>>> {
        let bounds = self.bounds();
        let value = |name: &Key| self.globals.read(name, bounds).ok();
        names.iter().map(value).collect()
    }
}
