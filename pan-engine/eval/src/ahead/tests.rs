use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex};
use std::thread::ThreadId;
use std::time::Duration;

use crate::engine::Engine;
use crate::options::Options;
use crate::outcome::{Outcome, Profile};
use crate::testing::{Memory, compile_many, world};
use crate::world::{FileSource, TemplateSource, World, WorldError};

/// Long enough that only a thread that never comes lets it pass.
const PATIENCE: Duration = Duration::from_secs(60);

/// What each of these objects gave, and how many templates were compiled for them.
fn compile(world: &dyn World, objects: &[&str], threads: usize) -> (BTreeMap<String, Outcome>, usize) {
    let engine = Engine::default();
    let outcomes = compile_many(&engine, world, objects, &Options::default(), threads);
    (outcomes, engine.lowered_count().0)
}

/// Objects of one kind that include `t`, and a chain of templates behind it.
fn alike(count: usize, end: &str) -> (Vec<String>, Memory) {
    let mut templates: Vec<(String, String)> = (0..20)
        .map(|n| (format!("t{n}"), format!("'/t/{n}' = {n}; include 't{}';", n + 1)))
        .collect();
    templates.push(("t20".to_owned(), end.to_owned()));
    let names: Vec<String> = (0..count).map(|n| format!("o{n}")).collect();
    for (n, name) in names.iter().enumerate() {
        let text = format!("object; variable N = {n}; include 't0'; '/n' = N;");
        templates.push((name.clone(), text));
    }
    let templates: Vec<(&str, &str)> = templates
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let world = world(&templates);
    (names, world)
}

#[test]
fn threads_that_begin_together_compile_nothing_twice() {
    for round in 0..30 {
        let (names, world) = alike(8, "'/end' = N;");
        let objects: Vec<&str> = names.iter().map(String::as_str).collect();
        let (outcomes, lowered) = compile(&world, &objects, 4);
        assert!(outcomes.values().all(|outcome| !outcome.failed()));
        assert_eq!((outcomes.len(), lowered), (8, 21 + 8), "round {round}");
    }
}

#[test]
fn waiting_for_an_object_that_fails_ends() {
    let (names, world) = alike(12, "'/end' = error('no');");
    let objects: Vec<&str> = names.iter().map(String::as_str).collect();
    let (outcomes, _) = compile(&world, &objects, 3);
    assert_eq!(outcomes.len(), 12);
    assert!(outcomes.values().all(Outcome::failed));
}

#[test]
fn objects_that_need_each_other_are_not_waited_for() {
    // Each needs the next one while it is built, whoever builds that.
    for round in 0..30 {
        let (names, mut world) = alike(6, "'/end' = N;");
        for n in 0..5 {
            let text = format!(
                "object template o{n}; variable N = {n}; include 't0'; '/n' = value('o{}:/n') + 1;",
                n + 1
            );
            world.templates.insert(format!("o{n}"), text);
        }
        let objects: Vec<&str> = names.iter().map(String::as_str).collect();
        let (outcomes, _) = compile(&world, &objects, 3);
        let first = outcomes["o0"].profile.as_ref().unwrap().root.to_string();
        assert!(first.contains("10"), "round {round}: {first}");
    }
}

/// A world in which looking up `t1` takes the thread that builds the object until another one has looked up `u1`.
struct Slow {
    templates: Memory,
    looked_up: Mutex<BTreeMap<String, ThreadId>>,
    changed: Condvar,
}

impl World for Slow {
    fn template(&self, name: &str) -> Result<Option<TemplateSource>, WorldError> {
        let mut looked_up = self.looked_up.lock().unwrap();
        looked_up
            .entry(name.to_owned())
            .or_insert_with(|| std::thread::current().id());
        self.changed.notify_all();
        if name == "t1" && looked_up.get("o") == Some(&std::thread::current().id()) {
            let waited = self
                .changed
                .wait_timeout_while(looked_up, PATIENCE, |looked_up| !looked_up.contains_key("u1"));
            assert!(!waited.unwrap().1.timed_out(), "nobody looked ahead");
        }
        self.templates.template(name)
    }

    fn file(&self, name: &str) -> Result<Option<FileSource>, WorldError> {
        self.templates.file(name)
    }

    fn profile(&self, object: &str) -> Result<Option<Profile>, WorldError> {
        self.templates.profile(object)
    }
}

#[test]
fn a_thread_with_nothing_to_do_compiles_what_comes_next() {
    let slow = Slow {
        templates: world(&[
            ("o", "object; include 't'; include 'u';"),
            ("t", "include 't1'; '/t' = 1;"),
            ("t1", "'/t1' = 1;"),
            ("u", "include 'u1';"),
            ("u1", "'/u1' = 1"),
        ]),
        looked_up: Mutex::default(),
        changed: Condvar::new(),
    };
    let (outcomes, _) = compile(&slow, &["o"], 2);
    // What is wrong with it is told by the object, as if nobody had looked before.
    let diagnostics = format!("{:?}", outcomes["o"].diagnostics);
    assert!(diagnostics.contains("u1.pan"), "{diagnostics}");
    let looked_up = slow.looked_up.into_inner().unwrap();
    assert_ne!(looked_up["o"], looked_up["u1"]);
}
