//! The engine as a library: stopping it, following its progress, what it keeps.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pan_eval::{
    Cancellation, Engine, FileSource, Options, Outcome, Profile, TemplateSource, World, WorldError,
};

/// Templates by name; those not among them are made by a function.
struct Site {
    templates: BTreeMap<&'static str, String>,
    others: fn(&str) -> Option<String>,
}

impl World for Site {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        if name.starts_with("broken") {
            return Err(WorldError("on fire".to_owned()));
        }
        let text = self.templates.get(name).cloned().or_else(|| (self.others)(name));
        Ok(text.map(|text| TemplateSource::new(text, format!("{name}.pan"))))
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        match name {
            "broken" => Err(WorldError("on fire".to_owned())),
            _ => Ok(None),
        }
    }

    fn profile(&self, _: &str) -> Result<Option<Profile>, WorldError> {
        Ok(None)
    }
}

fn site(templates: &[(&'static str, &str)]) -> Site {
    Site {
        templates: templates
            .iter()
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect(),
        others: |_| None,
    }
}

const NESTED_LOOPS: &str =
    "for (i = 0; i < 9999; i = i + 1) for (j = 0; j < 9999; j = j + 1) n = i + j; true;";

/// Compiles, and cancels after a while.
fn cancelled(site: &Site, objects: &[&str]) -> BTreeMap<String, Outcome> {
    let cancellation = Cancellation::new();
    let options = Options {
        cancellation: Some(cancellation.clone()),
        ..Options::default()
    };
    let outcomes = Mutex::new(BTreeMap::new());
    let started = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            cancellation.cancel();
        });
        let deliver = |object: &str, outcome: Outcome| {
            outcomes.lock().unwrap().insert(object.to_owned(), outcome);
        };
        let threads = NonZeroUsize::new(2).unwrap();
        Engine::default().compile_many(site, objects, &options, threads, &deliver);
    });
    // Undisturbed it takes minutes.
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
    outcomes.into_inner().unwrap()
}

#[test]
fn building_can_be_cancelled() {
    let slow = format!("object template slow; include 'part'; '/a' = {{ {NESTED_LOOPS} }};");
    let site = site(&[
        ("slow", &slow),
        ("part", "template part; '/b' = 1;"),
        ("user", "object template user; '/a' = value('slow:/a');"),
        ("quick", "object template quick; '/a' = 1;"),
    ]);
    let mut objects = vec!["quick", "slow", "user"];
    objects.extend(["x1", "x2", "x3", "x4"]);
    let outcomes = cancelled(&site, &objects);
    assert!(!outcomes["quick"].failed());
    for object in ["slow", "user"] {
        assert!(outcomes[object].cancelled(), "{:?}", outcomes[object].diagnostics);
        assert_eq!(outcomes[object].diagnostics.len(), 1);
    }
    // What was read until then is told.
    assert!(outcomes["slow"].reads.templates.contains("part"));
    assert_eq!(outcomes.len(), objects.len(), "every object is delivered");
}

#[test]
fn validation_can_be_cancelled() {
    let slow = format!("object template slow; valid '/a' = {{ {NESTED_LOOPS} }}; '/a' = 1;");
    let outcomes = cancelled(&site(&[("slow", &slow)]), &["slow"]);
    assert!(outcomes["slow"].cancelled(), "{:?}", outcomes["slow"].diagnostics);
}

#[test]
fn what_is_cancelled_before_it_begins_does_nothing() {
    let cancellation = Cancellation::new();
    cancellation.cancel();
    let options = Options {
        cancellation: Some(cancellation),
        ..Options::default()
    };
    let outcome = Engine::default().compile(&site(&[("a", "object template a;")]), "a", &options);
    assert!(outcome.cancelled() && outcome.failed());
    assert!(outcome.reads.templates.is_empty());
}

#[test]
fn progress_counts_objects_that_are_referred_to() {
    let site = site(&[
        ("a", "object template a; '/x' = value('c:/x');"),
        ("b", "object template b; '/x' = f();"),
        ("c", "object template c; '/x' = 1;"),
    ]);
    let seen: Arc<Mutex<Vec<(usize, usize, String)>>> = Arc::default();
    let log = Arc::clone(&seen);
    let options = Options {
        progress: Some(Arc::new(move |progress| {
            let entry = (progress.done, progress.total, progress.object.to_owned());
            log.lock().unwrap().push(entry);
        })),
        ..Options::default()
    };
    let objects = ["a", "b", "a"];
    Engine::default().compile_many(&site, &objects, &options, NonZeroUsize::MIN, &|_, _| {});
    let seen = seen.lock().unwrap();
    assert_eq!(
        *seen,
        [
            (1, 2, "a".to_owned()),
            (2, 2, "b".to_owned()),
            (3, 3, "c".to_owned())
        ]
    );
}

#[test]
fn reads_are_complete_when_something_cannot_be_read() {
    let path = "variable LOADPATH = list('broken', 'm');";
    let site = site(&[
        ("o", &format!("object template o; {path} include 'x';")),
        ("p", "object template p; '/x' = file_contents('broken');"),
        ("q", "object template q; include 'bad';"),
        ("bad", "template bad; '/x' = ;"),
        ("r", "object template r; '/x' = 1; '/y' = value('other:/x');"),
    ]);
    let reads = |object: &str| {
        let outcome = Engine::default().compile(&site, object, &Options::default());
        assert!(outcome.failed());
        outcome.reads
    };
    let missed = reads("o").missed_templates.clone();
    assert_eq!(
        missed.keys().map(|name| &**name).collect::<Vec<_>>(),
        ["broken/x", "m/x", "x"]
    );
    assert!(reads("p").missed_files.contains("broken"));
    assert!(reads("q").templates.contains("bad"));
    let reads = reads("r");
    assert!(reads.missed_templates.contains("other") && reads.templates.contains("r"));
}

/// Bytes of this process that are in memory.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kilobytes: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes << 10
}

/// Three templates of each node, of the size and kind that brokers write.
fn generated(name: &str) -> Option<String> {
    let (kind, node) = name.split_once('/')?;
    let mut text = format!("structure template {name};\n");
    for i in 0..12 {
        text.push_str(&format!(
            "'interfaces/{kind}{i}/address' = '10.{i}.0.1'; # of {node}\n"
        ));
        text.push_str(&format!(
            "'interfaces/{kind}{i}/hwaddr' = create('hardware/{node}', 'port', {i});\n"
        ));
        text.push_str(&format!(
            "'disks/d{i}' = nlist('size', {i} * GB, 'name', '{node}');\n"
        ));
    }
    Some(text)
}

#[test]
fn templates_of_many_nodes_take_bounded_memory() {
    let site = Site {
        templates: BTreeMap::new(),
        others: generated,
    };
    let engine = Engine::default();
    let options = Options::default();
    let check = |from: usize, to: usize| {
        for number in from..to {
            for kind in ["host", "machine", "network"] {
                let source = site.template(&format!("{kind}/n{number}")).unwrap().unwrap();
                assert!(engine.check(&source, &options).diagnostics.is_empty());
            }
        }
    };
    check(0, 10);
    let before = resident();
    check(10, 2_500);
    let grown = resident() - before;
    println!("{} kB more", grown >> 10);
    // 64 MB in the cache, some in names, some in the holes of the allocator; without bounds it is more than twice as much.
    assert!(grown < 100 << 20, "{grown} bytes");
}
