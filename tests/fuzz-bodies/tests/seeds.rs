//! The bodies of the fuzz targets over the seeds, over what the fuzzer found, and over random changes of them.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::path::Path;

use pan_fuzz_bodies::{BODIES, Body, mutation};

/// Changed seeds per body.
const MUTATIONS: u32 = 2_000;

fn texts(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && path.extension().is_none_or(|extension| extension != "md"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut all = texts("seeds");
    all.extend(texts("found"));
    all.extend(texts("../../pan-engine/syntax/tests/data"));
    all.extend(texts("../../pan-engine/syntax/tests/refused"));
    all.extend(texts("../../pan-engine/eval/tests/refused"));
    assert!(all.len() > 40, "only {} seeds", all.len());
    all
}

fn check(body: Body, what: &str, input: &[u8]) {
    let result = std::panic::catch_unwind(|| body(input));
    assert!(
        result.is_ok(),
        "{what} breaks it:\n{}",
        String::from_utf8_lossy(input)
    );
}

fn run(name: &str) {
    let (_, body) = BODIES.into_iter().find(|(known, _)| *known == name).unwrap();
    let seeds = seeds();
    for (path, text) in &seeds {
        check(body, path, text);
    }
    let texts: Vec<Vec<u8>> = seeds.into_iter().map(|(_, text)| text).collect();
    let pieces = mutation::pieces();
    let mut random = mutation::Random::new(1);
    for number in 0..MUTATIONS {
        let text = mutation::mutate(&texts, &pieces, &mut random);
        check(body, &format!("mutation {number}"), &text);
    }
}

#[test]
fn lexer() {
    run("lexer");
}

#[test]
fn parser() {
    run("parser");
}

#[test]
fn evaluator() {
    run("evaluator");
}

#[test]
fn dictionary_is_complete() {
    let pieces = mutation::pieces();
    let words: Vec<String> = pan_eval::builtin::names()
        .iter()
        .map(|name| format!("{name}("))
        .filter(|word| !pieces.contains(word))
        .collect();
    assert_eq!(words, [""; 0]);
}
