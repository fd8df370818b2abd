//! What the command line has beyond the reference: up-to-date checking, lists of files, timings, progress, and what is made of
//! the table of options.

#![expect(clippy::unwrap_used, reason = "a test may end with a panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// A directory of templates with a directory `out` beside them.
struct Site(TempDir);

impl Site {
    fn new(templates: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("out")).unwrap();
        let site = Self(dir);
        for (name, text) in templates {
            site.write(name, text);
        }
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file that is older than everything a run writes.
    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        self.age(name, 60);
    }

    /// Makes a file so many seconds old.
    fn age(&self, name: &str, seconds: u64) {
        let file = fs::File::options().write(true).open(self.path(name)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(seconds))
            .unwrap();
    }

    fn modified(&self, name: &str) -> SystemTime {
        fs::metadata(self.path(name)).unwrap().modified().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_panc"));
        command
            .current_dir(self.0.path())
            .args(["--output-dir", "out"])
            .args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        texts(&self.command(arguments).output().unwrap())
    }
}

fn texts(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

const NOTHING: (i32, String, String) = (0, String::new(), String::new());

fn small() -> Site {
    Site::new(&[
        ("a.pan", "object template a;\ninclude 'c';\n"),
        ("b.pan", "object template b;\n'/x' = is_null(if_exists('d'));\n"),
        ("c.pan", "template c;\n'/x' = 1;\n"),
    ])
}

#[test]
fn what_is_up_to_date_is_skipped() {
    let site = small();
    let objects = ["a.pan", "b.pan", "c.pan"];
    let check = |more: &[&str]| site.run(&[&["--up-to-date", "--why-outdated"], more, &objects].concat());
    let (status, stdout, stderr) = check(&[]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    let out = site.path("out");
    assert_eq!(
        stderr,
        format!(
            "a.pan: out of date: {0}/a.xml does not exist\nb.pan: out of date: {0}/b.xml does not exist\n",
            out.display()
        )
    );
    let before = site.modified("out/a.xml");
    assert_eq!(check(&[]), NOTHING);
    assert_eq!(site.modified("out/a.xml"), before);

    // A source that changed, a source that appeared, a format more.
    fs::write(site.path("c.pan"), "template c;\n'/x' = 2;\n").unwrap();
    let (status, _, stderr) = check(&[]);
    assert!(
        status == 0
            && stderr.starts_with("a.pan: ")
            && stderr.ends_with("/c.pan is newer than the results\n"),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1);
    assert!(
        fs::read_to_string(site.path("out/a.xml"))
            .unwrap()
            .contains(">2<")
    );
    site.write("d.pan", "template d;\n");
    let (status, _, stderr) = check(&[]);
    assert!(
        status == 0 && stderr.starts_with("b.pan: ") && stderr.contains("'d', which did not exist, is "),
        "{stderr}"
    );
    let (status, _, stderr) = check(&["--formats", "json,dep"]);
    assert!(status == 0 && stderr.lines().count() == 2, "{stderr}");

    // Without the option everything is compiled.
    let before = site.modified("out/a.xml");
    assert_eq!(site.run(&objects), NOTHING);
    assert!(site.modified("out/a.xml") > before);
}

#[test]
fn a_failing_object_stays_out_of_date() {
    let site = Site::new(&[("a.pan", "object template a;\n'/x' = undef;\n")]);
    for _ in 0..2 {
        let (status, stdout, _) = site.run(&["--up-to-date", "a.pan"]);
        assert!(
            status == 1 && stdout.starts_with("validation error ["),
            "{stdout}"
        );
    }
    site.write("a.pan", "object template a;\n'/x' = 1;\n");
    assert_eq!(site.run(&["--up-to-date", "a.pan"]), NOTHING);
    // A template that became wrong is reported again and again.
    fs::write(site.path("a.pan"), "object template a;\n'/x' = ;\n").unwrap();
    for _ in 0..2 {
        let (status, stdout, _) = site.run(&["--up-to-date", "a.pan"]);
        assert!(status == 1 && stdout.starts_with("parse error ["), "{stdout}");
    }
}

#[test]
fn dependencies_that_do_not_count() {
    let site = small();
    site.run(&["a.pan"]);
    fs::write(site.path("c.pan"), "template c;\n'/x' = 2;\n").unwrap();
    let run = |more: &[&str]| site.run(&[&["--up-to-date", "--why-outdated", "a.pan"], more].concat());
    assert_eq!(run(&["--ignore-dependencies", "c"]), NOTHING);
    let (status, stdout, _) = run(&["--ignore-dependencies", "("]);
    assert!(status == 1 && stdout.starts_with("OPTIONS ERROR: "), "{stdout}");
    assert!(
        run(&["--ignore-dependencies", "x|y"])
            .2
            .contains("c.pan is newer")
    );
}

#[test]
fn compressed_dependency_files_are_read() {
    let site = small();
    let run = || {
        site.run(&[
            "--up-to-date",
            "--why-outdated",
            "--formats",
            "json.gz,dep.gz",
            "a.pan",
        ])
    };
    assert!(run().2.contains("a.json.gz does not exist"));
    assert_eq!(run(), NOTHING);
    fs::write(site.path("c.pan"), "template c;\n'/x' = 2;\n").unwrap();
    assert!(run().2.contains("c.pan is newer"));
}

#[test]
fn results_are_as_old_as_the_run() {
    // A source that changes while it lasts may have been read before: it must be newer.
    let site = small();
    let before = SystemTime::now();
    site.run(&["--formats", "pan,dep,json", "a.pan", "b.pan"]);
    let times: Vec<SystemTime> = ["a.xml", "a.dep", "a.json", "b.xml", "b.dep"]
        .iter()
        .map(|name| site.modified(&format!("out/{name}")))
        .collect();
    assert!(times.iter().all(|time| *time == times[0]));
    // The file system's clock may be a little behind.
    assert!(times[0] > before - Duration::from_secs(2) && times[0] < SystemTime::now());
}

#[test]
fn verbose_says_how_many() {
    let site = small();
    let (_, stdout, stderr) = site.run(&["--up-to-date", "-v", "a.pan", "b.pan"]);
    assert!(
        stdout.starts_with("2/2 template(s) being processed\n2 templates\n"),
        "{stdout}"
    );
    assert_eq!(stderr.lines().count(), 2);
    let (_, stdout, stderr) = site.run(&["--up-to-date", "-v", "a.pan", "b.pan"]);
    assert!(
        stdout.starts_with("0/2 template(s) being processed\n0 templates\n") && stderr.is_empty(),
        "{stdout}"
    );
}

#[test]
fn lists_of_files() {
    let site = small();
    fs::write(site.path("list"), "a.pan\r\n\nb.pan\n").unwrap();
    assert_eq!(site.run(&["--files-from", "list", "c.pan"]), NOTHING);
    assert!(site.path("out/a.xml").exists() && site.path("out/b.xml").exists());
    let mut command = site.command(&["--formats", "json", "--files-from", "-"]);
    let mut panc = command.stdin(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut panc.stdin.take().unwrap(), b"a.pan\0b.pan\0").unwrap();
    assert!(panc.wait().unwrap().success());
    assert!(site.path("out/a.json").exists() && site.path("out/b.json").exists());
    let (status, stdout, _) = site.run(&["--files-from", "nowhere"]);
    assert!(
        status == 1 && stdout.starts_with("OPTIONS ERROR: cannot read the list of files nowhere: "),
        "{stdout}"
    );
}

#[test]
fn timings() {
    let site = small();
    site.write(
        "c.pan",
        "template c;\ntype root = extensible { 'y' : long = 1 };\nbind '/' = root;\n",
    );
    assert_eq!(site.run(&["--timings=times.json", "a.pan", "b.pan"]), NOTHING);
    let text = fs::read_to_string(site.path("times.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&json["version"], &json["objects"], &json["failed_objects"]),
        (&1.into(), &2.into(), &0.into())
    );
    for phase in [
        "read", "parse", "lower", "execute", "defaults", "validate", "write",
    ] {
        assert!(
            json["phase_seconds"][phase].as_f64().unwrap() > 0.0,
            "{phase}: {text}"
        );
    }
    let runs = |name: &str| {
        let templates = json["templates"].as_array().unwrap();
        let template = templates.iter().find(|template| template["name"] == name)?;
        template["runs"].as_u64()
    };
    assert_eq!(
        (runs("a"), runs("b"), runs("c"), runs("d")),
        (Some(1), Some(1), Some(1), None)
    );
    let (status, stdout, stderr) = site.run(&["--timings", "a.pan"]);
    assert!(
        status == 0 && stdout.is_empty() && stderr.starts_with("{\n  \"version\": 1"),
        "{stderr}"
    );
    let (status, stdout, _) = site.run(&["--timings=/does/not/exist/x", "--formats", "none", "a.pan"]);
    assert!(status == 1 && stdout.contains("/does/not/exist/x"), "{stdout}");
}

#[test]
fn progress_is_shown_when_wanted() {
    let site = small();
    assert_eq!(site.run(&["a.pan", "b.pan"]), NOTHING);
    let (status, stdout, stderr) = site.run(&["--progress", "a.pan", "b.pan"]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    assert!(stderr.starts_with("2/2 objects, "), "{stderr}");
}

#[test]
fn texts_made_of_the_options() {
    let site = small();
    let (_, help, _) = site.run(&["--help"]);
    let (_, manual, _) = site.run(&["--man"]);
    assert!(
        manual.starts_with(".TH PANC 1 ") && manual.contains(".SH EXIT STATUS"),
        "{manual}"
    );
    let names: Vec<&str> = help
        .lines()
        .filter_map(|line| {
            line.trim_start()
                .trim_start_matches("-v, ")
                .trim_start_matches("-h, ")
                .strip_prefix("--")
        })
        .collect();
    assert!(names.len() > 25);
    for shell in ["bash", "zsh", "fish"] {
        let (status, script, _) = site.run(&["--completion", shell]);
        assert_eq!(status, 0);
        for name in &names {
            let name = name.split([' ', '[', '=']).next().unwrap();
            assert!(script.contains(name), "{shell}: {name}");
            assert!(manual.contains(&name.replace('-', "\\-")), "{name}");
        }
    }
}

#[test]
fn an_interrupt_leaves_whole_files_only() {
    let site = Site::new(&[(
        "common.pan",
        "template common;\n'/x' = { l = list(); for (i = 0; i < 2000; i = i + 1) l[i] = i; l };\n",
    )]);
    let mut list = String::new();
    for number in 0..3000 {
        site.write(
            &format!("o{number}.pan"),
            &format!("object template o{number};\ninclude 'common';\n"),
        );
        list.push_str(&format!("o{number}.pan\n"));
    }
    fs::write(site.path("list"), list).unwrap();
    let mut panc = site
        .command(&["--files-from", "list", "--formats", "pan,json,dep"])
        .spawn()
        .unwrap();
    // It must be in the middle of writing.
    while fs::read_dir(site.path("out")).unwrap().count() < 10 && panc.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let kill = Command::new("kill")
        .args(["-INT", &panc.id().to_string()])
        .status()
        .unwrap();
    let status = panc.wait().unwrap();
    assert!(kill.success() && status.code() == Some(130), "{status:?}");
    let mut count = 0;
    for entry in fs::read_dir(site.path("out")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(!name.starts_with('.'), "{name}");
        assert!(is_whole(&path), "{name}");
        count += 1;
    }
    assert!(count >= 10);
}

fn is_whole(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap();
    match path.extension().unwrap().to_str().unwrap() {
        "xml" => text.ends_with("</nlist>\n"),
        "json" => text.ends_with('}'),
        _ => text.lines().count() == 2 && text.ends_with('\n'),
    }
}
