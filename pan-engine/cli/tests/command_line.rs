//! The command line as scripts see it: options, files, streams and exit statuses.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A directory of templates with a directory `out` beside them.
struct Site(TempDir);

impl Site {
    fn new(templates: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in templates {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir(dir.path().join("out")).unwrap();
        Self(dir)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the compiler in the directory, with `--output-dir out`.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_panc"))
            .current_dir(self.path())
            .args(["--output-dir", "out"])
            .args(arguments)
            .output()
            .unwrap()
    }

    /// Names of the files written, and their contents.
    fn written(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(&self.path().join("out"), "", &mut files);
        files
    }

    fn names(&self) -> Vec<String> {
        self.written().into_keys().collect()
    }
}

fn collect(dir: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            let text = String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned();
            files.insert(name, text);
        }
    }
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn nothing_to_do_is_done_silently() {
    let output = Site::new(&[]).run(&[]);
    assert_eq!(
        (status(&output), stdout(&output), stderr(&output)),
        (0, String::new(), String::new())
    );
}

#[test]
fn help_and_version() {
    let site = Site::new(&[]);
    let help = site.run(&["--help"]);
    assert!(status(&help) == 0 && stdout(&help).contains("--include-path"));
    let version = site.run(&["--version"]);
    assert!(status(&version) == 0 && stdout(&version).starts_with("pan compiler version: "));
}

#[test]
fn wrong_options() {
    let output = Site::new(&[]).run(&["--formats", "html"]);
    assert_eq!(
        (status(&output), stdout(&output).as_str()),
        (1, "OPTIONS ERROR: unknown formatter: html\n")
    );
}

#[test]
fn an_object_in_every_format() {
    let site = Site::new(&[("a.pan", "object template a;\n'/x' = list(1, 'b');\n")]);
    let output = site.run(&[
        "--formats",
        "pan,pan.gz,xml,xml.gz,json,json.gz,text,dot,dep,dep.gz,null",
        "a.pan",
    ]);
    assert_eq!(
        (status(&output), stdout(&output), stderr(&output)),
        (0, String::new(), String::new())
    );
    assert_eq!(
        site.names(),
        [
            "a.dep",
            "a.dep.gz",
            "a.dot",
            "a.json",
            "a.json.gz",
            "a.null",
            "a.txt",
            "a.xml",
            "a.xml.gz"
        ]
    );
    let written = site.written();
    assert_eq!(written["a.json"], "{\n  \"x\": [\n    1,\n    \"b\"\n  ]\n}");
    assert_eq!(written["a.null"], "");
    let place = site.path().to_str().unwrap();
    assert_eq!(written["a.dep"], format!("a PAN file:{place}/\n"));
    // All files of an object have one time.
    let time = |name: &str| {
        fs::metadata(site.path().join("out").join(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    assert_eq!(time("a.xml"), time("a.dep"));
}

#[test]
fn the_default_formats() {
    let site = Site::new(&[("x/a.pan", "object template x/a;\n'/x' = 1;\n")]);
    assert_eq!(status(&site.run(&["x/a.pan"])), 0);
    assert_eq!(site.names(), ["x/a.dep", "x/a.xml"]);
}

#[test]
fn templates_are_looked_up_along_the_include_path() {
    let site = Site::new(&[
        (
            "1/o.pan",
            "object template o;\nvariable LOADPATH = list('l');\ninclude 'a';\ninclude 'b';\ninclude 'c';\n'/f' = file_contents('f');\n",
        ),
        ("1/l/a.pan", "template a;\n'/a' = 'load path';\n"),
        ("2/a.pan", "template a;\n'/a' = 'second directory';\n"),
        ("2/b.tpl", "template b;\n'/b' = 'tpl';\n"),
        (
            "2/c.pan",
            "template c;\n'/c' = if_exists('nowhere') == undef || true;\n",
        ),
        ("2/f", "text"),
    ]);
    let output = site.run(&["--include-path", "1:2", "--formats", "json,dep", "1/o.pan"]);
    // `==` does not take undef, so the object is refused.
    assert_eq!(status(&output), 1);
    fs::write(
        site.path().join("2/c.pan"),
        "template c;\n'/c' = is_null(if_exists('nowhere'));\n",
    )
    .unwrap();
    let output = site.run(&["--include-path", "1:2", "--formats", "json,dep", "1/o.pan"]);
    assert_eq!((status(&output), stdout(&output)), (0, String::new()));
    let written = site.written();
    assert_eq!(
        written["o.json"],
        "{\n  \"a\": \"load path\",\n  \"b\": \"tpl\",\n  \"c\": false,\n  \"f\": \"text\"\n}"
    );
    let place = site.path().to_str().unwrap();
    let lines = [
        format!("a PAN file:{place}/1/l/"),
        format!("b TPL file:{place}/2/"),
        format!("c PAN file:{place}/2/"),
        format!("f TEXT file:{place}/2/"),
        "nowhere ABSENT_SOURCE ".to_owned(),
        format!("o PAN file:{place}/1/"),
    ];
    assert_eq!(written["o.dep"], lines.join("\n") + "\n");
}

#[test]
fn a_directory_that_does_not_exist() {
    let output = Site::new(&[]).run(&["--include-path", ".:nowhere"]);
    assert_eq!(status(&output), 1);
    assert!(stdout(&output).starts_with("OPTIONS ERROR: ") && stdout(&output).contains("nowhere"));
}

#[test]
fn errors_go_to_the_standard_output() {
    for (name, text, words) in [
        ("parse", "object template parse;\n'/x' = ;\n", "parse error ["),
        (
            "syntax",
            "object template syntax;\nprefix 'x';\n",
            "syntax error [",
        ),
        (
            "evaluation",
            "object template evaluation;\n'/x' = error('no');\n",
            "evaluation error [",
        ),
        (
            "validation",
            "object template validation;\nbind '/x' = long;\n'/x' = 'a';\n",
            "validation error [",
        ),
        ("misnamed", "object template other;\n", "syntax error ["),
    ] {
        let site = Site::new(&[(&format!("{name}.pan"), text)]);
        let output = site.run(&[&format!("{name}.pan")]);
        let printed = stdout(&output);
        assert!(printed.starts_with(words), "{name}: {printed}");
        assert!(printed.contains(&format!("/{name}.pan")), "{name}: {printed}");
        assert_eq!((status(&output), stderr(&output)), (1, String::new()), "{name}");
        assert!(site.names().is_empty(), "{name}");
    }
    let output = Site::new(&[]).run(&["nowhere.pan"]);
    assert!(status(&output) == 1 && stdout(&output).starts_with("system error ["));
}

#[test]
fn one_bad_object_does_not_keep_the_others() {
    let site = Site::new(&[
        ("good.pan", "object template good;\n'/x' = 1;\n"),
        ("bad.pan", "object template bad;\n'/x' = undef;\n"),
    ]);
    let output = site.run(&["good.pan", "bad.pan"]);
    assert_eq!(status(&output), 1);
    assert_eq!(site.names(), ["good.dep", "good.xml"]);
}

#[test]
fn other_objects_are_written_too() {
    let site = Site::new(&[
        ("a.pan", "object template a;\n'/x' = value('b:/x') + 1;\n"),
        ("b.pan", "object template b;\ninclude 'c';\n"),
        ("c.pan", "template c;\n'/x' = 1;\n'/y' = exists('d');\n"),
        ("d.pan", "object template d;\n'/z' = 1;\n"),
    ]);
    let output = site.run(&["a.pan"]);
    assert_eq!((status(&output), stdout(&output)), (0, String::new()));
    assert_eq!(
        site.names(),
        ["a.dep", "a.xml", "b.dep", "b.xml", "d.dep", "d.xml"]
    );
    let place = site.path().to_str().unwrap();
    let lines = ["a", "b", "c"].map(|name| format!("{name} PAN file:{place}/\n"));
    assert_eq!(site.written()["a.dep"], lines.concat());
}

#[test]
fn templates_talk_on_the_standard_error_stream() {
    let text = "object template a;\nvariable G = 1;\n\
        '/x' = { debug('d%d', G); traceback('t'); deprecated(0, 'old'); G; };\n";
    let site = Site::new(&[("a.pan", text)]);
    let quiet = site.run(&["a.pan"]);
    assert_eq!((status(&quiet), stderr(&quiet).as_str()), (0, "old\n"));
    let off = site.run(&["--warnings", "off", "a.pan"]);
    assert_eq!((status(&off), stderr(&off).as_str()), (0, ""));
    let loud = site.run(&["--debug", "a.pan"]);
    assert!(
        stderr(&loud).starts_with("[a] d1\nt\n") && stderr(&loud).ends_with("old\n"),
        "{}",
        stderr(&loud)
    );
    for (arguments, heard) in [
        (&["--debug-ns-include", "a|b"][..], true),
        (&["--debug-ns-include", "b"], false),
        (&["--debug-ns-include", ".*", "--debug-ns-exclude", "a"], false),
    ] {
        let output = site.run(&[arguments, &["a.pan"]].concat());
        assert_eq!(stderr(&output).contains("[a] d1"), heard, "{arguments:?}");
    }
    let fatal = site.run(&["--warnings", "fatal", "a.pan"]);
    assert!(status(&fatal) == 1 && stdout(&fatal).starts_with("evaluation error ["));
}

#[test]
fn initial_data_and_limits() {
    let site = Site::new(&[(
        "a.pan",
        "object template a;\nvariable N = 50;\n'/x' = { i = 0; while (i < N) { i = i + 1; }; i; };\n",
    )]);
    assert_eq!(
        status(&site.run(&["--initial-data", "dict('y', 2)", "--formats", "json", "a.pan"])),
        0
    );
    assert_eq!(site.written()["a.json"], "{\n  \"x\": 50,\n  \"y\": 2\n}");
    assert_eq!(status(&site.run(&["--max-iteration", "49", "a.pan"])), 1);
    let output = site.run(&["--initial-data", "list()", "a.pan"]);
    assert!(status(&output) == 1 && stdout(&output).contains("must be a dict"));
}

#[test]
fn checking_only() {
    let site = Site::new(&[
        ("a.pan", "object template a;\ninclude 'nowhere';\n"),
        ("b.pan", "template b;\n'/x' = 1 +;\n"),
    ]);
    for arguments in [&["--check"][..], &["--formats", "none"]] {
        assert_eq!(status(&site.run(&[arguments, &["a.pan"]].concat())), 0);
        let output = site.run(&[arguments, &["a.pan", "b.pan"]].concat());
        assert!(status(&output) == 1 && stdout(&output).starts_with("parse error ["));
    }
    assert!(site.names().is_empty());
}

#[test]
fn what_is_printed_does_not_depend_on_threads() {
    let mut templates: Vec<(String, String)> = (0..20)
        .map(|n| {
            (
                format!("o{n:02}.pan"),
                format!("object template o{n:02};\ninclude 'broken';\n'/x' = undef;\n"),
            )
        })
        .collect();
    templates.extend((0..20).map(|n| {
        let text = format!(
            "object template p{n:02};\nvariable G = 1;\n'/x' = {{ deprecated(0, 'p{n:02}'); G; undef; }};\n"
        );
        (format!("p{n:02}.pan"), text)
    }));
    templates.push(("broken.pan".into(), "template broken;\n'/x' = ;\n".into()));
    let borrowed: Vec<(&str, &str)> = templates.iter().map(|(name, text)| (&**name, &**text)).collect();
    let site = Site::new(&borrowed);
    let files: Vec<&str> = borrowed
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| *name != "broken.pan")
        .collect();
    let run = |threads: &str| {
        let output = site.run(&[&["--nthread", threads], &files[..]].concat());
        (status(&output), stdout(&output), stderr(&output))
    };
    let one = run("1");
    assert_eq!(one, run("0"));
    // The error in the template that 20 objects include is printed once, those of the others each.
    assert_eq!(one.1.matches("parse error [").count(), 1, "{}", one.1);
    assert!(one.1.contains("concerns 19 more objects"), "{}", one.1);
    assert_eq!(one.1.matches("validation error [").count(), 20);
    let order: Vec<&str> = one.2.lines().collect();
    assert!(order.is_sorted() && order.len() == 20, "{order:?}");
}

#[test]
fn forms_of_messages() {
    let site = Site::new(&[("a.pan", "object template a;\n'/x' = error('no');\n")]);
    let short = stdout(&site.run(&["--messages", "short", "a.pan"]));
    assert!(short.starts_with("evaluation error [") && !short.contains(" | "));
    let json = stdout(&site.run(&["--messages", "json", "a.pan"]));
    assert!(
        json.starts_with('{') && json.lines().count() == 1 && json.contains("\"evaluation\""),
        "{json}"
    );
}

#[test]
fn statistics() {
    let site = Site::new(&[("a.pan", "object template a;\n'/x' = 1;\n")]);
    let output = stdout(&site.run(&["-v", "a.pan"]));
    assert!(
        output.starts_with("1 templates\n1/1 compiled, 0/0 annotations, 2/2 xml, 0/0 dependency\n0 errors, ")
            && output.ends_with(" MB heap, 0 MB/-1 MB nonheap\n\n"),
        "{output}"
    );
}

#[test]
fn results_that_cannot_be_written() {
    let site = Site::new(&[("a.pan", "object template a;\n'/x' = 1;\n")]);
    fs::create_dir(site.path().join("out/a.xml")).unwrap();
    let output = site.run(&["a.pan"]);
    assert!(
        status(&output) == 1 && stdout(&output).starts_with("system error ["),
        "{}",
        stdout(&output)
    );
}
