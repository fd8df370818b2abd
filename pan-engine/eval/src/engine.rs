//! The engine: compiles objects, keeps compiled templates.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pan_diagnostics::{Class, Diagnostic, Location, Span, codes};
use pan_value::{Interner, Key};
use rustc_hash::FxHashSet;

use crate::batch::Batch;
use crate::eval::Lookup;
use crate::ir::{Lowered, TemplateKind};
use crate::job::Job;
use crate::limits::Limits;
use crate::lower::lower;
use crate::options::Options;
use crate::outcome::{Outcome, Profile};
use crate::progress::Progress;
use crate::session::{Session, with_large_stack};
use crate::sharing::Store;
use crate::templates::Templates;
use crate::world::{TemplateSource, World};

/// Stack of a thread that evaluates. Reserved, not used: the limits of nesting are what it must be large enough for.
pub(crate) const STACK_BYTES: usize = 256 << 20;

/// So few objects are looked at before they are compiled.
const FEW: usize = 64;

/// Compiles objects. Holds nothing but limits and bounded caches of compiled templates keyed by content, so one engine can serve
/// any number of threads, worlds and branches at the same time.
pub struct Engine {
    limits: Limits,
    templates: Templates,
    names: Interner,
}

/// What is known of a template without running it.
#[derive(Debug)]
pub struct Checked {
    /// Its name, if it has a readable first line.
    pub name: Option<Key>,
    /// Its kind.
    pub kind: Option<TemplateKind>,
    /// Where its name stands.
    pub name_location: Option<Location>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl Engine {
    /// An engine with these limits and empty caches.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            templates: Templates::default(),
            names: Interner::default(),
        }
    }

    /// Its limits.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How many templates were compiled so far, and how many of them were correct. One that was forgotten and compiled again
    /// counts twice.
    #[must_use]
    pub fn lowered_count(&self) -> (usize, usize) {
        self.templates.counts()
    }

    /// Compiles one object: builds and validates it, and whatever other objects it refers to and the world has no profile of.
    /// Never panics; an object that cannot be compiled has diagnostics instead of a profile.
    #[must_use]
    pub fn compile(&self, world: &dyn World, object: &str, options: &Options) -> Outcome {
        let session = Session::default();
        let job = self.job(world, options, &session, Key::new(object));
        with_large_stack(|| finish(&job)).unwrap_or_else(|message| Outcome {
            diagnostics: vec![Diagnostic::error(codes::system::INTERNAL, message).in_object(object)],
            ..Outcome::default()
        })
    }

    /// Compiles many objects on `threads` threads, and the objects they refer to. `deliver` gets every outcome as soon as it is
    /// there, on any of the threads and in any order; objects referred to are delivered like the others, once each. What was
    /// delivered is forgotten, except for objects that others refer to. When the compile is cancelled, objects not finished are
    /// still delivered, as cancelled.
    pub fn compile_many(
        &self,
        world: &dyn World,
        objects: &[&str],
        options: &Options,
        threads: NonZeroUsize,
        deliver: &(dyn Fn(&str, Outcome) + Sync),
    ) {
        let session = if options.sharing && objects.len() > 1 {
            Session::sharing(self.store_for(world, objects, options))
        } else {
            Session::default()
        };
        let objects = each_once(objects);
        let mut referred: BTreeSet<Key> = BTreeSet::new();
        let mut batch: Vec<Key>;
        let mut names = Cow::Borrowed(&*objects);
        let done = AtomicUsize::new(0);
        let mut total = 0;
        while !names.is_empty() {
            total += names.len();
            let deliver = |object: &str, outcome: Outcome| {
                deliver(object, outcome);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                if let Some(observe) = &options.progress {
                    observe(Progress { done, total, object });
                }
            };
            let some = Batch {
                engine: self,
                world,
                options,
                session: &session,
                deliver: &deliver,
                objects: &names,
                threads,
            };
            some.compile();
            // Objects that were referred to are compiled like the others; they may refer to more.
            let mut more: BTreeSet<Key> = session.shared_objects().into_iter().collect();
            more.retain(|name| !referred.contains(name));
            if !more.is_empty() {
                for object in &*objects {
                    more.remove(*object);
                }
            }
            referred.extend(more.iter().cloned());
            batch = more.into_iter().collect();
            names = batch.iter().map(|name| &**name).collect();
        }
    }

    /// What these objects share. A few are looked at before, if they are compiled already: what is done for the sake of others is
    /// not worth it where there are no others of the kind.
    fn store_for(&self, world: &dyn World, objects: &[&str], options: &Options) -> Store {
        if objects.len() > FEW {
            return Store::default();
        }
        let template = |name: &&str| {
            let source = world.template(name).ok()??;
            self.templates.known(&source, options.debugs(name))
        };
        let templates: Option<Vec<_>> = objects.iter().map(template).collect();
        templates.map_or_else(Store::default, |templates| Store::for_templates(&templates))
    }

    /// Compiles one template without running it.
    #[must_use]
    pub fn check(&self, source: &TemplateSource, options: &Options) -> Checked {
        let lowered = with_large_stack(|| match options.debug {
            None => self.templates.checked(source, &self.names),
            Some(_) => Arc::new(lower(source, &|name| options.debugs(name), &self.names)),
        });
        let lowered = lowered.unwrap_or_else(|message| {
            Arc::new(Lowered {
                template: None,
                diagnostics: vec![Diagnostic::error(codes::system::INTERNAL, message)],
                folded: 0,
            })
        });
        Checked {
            name: lowered.template.as_ref().map(|template| template.name.clone()),
            kind: lowered.template.as_ref().map(|template| template.kind),
            name_location: lowered
                .template
                .as_ref()
                .map(|template| Location::new(&template.source, template.name_span)),
            diagnostics: lowered.diagnostics.clone(),
        }
    }

    pub(crate) fn job<'j>(
        &'j self,
        world: &'j dyn World,
        options: &'j Options,
        session: &'j Session,
        object: Key,
    ) -> Job<'j> {
        Job {
            engine: self,
            world,
            options,
            limits: &self.limits,
            session,
            object,
            depth: 1,
        }
    }

    /// The compiled template of a source that was looked up by this name.
    pub(crate) fn lowered(&self, name: &Key, source: &TemplateSource, options: &Options) -> Lookup {
        let lowered = self.templates.lowered(source, options.debugs(name), &self.names);
        match &lowered.template {
            None => Lookup::Broken(lowered.diagnostics.clone()),
            Some(template) if template.name != *name => {
                let message = format!(
                    "the template is named '{}' but was looked up as '{name}'",
                    template.name
                );
                let location = Location::new(&template.source, template.name_span);
                let misnamed = Diagnostic::error(codes::syntax::MISNAMED_TEMPLATE, message).at(location);
                if is_at(&source.location, &template.name) {
                    Lookup::Misnamed(Box::new(misnamed.with_class(Class::Evaluation)))
                } else {
                    Lookup::Broken(vec![misnamed])
                }
            }
            Some(template) => Lookup::Template(Arc::clone(template)),
        }
    }
}

/// The names, each once.
fn each_once<'o, 's>(objects: &'o [&'s str]) -> Cow<'o, [&'s str]> {
    if objects.is_sorted_by(|one, next| one < next) {
        return Cow::Borrowed(objects);
    }
    let mut seen = FxHashSet::default();
    let first = objects.iter().copied().filter(|object| seen.insert(*object));
    Cow::Owned(first.collect())
}

/// Is the source where a template of this name is expected, whatever is in front of it?
fn is_at(location: &str, name: &str) -> bool {
    let path = location
        .strip_suffix(".pan")
        .or_else(|| location.strip_suffix(".tpl"))
        .unwrap_or(location);
    path.strip_suffix(name)
        .is_some_and(|front| front.is_empty() || front.ends_with('/'))
}

/// Builds and validates the object of the job, and validates the objects it refers to. Whatever goes wrong after the compile
/// was cancelled, or because of that, says so.
pub(crate) fn finish(job: &Job<'_>) -> Outcome {
    match job.options.is_cancelled() {
        true => told_cancelled(job, Outcome::default()),
        false => finish_begun(job),
    }
}

/// The same of an object that was perhaps begun before the compile was cancelled.
pub(crate) fn finish_begun(job: &Job<'_>) -> Outcome {
    told_cancelled(job, compiled(job))
}

fn told_cancelled(job: &Job<'_>, mut outcome: Outcome) -> Outcome {
    if outcome.failed() && job.options.is_cancelled() {
        outcome.diagnostics = vec![
            Diagnostic::error(codes::system::CANCELLED, "the compile was cancelled")
                .in_object(job.object.shared()),
        ];
    }
    outcome
}

fn compiled(job: &Job<'_>) -> Outcome {
    let built = match job.session.built(job, false) {
        Ok(built) => built,
        Err(failure) => {
            return Outcome {
                profile: None,
                diagnostics: failure.diagnostics.clone(),
                messages: failure.messages.clone(),
                reads: Arc::clone(&failure.reads),
            };
        }
    };
    let Some(verdict) = job.session.verdict(job) else {
        return Outcome::default();
    };
    let mut diagnostics = verdict.diagnostics.clone();
    if diagnostics.is_empty()
        && let Some(invalid) = invalid_reference(job, &verdict.reads.objects)
    {
        diagnostics.push(invalid);
    }
    let valid = diagnostics.is_empty();
    let profile = valid.then(|| Profile {
        object: job.object.shared(),
        root: built.root.clone(),
    });
    Outcome {
        profile,
        diagnostics,
        messages: verdict.messages.clone(),
        reads: Arc::clone(&verdict.reads),
    }
}

/// An object is valid only if every object it refers to, however indirectly, is.
fn invalid_reference(job: &Job<'_>, objects: &BTreeSet<Arc<str>>) -> Option<Diagnostic> {
    let mut waiting: Vec<Arc<str>> = objects.iter().rev().cloned().collect();
    let mut seen: BTreeSet<Arc<str>> = BTreeSet::from([job.object.shared()]);
    while let Some(name) = waiting.pop() {
        if !seen.insert(Arc::clone(&name)) {
            continue;
        }
        // Finished elsewhere, valid by definition.
        if let Ok(Some(_)) = job.world.profile(&name) {
            continue;
        }
        let verdict = job.session.verdict(&job.for_object(Key::from(Arc::clone(&name))));
        match verdict {
            Some(verdict) if verdict.diagnostics.is_empty() => {
                waiting.extend(verdict.reads.objects.iter().cloned())
            }
            _ => {
                let message = format!("the object '{name}', which this one refers to, is not valid");
                let mut diagnostic =
                    Diagnostic::error(codes::validation::OBJECT, message).in_object(job.object.shared());
                if let Some(cause) = verdict.as_ref().and_then(|verdict| verdict.diagnostics.first()) {
                    diagnostic.location.clone_from(&cause.location);
                    diagnostic = diagnostic.with_hint(format!("its first error is: {}", cause.message));
                }
                if diagnostic.location.is_none() {
                    diagnostic.location = Some(Location::new(
                        &pan_diagnostics::Source::new(name, "", ""),
                        Span::at(0),
                    ));
                }
                return Some(diagnostic);
            }
        }
    }
    None
}
