//! Many objects on some threads.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pan_value::Key;

use crate::engine::{Engine, STACK_BYTES, finish, finish_begun};
use crate::ir::Template;
use crate::job::Job;
use crate::options::Options;
use crate::outcome::Outcome;
use crate::session::{Session, with_large_stack};
use crate::world::World;

/// Objects that a thread builds before it validates them. A processor has no room for all the code that it takes to build, check
/// and write an object: to do each of it for some objects in turn makes a thousand that are alike a tenth faster.
const TOGETHER: usize = 16;

/// One object is taken for so many that were before it.
const START: usize = 8;

/// What compiling some objects needs.
pub struct Batch<'b> {
    pub engine: &'b Engine,
    pub world: &'b dyn World,
    pub options: &'b Options,
    pub session: &'b Session,
    pub deliver: &'b (dyn Fn(&str, Outcome) + Sync),
    /// Each once.
    pub objects: &'b [&'b str],
    pub threads: NonZeroUsize,
}

impl Batch<'_> {
    /// Compiles them.
    pub fn compile(&self) {
        let next = AtomicUsize::new(0);
        let work = || {
            let working = self.session.ahead().work();
            while let Some(objects) = self.take(&next) {
                self.together(objects);
            }
            drop(working);
            if let Some(object) = self.objects.first() {
                self.session.ahead().help(&self.job(object));
            }
        };
        self.session.ahead().start(self.threads.get());
        // What was compiled to find out is used as long as somebody has it.
        let (threads, _first) = self.useful_threads();
        std::thread::scope(|scope| {
            for _ in 1..threads {
                let thread = std::thread::Builder::new()
                    .name("pan".to_owned())
                    .stack_size(STACK_BYTES);
                // With fewer threads than asked for it only takes longer.
                let _ = thread.spawn_scoped(scope, work);
            }
            let _ = with_large_stack(work);
        });
    }

    /// How many threads can do something: one for each object, and one that compiles what the others will need. Also the
    /// template of the first object, if it was looked at.
    fn useful_threads(&self) -> (usize, Option<Arc<Template>>) {
        let threads = self.threads.get();
        match self.objects {
            // To begin a thread takes a tenth of the time of a small object.
            [object] if threads > 1 => {
                let job = self.job(object);
                let template = job.compiled_ahead(&job.object, &[Arc::from("")]);
                let includes = |template: &Arc<Template>| template.static_includes().next().is_some();
                (1 + usize::from(template.as_ref().is_some_and(includes)), template)
            }
            objects => (threads.min(objects.len() + 1), None),
        }
    }

    /// The next objects for a thread.
    fn take(&self, next: &AtomicUsize) -> Option<&[&str]> {
        let mut from = next.load(Ordering::Relaxed);
        loop {
            let left = self.objects.get(from..).filter(|left| !left.is_empty())?;
            let count = self.count(from, left.len());
            match next.compare_exchange_weak(from, from + count, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return left.get(..count),
                Err(now) => from = now,
            }
        }
    }

    /// How many objects to take at once: few at first, when there is nothing to follow, and at the end, when the other threads
    /// need something to do.
    fn count(&self, before: usize, left: usize) -> usize {
        if self.session.store().is_none() {
            return 1;
        }
        (before / START)
            .min(left / (2 * self.threads.get()))
            .clamp(1, TOGETHER)
    }

    fn together(&self, objects: &[&str]) {
        let mut built = Vec::with_capacity(objects.len());
        for object in objects {
            let job = self.job(object);
            let name = job.object.clone();
            let _begun = self.session.ahead().begin(&name);
            if self.options.is_cancelled() {
                self.deliver(&job, finish(&job));
                continue;
            }
            // What others may follow is finished first, and what failed is small.
            match self.session.built(&job, false) {
                Ok(tree) if tree.followed.is_some() => built.push(job),
                _ => self.deliver(&job, finish_begun(&job)),
            }
        }
        for job in &built {
            let _ = self.session.verdict(job);
        }
        for job in &built {
            self.deliver(job, finish_begun(job));
        }
    }

    fn job(&self, object: &str) -> Job<'_> {
        self.engine
            .job(self.world, self.options, self.session, Key::new(object))
    }

    fn deliver(&self, job: &Job<'_>, outcome: Outcome) {
        (self.deliver)(&job.object, outcome);
        self.session.forget(&job.object);
    }
}
