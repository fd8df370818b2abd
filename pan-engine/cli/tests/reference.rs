//! Command lines and what the reference compiler does with them, recorded by running it: exit status, what kind of text is on
//! the standard output, whether templates talk on the standard error stream, and which files there are afterwards.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The templates that the command lines name.
const SITE: &[(&str, &str)] = &[
    ("a.pan", "object template a;\n'/x' = 1;\n"),
    ("b.pan", "object template b;\n'/y' = value('a:/x');\n"),
    ("bad.pan", "object template bad;\n'/x' = undef;\n"),
    ("parse.pan", "object template parse;\n'/x' = ;\n"),
    ("sub/c.pan", "object template sub/c;\n'/x' = 2;\n"),
    ("d.tpl", "object template d;\n'/x' = 2;\n"),
    ("e.txt", "object template e;\n'/x' = 2;\n"),
    ("nosuffix", "object template nosuffix;\n'/x' = 2;\n"),
    ("plain.pan", "template plain;\n'/x' = undef;\n"),
    ("other.pan", "object template wrong;\n'/x' = 1;\n"),
    ("inc.pan", "object template inc;\ninclude 'lib/x';\n"),
    ("l1/lib/x.pan", "template lib/x;\n'/x' = 'l1';\n"),
    ("l2/lib/x.pan", "template lib/x;\n'/x' = 'l2';\n"),
    (
        "loop.pan",
        "object template loop;\nvariable N = 5;\n'/x' = { i = 0; while (i < N) { i = i + 1; }; i; };\n",
    ),
    (
        "dbg.pan",
        "object template dbg;\nvariable G = 1;\n'/x' = { debug('hear'); G; };\n",
    ),
    (
        "dep.pan",
        "object template dep;\nvariable G = 1;\n'/x' = { deprecated(0, 'old'); G; };\n",
    ),
    ("-dash.pan", "object template -dash;\n'/x' = 1;\n"),
    ("empty.pan", ""),
    ("dup.pan", "object template dup;\ninclude 'a';\n"),
];

/// Arguments, exit status, kind of text on the standard output, whether there is text on the standard error stream, files.
type Row = (&'static [&'static str], i32, Said, bool, &'static [&'static str]);

/// What is on the standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Nothing,
    Options,
    Evaluation,
    Validation,
    Syntax,
    Parse,
    System,
    Version,
    Help,
    Statistics,
}
use Said::*;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (&[], 0, Nothing, false, &[]),
    (&["a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["-v"], 0, Statistics, false, &[]),
    (&["-v", "a.pan"], 0, Statistics, false, &["a.dep", "a.xml"]),
    (&["--verbose", "a.pan"], 0, Statistics, false, &["a.dep", "a.xml"]),
    (&["-vv", "a.pan"], 0, Statistics, false, &["a.dep", "a.xml"]),
    (&["-hv"], 0, Help, false, &[]),
    (&["-vh"], 0, Help, false, &[]),
    (&["-x", "a.pan"], 1, Options, false, &[]),
    (&["-vx", "a.pan"], 1, Options, false, &[]),
    (&["--help"], 0, Help, false, &[]),
    (&["-h"], 0, Help, false, &[]),
    (&["--version"], 0, Version, false, &[]),
    (&["--help", "--version"], 0, Help, false, &[]),
    (&["--version", "--nonsense"], 0, Version, false, &[]),
    (&["--nonsense", "-h"], 0, Help, false, &[]),
    (&["--nonsense", "a.pan"], 1, Options, false, &[]),
    (&["--verb", "a.pan"], 1, Options, false, &[]),
    (&["--formats"], 1, Options, false, &[]),
    (&["--formats", "html", "a.pan"], 1, Options, false, &[]),
    (&["--formats", " pan", "a.pan"], 1, Options, false, &[]),
    (&["--formats", "pan ", "a.pan"], 1, Options, false, &[]),
    (&["--formats", "pan , dep", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--formats", "pan,", "a.pan"], 0, Nothing, false, &["a.xml"]),
    (&["--formats", ",pan", "a.pan"], 1, Options, false, &[]),
    (&["--formats", "", "a.pan"], 1, Options, false, &[]),
    (&["--formats", ",", "a.pan"], 0, Nothing, false, &[]),
    (&["--formats", "pan,,dep", "a.pan"], 1, Options, false, &[]),
    (&["--formats", "PAN", "a.pan"], 1, Options, false, &[]),
    (&["--formats", "none", "a.pan"], 0, Nothing, false, &[]),
    (&["--formats", "none", "bad.pan"], 0, Nothing, false, &[]),
    (&["--formats", "none", "parse.pan"], 1, Parse, false, &[]),
    (&["--formats", "none,json", "a.pan"], 0, Nothing, false, &["a.json"]),
    (&["--formats", "xml,pan", "a.pan"], 0, Nothing, false, &["a.xml"]),
    (&["--formats", "pan,pan", "a.pan"], 0, Nothing, false, &["a.xml"]),
    (&["--formats", "txt", "a.pan"], 1, Options, false, &[]),
    (&["--formats=json", "a.pan"], 0, Nothing, false, &["a.json"]),
    (&["--formats=", "a.pan"], 1, Options, false, &[]),
    (&["--formats", "--debug", "a.pan"], 1, Options, false, &[]),
    (&["--formats", "json", "--formats", "text", "a.pan"], 0, Nothing, false, &["a.txt"]),
    (&["--debug=yes", "dbg.pan"], 0, Nothing, true, &["dbg.dep", "dbg.xml"]),
    (&["--debug", "dbg.pan"], 0, Nothing, true, &["dbg.dep", "dbg.xml"]),
    (&["--debug", "--debug-ns-exclude", "dbg", "dbg.pan"], 0, Nothing, false, &["dbg.dep", "dbg.xml"]),
    (&["--debug-ns-exclude", "dbg", "--debug", "dbg.pan"], 0, Nothing, false, &["dbg.dep", "dbg.xml"]),
    (&["--debug", "--debug-ns-include", "x", "dbg.pan"], 0, Nothing, false, &["dbg.dep", "dbg.xml"]),
    (&["--debug-ns-include", "d", "dbg.pan"], 0, Nothing, false, &["dbg.dep", "dbg.xml"]),
    (&["--debug-ns-include", "d.*", "dbg.pan"], 0, Nothing, true, &["dbg.dep", "dbg.xml"]),
    (&["--debug-ns-include", "(", "dbg.pan"], 1, Options, false, &[]),
    (&["--debug-ns-exclude", "(", "a.pan"], 1, Options, false, &[]),
    (&["--debug-ns-include", ".*", "--debug-ns-exclude", "d.*", "dbg.pan"], 0, Nothing, false, &["dbg.dep", "dbg.xml"]),
    (&["--debug-ns-exclude", "(", "--debug", "dbg.pan"], 1, Options, false, &[]),
    (&["--include-path", "l1:l2", "inc.pan"], 1, Evaluation, false, &[]),
    (&["--include-path", "l2:l1", "inc.pan"], 1, Evaluation, false, &[]),
    (&["--include-path", "nowhere", "inc.pan"], 1, Options, false, &[]),
    (&["--include-path", "l1:nowhere", "inc.pan"], 1, Options, false, &[]),
    (&["--include-path", "", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--include-path", "", "dup.pan"], 1, Evaluation, false, &["a.dep", "a.xml"]),
    (&["--include-path", "::l1::", "inc.pan"], 1, Evaluation, false, &[]),
    (&["--include-path", " l1", "inc.pan"], 1, Options, false, &[]),
    (&["--include-path", "a.pan", "a.pan"], 1, Options, false, &[]),
    (&["--include-path", "l1", "--include-path", "l2", "inc.pan"], 1, Evaluation, false, &[]),
    (&["--include-path=l2", "inc.pan"], 1, Evaluation, false, &[]),
    (&["--include-path", "l1,l2", "inc.pan"], 1, Options, false, &[]),
    (&["inc.pan", "--include-path", "l1"], 1, Evaluation, false, &[]),
    (&["--include-path", "./l1/", "inc.pan"], 1, Evaluation, false, &[]),
    (&["--output-dir", "nowhere", "a.pan"], 1, Options, false, &[]),
    (&["--output-dir", "a.pan", "a.pan"], 1, Options, false, &[]),
    (&["--output-dir", "", "a.pan"], 0, Nothing, false, &["../a.dep", "../a.xml"]),
    (&["--output-dir", "nowhere"], 1, Options, false, &[]),
    (&["--max-iteration", "0", "a.pan"], 1, Options, false, &[]),
    (&["--max-iteration", "-1", "a.pan"], 1, Options, false, &[]),
    (&["--max-iteration", "x", "a.pan"], 1, Options, false, &[]),
    (&["--max-iteration", "+5", "loop.pan"], 0, Nothing, false, &["loop.dep", "loop.xml"]),
    (&["--max-iteration", "4", "loop.pan"], 1, Evaluation, false, &[]),
    (&["--max-iteration", "5", "loop.pan"], 0, Nothing, false, &["loop.dep", "loop.xml"]),
    (&["--max-iteration", "2147483648", "a.pan"], 1, Options, false, &[]),
    (&["--max-iteration", "2147483647", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--max-iteration", " 5", "a.pan"], 1, Options, false, &[]),
    (&["--max-iteration", "1.5", "a.pan"], 1, Options, false, &[]),
    (&["--max-iteration", "", "a.pan"], 1, Options, false, &[]),
    (&["--max-recursion", "0", "a.pan"], 1, Options, false, &[]),
    (&["--max-recursion", "1", "dup.pan"], 1, Evaluation, false, &["a.dep", "a.xml"]),
    (&["--max-recursion", "x"], 1, Options, false, &[]),
    (&["--nthread", "0", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--nthread", "-1", "a.pan"], 1, Options, false, &[]),
    (&["--nthread", "-0", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--nthread", "99", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--nthread", "x", "a.pan"], 1, Options, false, &[]),
    (&["--nthread", "1", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--warnings", "off", "dep.pan"], 0, Nothing, false, &["dep.dep", "dep.xml"]),
    (&["--warnings", "on", "dep.pan"], 0, Nothing, true, &["dep.dep", "dep.xml"]),
    (&["--warnings", "fatal", "dep.pan"], 1, Evaluation, false, &[]),
    (&["--warnings", "ON", "dep.pan"], 1, Options, false, &[]),
    (&["--warnings", "", "dep.pan"], 1, Options, false, &[]),
    (&["--warnings"], 1, Options, false, &[]),
    (&["--initial-data", "dict('y',1)", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--initial-data", "list()", "a.pan"], 1, Options, false, &[]),
    (&["--initial-data", "dict(", "a.pan"], 1, Options, false, &[]),
    (&["--initial-data", "", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--initial-data", "  ", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--initial-data", "X", "a.pan"], 1, Options, false, &[]),
    (&["--initial-data", "dict('x','s')", "a.pan"], 1, Evaluation, false, &[]),
    (&["--initial-data=dict('y','a=b')", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--logging", "all", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--logging", "nonsense", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--log-file", "log", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--log-file", "/nowhere/log", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--java-opts", "-Xmx1g", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--logging"], 1, Options, false, &[]),
    (&["--log-file"], 1, Options, false, &[]),
    (&["missing.pan"], 1, System, false, &[]),
    (&["a.pan", "missing.pan"], 1, System, false, &["a.dep", "a.xml"]),
    (&["sub", "a.pan"], 1, System, false, &["a.dep", "a.xml"]),
    (&["bad.pan"], 1, Validation, false, &[]),
    (&["parse.pan"], 1, Parse, false, &[]),
    (&["a.pan", "bad.pan"], 1, Validation, false, &["a.dep", "a.xml"]),
    (&["other.pan"], 1, Syntax, false, &[]),
    (&["plain.pan"], 0, Nothing, false, &[]),
    (&["empty.pan"], 1, Parse, false, &[]),
    (&["d.tpl"], 0, Nothing, false, &["d.dep", "d.xml"]),
    (&["e.txt"], 1, Syntax, false, &[]),
    (&["nosuffix"], 1, Syntax, false, &[]),
    (&["./a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["sub/../a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["sub/c.pan"], 0, Nothing, false, &["sub/c.dep", "sub/c.xml"]),
    (&["./sub//c.pan"], 0, Nothing, false, &["sub/c.dep", "sub/c.xml"]),
    (&["a.pan", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["a.pan", "./a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--", "a.pan"], 0, Nothing, false, &["a.dep", "a.xml"]),
    (&["--", "--version"], 1, System, false, &[]),
    (&["a.pan", "--", "-dash.pan"], 0, Nothing, false, &["-dash.dep", "-dash.xml", "a.dep", "a.xml"]),
    (&["-dash.pan"], 0, Help, false, &[]),
    (&["-"], 1, System, false, &[]),
    (&["@a.pan"], 1, System, false, &[]),
    (&["b.pan"], 0, Nothing, false, &["a.dep", "a.xml", "b.dep", "b.xml"]),
    (&["a"], 1, System, false, &[]),
    (&["--debug-ns-include"], 1, Options, false, &[]),
    (&["--output-dir"], 1, Options, false, &[]),
    (&["--include-path"], 1, Options, false, &[]),
    (&["--initial-data"], 1, Options, false, &[]),
    (&["--max-iteration"], 1, Options, false, &[]),
    (&["--nthread"], 1, Options, false, &[]),
    (&["a.pan", "--version"], 0, Version, false, &[]),
    (&["--=x", "a.pan"], 1, Options, false, &[]),
    (&["--version=1"], 0, Version, false, &[]),
    (&["--verbose=false", "a.pan"], 0, Statistics, false, &["a.dep", "a.xml"]),
    (&["-v=1", "a.pan"], 1, Options, false, &[]),
    (&["-ha.pan"], 0, Help, false, &[]),
    (&[""], 1, System, false, &[]),
];

#[test]
fn as_the_reference_does() {
    for (arguments, status, said, talk, files) in ROWS {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in SITE {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir(dir.path().join("out")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_panc"));
        command.current_dir(dir.path());
        if !arguments
            .iter()
            .any(|argument| argument.starts_with("--output-dir"))
        {
            command.args(["--output-dir", "out"]);
        }
        let output = command.args(*arguments).output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(*status), "{arguments:?}: {stdout}");
        assert_eq!(kind(&stdout), *said, "{arguments:?}: {stdout}");
        assert_eq!(!output.stderr.is_empty(), *talk, "{arguments:?}");
        assert_eq!(written(dir.path()), *files, "{arguments:?}: {stdout}");
    }
}

fn kind(stdout: &str) -> Said {
    let first = stdout.lines().find(|line| !line.is_empty()).unwrap_or_default();
    let kinds = [
        ("OPTIONS ERROR: ", Options),
        ("evaluation error [", Evaluation),
        ("validation error [", Validation),
        ("syntax error [", Syntax),
        ("parse error [", Parse),
        ("system error [", System),
        ("pan compiler version: ", Version),
        ("panc [options] ", Help),
    ];
    let known = kinds.into_iter().find(|(words, _)| first.starts_with(words));
    match known {
        Some((_, said)) => said,
        None if stdout.is_empty() => Nothing,
        None => {
            assert!(first.ends_with(" templates"), "unexpected text: {stdout}");
            Statistics
        }
    }
}

/// Files that were not there before: relative to `out`, those outside of it with `../` in front.
fn written(dir: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(directory) = waiting.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let name = path.strip_prefix(dir).unwrap().to_str().unwrap();
            if !SITE.iter().any(|(known, _)| *known == name) {
                files.push(
                    name.strip_prefix("out/")
                        .map_or_else(|| format!("../{name}"), str::to_owned),
                );
            }
        }
    }
    files.sort();
    files
}
