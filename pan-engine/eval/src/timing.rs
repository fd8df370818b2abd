//! Where the time goes, for those who ask. Off, it costs the look at a flag.
//!
//! Every moment of a thread belongs to one phase, and while statements are run also to one template: what is done inside
//! counts for the inner one only. Times of threads are added.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use pan_value::Key;
use rustc_hash::FxHashMap;

/// What a compile consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading templates and files.
    Read,
    /// From text to tree.
    Parse,
    /// From tree to compiled template.
    Lower,
    /// Running statements.
    Execute,
    /// Filling defaults in.
    Defaults,
    /// Checking types.
    Validate,
    /// Writing results.
    Write,
}

impl Phase {
    /// All phases in their order.
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::Parse,
        Self::Lower,
        Self::Execute,
        Self::Defaults,
        Self::Validate,
        Self::Write,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Parse => "parse",
            Self::Lower => "lower",
            Self::Execute => "execute",
            Self::Defaults => "defaults",
            Self::Validate => "validate",
            Self::Write => "write",
        }
    }
}

/// Where the time went.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    phases: [Duration; Phase::ALL.len()],
    /// By name: how often the statements of a template were run, and how long that took without those of other templates.
    pub templates: FxHashMap<Key, (u64, Duration)>,
}

impl Timings {
    /// The time of a phase, without that of phases inside it.
    #[must_use]
    pub fn phase(&self, phase: Phase) -> Duration {
        self.phases.get(phase as usize).copied().unwrap_or_default()
    }

    fn add(&mut self, other: &mut Self) {
        for (sum, time) in self.phases.iter_mut().zip(&mut other.phases) {
            *sum += std::mem::take(time);
        }
        for (name, (count, time)) in other.templates.drain() {
            let known = self.templates.entry(name).or_default();
            known.0 += count;
            known.1 += time;
        }
    }
}

static ACTIVE: AtomicBool = AtomicBool::new(false);
static COLLECTED: Mutex<Option<Timings>> = Mutex::new(None);

thread_local! {
    static CLOCK: RefCell<Clock> = RefCell::default();
}

/// The time of one thread.
#[derive(Default)]
struct Clock {
    timings: Timings,
    /// What is going on now, outermost first.
    open: Vec<(Phase, Option<Key>)>,
    since: Option<Instant>,
}

impl Clock {
    /// Books the time until now.
    fn book(&mut self) {
        let now = Instant::now();
        let since = self.since.replace(now).unwrap_or(now);
        let Some((phase, template)) = self.open.last() else {
            return;
        };
        let passed = now.duration_since(since);
        if let Some(sum) = self.timings.phases.get_mut(*phase as usize) {
            *sum += passed;
        }
        if let Some(name) = template
            && let Some((_, time)) = self.timings.templates.get_mut(name)
        {
            *time += passed;
        }
    }
}

/// Collects from now on, in the whole process.
pub fn start() {
    *collected() = Some(Timings::default());
    ACTIVE.store(true, Ordering::Relaxed);
}

/// Ends collecting; what was collected. Only what is over counts.
pub fn stop() -> Timings {
    ACTIVE.store(false, Ordering::Relaxed);
    collected().take().unwrap_or_default()
}

fn collected() -> std::sync::MutexGuard<'static, Option<Timings>> {
    COLLECTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Time that belongs to something, until it is dropped.
#[must_use]
pub struct Timed {
    active: bool,
}

/// A phase begins.
pub fn phase(phase: Phase) -> Timed {
    if !ACTIVE.load(Ordering::Relaxed) {
        return Timed { active: false };
    }
    open(phase, None)
}

/// The statements of a template begin.
pub fn template(name: &Key) -> Timed {
    if !ACTIVE.load(Ordering::Relaxed) {
        return Timed { active: false };
    }
    open(Phase::Execute, Some(name.clone()))
}

#[cold]
fn open(phase: Phase, template: Option<Key>) -> Timed {
    CLOCK.with_borrow_mut(|clock| {
        clock.book();
        if let Some(name) = &template {
            clock.timings.templates.entry(name.clone()).or_default().0 += 1;
        }
        clock.open.push((phase, template));
    });
    Timed { active: true }
}

impl Drop for Timed {
    fn drop(&mut self) {
        if !self.active {
            return;
        }
        CLOCK.with_borrow_mut(|clock| {
            clock.book();
            clock.open.pop();
            if clock.open.is_empty()
                && let Some(sum) = collected().as_mut()
            {
                sum.add(&mut clock.timings);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_time_is_not_outer_time() {
        let wait = || std::thread::sleep(Duration::from_millis(4));
        start();
        let began = Instant::now();
        {
            let _execute = phase(Phase::Execute);
            {
                let _outer = template(&Key::new("timing/outer"));
                wait();
                let _inner = template(&Key::new("timing/inner"));
                let _parse = phase(Phase::Parse);
                wait();
                wait();
            }
            let _again = template(&Key::new("timing/outer"));
        }
        let all = began.elapsed();
        let timings = stop();
        let (runs, outer) = timings.templates[&Key::new("timing/outer")];
        assert!(runs == 2 && outer >= Duration::from_millis(4), "{outer:?}");
        let (runs, inner) = timings.templates[&Key::new("timing/inner")];
        assert_eq!(runs, 1);
        let (parse, execute) = (timings.phase(Phase::Parse), timings.phase(Phase::Execute));
        assert!(parse >= Duration::from_millis(8) && execute >= outer + inner);
        // Other tests of this process may add to the phases, but not to these templates.
        assert!(
            outer + inner + Duration::from_millis(8) <= all,
            "{outer:?} {inner:?} {all:?}"
        );
        // Nothing is collected any more.
        drop(template(&Key::new("timing/later")));
        assert!(stop().templates.is_empty());
    }
}
