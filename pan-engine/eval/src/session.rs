//! The objects of one compile, which may refer to each other. Each is built once, whoever needs it first; building may not go
//! round in circles, validation may.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use pan_diagnostics::{Diagnostic, codes};
use pan_value::{Key, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::ahead::Ahead;
use crate::builtin::Fault;
use crate::engine::STACK_BYTES;
use crate::job::Job;
use crate::limits::Limit;
use crate::phases::{self, Built, Failure, Verdict};
use crate::sharing::Store;
use crate::timing::{self, Phase};

/// The objects of one compile. Shared by threads.
#[derive(Debug, Default)]
pub struct Session {
    /// What the objects share, if they do.
    store: Option<Arc<Store>>,
    ahead: Ahead,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    objects: FxHashMap<Key, Object>,
    /// Which object needs which others to be built.
    needs: FxHashMap<Key, BTreeSet<Key>>,
    /// Threads that wait for an object of another one.
    waiting: usize,
}

#[derive(Debug, Default)]
struct Object {
    build: Option<Progress<Result<Arc<Built>, Arc<Failure>>>>,
    verdict: Option<Progress<Arc<Verdict>>>,
    /// Another object refers to it, so more may.
    shared: bool,
}

#[derive(Clone, Debug)]
enum Progress<T> {
    Running,
    Done(T),
}

impl Session {
    /// A session whose objects share what is the same for them.
    pub fn sharing(store: Store) -> Self {
        Self {
            store: Some(Arc::new(store)),
            ..Self::default()
        }
    }

    /// What the objects share, if they do.
    pub const fn store(&self) -> Option<&Arc<Store>> {
        self.store.as_ref()
    }

    /// What its threads tell each other about the objects they begin with.
    pub const fn ahead(&self) -> &Ahead {
        &self.ahead
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tree of `object` for the object of the job. Built now, if nobody did yet.
    ///
    /// # Errors
    /// It cannot be built, or (unless `validating`) needs the object of the job to be built itself.
    pub fn root_of(&self, job: &Job<'_>, object: &Key, validating: bool) -> Result<Value, Fault> {
        if !validating {
            let mut state = self.lock();
            state
                .needs
                .entry(job.object.clone())
                .or_default()
                .insert(object.clone());
            if let Some(circle) = state.circle(&job.object) {
                return Err(circular(&circle));
            }
        }
        self.lock().objects.entry(object.clone()).or_default().shared = true;
        if job.depth >= job.limits.objects_depth {
            let message = format!(
                "more than {} objects are built one for the other",
                job.limits.objects_depth
            );
            return Err(Limit::ObjectsDepth.reached(message));
        }
        match self.built(&job.for_object(object.clone()), true) {
            Ok(built) => Ok(built.root.clone()),
            Err(failure) => Err(failed(object, &failure)),
        }
    }

    /// The object of the job, built. `own_thread`: on a thread with a stack of its own.
    ///
    /// # Errors
    /// It cannot be built.
    pub fn built(&self, job: &Job<'_>, own_thread: bool) -> Result<Arc<Built>, Arc<Failure>> {
        let mut state = self.lock();
        loop {
            match &state.objects.entry(job.object.clone()).or_default().build {
                Some(Progress::Done(result)) => return result.clone(),
                Some(Progress::Running) => {
                    state = self.wait(state);
                }
                None => break,
            }
        }
        state.objects.entry(job.object.clone()).or_default().build = Some(Progress::Running);
        drop(state);
        let result = if own_thread {
            on_own_stack(|| guarded_build(job)).unwrap_or_else(|message| Err(defect(job, &message)))
        } else {
            guarded_build(job)
        };
        let result = result.map(Arc::new).map_err(|failure| Arc::new(*failure));
        self.change(&job.object, |object| {
            object.build = Some(Progress::Done(result.clone()))
        });
        result
    }

    /// Is the object of the job valid? `None`: it is not even built.
    pub fn verdict(&self, job: &Job<'_>) -> Option<Arc<Verdict>> {
        let built = self.built(job, false).ok()?;
        let mut state = self.lock();
        loop {
            match &state.objects.entry(job.object.clone()).or_default().verdict {
                Some(Progress::Done(verdict)) => return Some(Arc::clone(verdict)),
                Some(Progress::Running) => {
                    state = self.wait(state);
                }
                None => break,
            }
        }
        state.objects.entry(job.object.clone()).or_default().verdict = Some(Progress::Running);
        drop(state);
        let validate = || {
            let _validating = timing::phase(Phase::Validate);
            phases::validate(job, &built)
        };
        let verdict = std::panic::catch_unwind(AssertUnwindSafe(validate));
        let verdict = verdict.unwrap_or_else(|_| Verdict {
            diagnostics: vec![internal(job, "validation ended unexpectedly")],
            ..Verdict::default()
        });
        let verdict = Arc::new(verdict);
        self.change(&job.object, |object| {
            object.verdict = Some(Progress::Done(Arc::clone(&verdict)));
        });
        Some(verdict)
    }

    fn wait<'s>(&'s self, mut state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.ahead.hurry();
        state.waiting += 1;
        let mut state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        state
    }

    /// Changes what is known of an object, and tells whoever waits for it. To tell nobody would take a system call, too.
    fn change(&self, object: &Key, change: impl FnOnce(&mut Object)) {
        let mut state = self.lock();
        change(state.objects.entry(object.clone()).or_default());
        if state.waiting > 0 {
            self.changed.notify_all();
        }
    }

    /// Forgets the tree of an object that is finished and that no other object refers to so far. (If one does later, it is
    /// built again.)
    pub fn forget(&self, object: &Key) {
        let mut state = self.lock();
        if state.objects.get(object).is_some_and(|known| !known.shared) {
            state.objects.remove(object);
            state.needs.remove(object);
        }
    }

    /// The objects referred to so far.
    pub fn shared_objects(&self) -> Vec<Key> {
        let state = self.lock();
        let shared = state.objects.iter().filter(|(_, object)| object.shared);
        let mut names: Vec<Key> = shared.map(|(name, _)| name.clone()).collect();
        names.sort_unstable();
        names
    }
}

impl State {
    /// The circle of needs through `start`, if there is one, beginning with the smallest name so that every object in it gets
    /// the same message.
    fn circle(&self, start: &Key) -> Option<Vec<Key>> {
        let mut seen: FxHashSet<&Key> = FxHashSet::default();
        let mut way: Vec<(&Key, Vec<&Key>)> = vec![(start, self.needs_of(start))];
        while let Some((_, next)) = way.last_mut() {
            let Some(needed) = next.pop() else {
                way.pop();
                continue;
            };
            if needed == start {
                let mut circle: Vec<Key> = way.iter().map(|(name, _)| (*name).clone()).collect();
                let smallest = circle
                    .iter()
                    .enumerate()
                    .min_by_key(|(_, name)| *name)
                    .map_or(0, |(i, _)| i);
                circle.rotate_left(smallest);
                return Some(circle);
            }
            if seen.insert(needed) {
                way.push((needed, self.needs_of(needed)));
            }
        }
        None
    }

    fn needs_of(&self, name: &Key) -> Vec<&Key> {
        // The last one is looked at first.
        self.needs
            .get(name)
            .map(|needs| needs.iter().rev().collect())
            .unwrap_or_default()
    }
}

fn circular(circle: &[Key]) -> Fault {
    let names: Vec<&str> = circle.iter().chain(circle.first()).map(|name| &**name).collect();
    let message = format!(
        "objects refer to each other in a circle while being built: {}",
        names.join(" → ")
    );
    Fault::new(message)
        .with_code(codes::evaluation::OBJECT_CIRCLE)
        .with_hint("refer to the other object in a validation, where circles are allowed")
}

/// Why an object cannot be had, for one that refers to it.
fn failed(object: &Key, failure: &Failure) -> Fault {
    let Some(first) = failure.diagnostics.first() else {
        return Fault::new(format!("the object '{object}' cannot be built"))
            .with_code(codes::evaluation::OBJECT);
    };
    if first.code == codes::evaluation::OBJECT_CIRCLE {
        return Fault {
            code: first.code,
            message: first.message.clone(),
            hint: first.hint.clone(),
            label: None,
        };
    }
    let place = first
        .location
        .as_ref()
        .map(|location| format!(" ({location})"))
        .unwrap_or_default();
    Fault::new(format!(
        "the object '{object}' cannot be built: {}{place}",
        first.message
    ))
    .with_code(codes::evaluation::OBJECT)
}

fn guarded_build(job: &Job<'_>) -> Result<Built, Box<Failure>> {
    let build = || {
        let _executing = timing::phase(Phase::Execute);
        phases::build(job)
    };
    match std::panic::catch_unwind(AssertUnwindSafe(build)) {
        Ok(result) => result,
        Err(_) => Err(defect(job, "building ended unexpectedly")),
    }
}

fn defect(job: &Job<'_>, message: &str) -> Box<Failure> {
    let diagnostics = vec![internal(job, message)];
    Box::new(Failure {
        diagnostics,
        reads: Arc::default(),
        messages: Vec::new(),
    })
}

fn internal(job: &Job<'_>, message: &str) -> Diagnostic {
    Diagnostic::error(
        codes::system::INTERNAL,
        format!("{message}; this is a defect of the compiler"),
    )
    .in_object(job.object.shared())
}

thread_local! {
    /// Has this thread a large stack, most of it free?
    static LARGE: Cell<bool> = const { Cell::new(false) };
}

/// Runs something where there is a large stack: here, if this was done before on this thread, else on a thread of its own.
///
/// # Errors
/// There is no thread to be had, or it ended unexpectedly.
pub fn with_large_stack<T: Send>(run: impl FnOnce() -> T + Send) -> Result<T, String> {
    if LARGE.get() {
        return std::panic::catch_unwind(AssertUnwindSafe(run)).map_err(|_| UNEXPECTED.to_owned());
    }
    on_own_stack(|| {
        LARGE.set(true);
        run()
    })
}

const UNEXPECTED: &str = "a thread ended unexpectedly";

/// Runs something on a thread with a large stack.
///
/// # Errors
/// There is no thread to be had, or it ended unexpectedly.
pub fn on_own_stack<T: Send>(run: impl FnOnce() -> T + Send) -> Result<T, String> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("pan".to_owned())
            .stack_size(STACK_BYTES);
        match thread.spawn_scoped(scope, run) {
            Ok(handle) => handle.join().map_err(|_| UNEXPECTED.to_owned()),
            Err(error) => Err(format!("no thread can be started: {error}")),
        }
    })
}
