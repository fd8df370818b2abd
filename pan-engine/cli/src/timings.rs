//! Where the time went, as JSON for `--timings`.

use std::time::Duration;

use pan_eval::timing::{Phase, Timings};
use serde_json::{Map, Value, json};

use crate::options::{self, Settings};
use crate::statistics::Statistics;

/// Version of the form; docs/panc.md describes it.
const VERSION: u32 = 1;

/// Writes the times where the settings want them.
///
/// # Errors
/// The file cannot be written.
pub fn write(settings: &Settings, timings: &Timings, statistics: &Statistics) -> Result<(), String> {
    let text = format!("{:#}\n", json(settings, timings, statistics));
    match &settings.timings {
        None => Ok(()),
        Some(options::Timings::Stream) => {
            eprint!("{text}");
            Ok(())
        }
        Some(options::Timings::File(file)) => {
            // Not like results, whose directories are made: this may be a device or a pipe.
            let written = std::fs::write(file, text);
            written.map_err(|error| format!("the timings cannot be written to {}: {error}", file.display()))
        }
    }
}

fn json(settings: &Settings, timings: &Timings, statistics: &Statistics) -> Value {
    let phases: Map<String, Value> = Phase::ALL
        .iter()
        .map(|phase| (phase.name().to_owned(), seconds(timings.phase(*phase))))
        .collect();
    let mut templates: Vec<_> = timings.templates.iter().collect();
    templates.sort_by(|a, b| b.1.1.cmp(&a.1.1).then_with(|| a.0.cmp(b.0)));
    let templates: Vec<Value> = templates
        .into_iter()
        .map(|(name, (runs, time))| json!({ "name": &**name, "runs": runs, "self_seconds": seconds(*time) }))
        .collect();
    let count = |counter: &std::sync::atomic::AtomicU64| counter.load(std::sync::atomic::Ordering::Relaxed);
    json!({
        "version": VERSION,
        "total_seconds": seconds(statistics.elapsed()),
        "threads": settings.threads.get(),
        "objects": count(&statistics.objects),
        "failed_objects": count(&statistics.failed),
        "phase_seconds": phases,
        "templates": templates,
    })
}

/// In seconds, to the microsecond.
fn seconds(time: Duration) -> Value {
    json!((time.as_secs_f64() * 1e6).round() / 1e6)
}
