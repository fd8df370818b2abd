//! A thread with a large stack that stays: starting one for each input would be most of the work.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

type Task = Box<dyn FnOnce() + Send>;

struct Worker {
    tasks: Sender<Task>,
    results: Receiver<thread::Result<()>>,
}

impl Worker {
    fn start() -> Self {
        let (tasks, waiting) = channel::<Task>();
        let (done, results) = channel();
        thread::spawn(move || {
            let ended = pan_eval::with_large_stack(move || {
                while let Ok(task) = waiting.recv() {
                    let result = catch_unwind(AssertUnwindSafe(task));
                    if done.send(result).is_err() {
                        break;
                    }
                }
            });
            drop(ended);
        });
        Self { tasks, results }
    }
}

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::new(Worker::start());
}

/// Runs a check where the engine runs: on a large stack. Panics as the check does.
pub fn on_large_stack(check: impl FnOnce() + Send + 'static) {
    WORKER.with_borrow(|worker| {
        assert!(
            worker.tasks.send(Box::new(check)).is_ok(),
            "the worker thread ended"
        );
        match worker.results.recv() {
            Ok(Ok(())) => {}
            Ok(Err(panic)) => resume_unwind(panic),
            Err(error) => resume_unwind(Box::new(error.to_string())),
        }
    });
}
