//! Annotation files, recorded from the reference for templates of our own; options, texts and exit statuses.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

fn run(dir: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_panc-annotations"));
    let output = command.current_dir(dir).args(arguments).output().unwrap();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

#[test]
fn as_the_reference_writes_them() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates");
    let out = tempfile::tempdir().unwrap();
    let names = ["types.pan", "object.tpl", "plain.pan"];
    let base = templates.to_str().unwrap();
    let directories = [
        "--base-dir",
        base,
        "--output-dir",
        out.path().to_str().unwrap(),
        "-q",
    ];
    assert_eq!(
        run(out.path(), &[&directories[..], &names].concat()),
        (0, String::new())
    );
    for name in names {
        let file = format!("{name}.annotation.xml");
        let expected = fs::read_to_string(templates.join(&file)).unwrap();
        let written = fs::read_to_string(out.path().join(&file)).unwrap();
        assert_eq!(written, expected, "{name}");
    }
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), names.len());
}

fn site() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.pan", "@{x}\ntemplate a;\n"),
        ("sub/b.pan", "@{x}\ntemplate sub/b;\n"),
        ("bad.pan", "template bad;\n@{k1 = v}\n"),
        ("parse.pan", "template parse;\n'/x' = ;\n"),
        ("wrong.pan", "template other;\n"),
        ("c.tpl", "template c;\n"),
        ("e.txt", "template e;\n"),
        ("sub/nested/c.pan", "template nested/c;\n"),
        ("w x/d.pan", "template d;\n"),
    ] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::create_dir(dir.path().join("out")).unwrap();
    dir
}

/// Arguments behind `--output-dir out`; beginning of the output; files.
#[test]
fn files_and_errors() {
    let table: &[(&[&str], &str, &[&str])] = &[
        (
            &["a.pan"],
            "1 templates\n1/1 compiled, 1/1 annotations, 0/0 xml, 0/0 dependency\n0 errors, ",
            &["a.pan"],
        ),
        (
            &["a.pan", "sub/b.pan"],
            "2 templates\n2/2 compiled, 2/2 ",
            &["a.pan", "sub/b.pan"],
        ),
        (&["a.pan", "a.pan"], "1 templates\n", &["a.pan"]),
        (&["-q", "./a.pan"], "", &["a.pan"]),
        (&["sub//b.pan"], "1 templates\n1/1 ", &["sub/b.pan"]),
        (&["w x/d.pan"], "1 templates\n1/1 ", &["w%20x/d.pan"]),
        (
            &["--base-dir", "sub", "nested/c.pan"],
            "1 templates\n1/1 ",
            &["nested/c.pan"],
        ),
        // Outside of the base directory: checked, not written.
        (
            &["--base-dir", "sub", "../a.pan"],
            "1 templates\n1/1 compiled, 1/1 ",
            &[],
        ),
        (&["missing.pan", "a.pan"], "system error [", &["a.pan"]),
        (&["bad.pan", "a.pan"], "parse error [", &["a.pan"]),
        (&["parse.pan", "a.pan"], "parse error [", &["a.pan"]),
        (&["wrong.pan"], "syntax error [", &[]),
        (&["e.txt"], "syntax error [", &[]),
        (&["c.tpl"], "1 templates\n1/1 ", &["c.tpl"]),
        (&["sub"], "system error [", &[]),
        (
            &["-v", "a.pan", "c.tpl"],
            "Templates to process:  [a.pan c.tpl]\nbase-dir=",
            &["a.pan", "c.tpl"],
        ),
        (
            &["--java-opts", "-Xmx1g", "--", "a.pan"],
            "1 templates\n",
            &["a.pan"],
        ),
        (&[], "0 templates\n0/0 ", &[]),
    ];
    for (arguments, beginning, files) in table {
        let dir = site();
        // Errors in templates do not count for the exit status.
        let (status, output) = run(dir.path(), &[&["--output-dir", "out"], *arguments].concat());
        assert_eq!(status, 0, "{arguments:?}: {output}");
        assert!(output.starts_with(beginning), "{arguments:?}: {output}");
        assert_eq!(output.is_empty(), beginning.is_empty(), "{arguments:?}: {output}");
        let expected: Vec<String> = files
            .iter()
            .map(|file| format!("{file}.annotation.xml"))
            .collect();
        assert_eq!(written(&dir.path().join("out"), ""), expected, "{arguments:?}");
    }
}

fn written(dir: &Path, prefix: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            files.extend(written(&path, &format!("{name}/")));
        } else {
            files.push(name);
        }
    }
    files.sort();
    files
}

#[test]
fn options() {
    let dir = site();
    for (arguments, status, beginning) in [
        (&[][..], 1, "panc-annotations [options] "),
        (&["--help"], 0, "panc-annotations [options] "),
        (&["-h", "--nonsense"], 0, "panc-annotations [options] "),
        (&["--version", "a.pan"], 0, "pan compiler version: "),
        (&["-x"], 1, "OPTIONS ERROR: unknown option: -x\n"),
        (
            &["--outputdir", "x"],
            1,
            "OPTIONS ERROR: unknown option: --outputdir (did you mean --output-dir?)\n",
        ),
        (
            &["--base-dir"],
            1,
            "OPTIONS ERROR: the value is missing: --base-dir DIR\n",
        ),
        (
            &["--base-dir", "nowhere", "a.pan"],
            1,
            "OPTIONS ERROR: --base-dir nowhere must be an existing directory\n",
        ),
        (
            &["--output-dir", "nowhere"],
            1,
            "OPTIONS ERROR: --output-dir nowhere must be an existing directory\n",
        ),
    ] {
        let (code, output) = run(dir.path(), arguments);
        assert_eq!(code, status, "{arguments:?}: {output}");
        assert!(output.starts_with(beginning), "{arguments:?}: {output}");
    }
}
