//! The machines' own client, CCM, fetches profiles from the broker and reads their values back.
//!
//! `AQ_CCM` names a directory with checkouts of quattor/CCM, quattor/CAF, quattor/LC and thrig/File-AtomicWrite, each under
//! its repository's name; what else they use are Debian packages (CONTRIBUTING.md).
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aq_test_support::site::Site;
use serde_json::{Value, json};

const HOST: &str = "web1.example.org";

/// Where the values are that the client is to find.
const PATH: &str = "/software/components/probe";

/// What makes them.
const PROBE: &str = r#"
'/software/components/probe' = {
    made = dict(
        'yes', true, 'no', false,
        'count', 42, 'least', -9223372036854775807,
        'ratio', 2.5, 'tiny', 1.5e-7,
        'text', 'plain', 'empty', '', 'digits', '0042', 'blank', '  two  ',
        'markup', '<a href="x">&amp; it''s</a>', 'lines', "one\ntwo\tthree",
        'unicode', 'Zażółć ☃ 𝄞',
        'list', list('a', 7, true, list(), dict('deep', list(dict('deeper', 'still')))),
        'nothing', dict(),
    );
    made[escape('/var/lib/x-1 é')] = 'escaped';
    made[escape('9nine')] = dict('inner', 1);
    made;
};
"#;

fn of(kind: &str, value: impl Into<Value>) -> Value {
    json!({ "type": kind, "value": value.into() })
}

fn list(members: Vec<Value>) -> Value {
    of("list", members)
}

fn dict(members: &[(&str, Value)]) -> Value {
    of(
        "dict",
        members
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.clone()))
            .collect::<serde_json::Map<_, _>>(),
    )
}

/// What CCM makes of [`PROBE`]: values as text, names escaped as a profile has them.
fn expected(form: &str) -> Value {
    // From XML the client takes the text, from JSON it makes a number and of that its own text.
    let tiny = if form == "xml" { "1.5E-7" } else { "1.5e-07" };
    dict(&[
        ("active", of("boolean", "true")),
        ("yes", of("boolean", "true")),
        ("no", of("boolean", "false")),
        ("count", of("long", "42")),
        ("least", of("long", "-9223372036854775807")),
        ("ratio", of("double", "2.5")),
        ("tiny", of("double", tiny)),
        ("text", of("string", "plain")),
        ("empty", of("string", "")),
        ("digits", of("string", "0042")),
        ("blank", of("string", "  two  ")),
        ("markup", of("string", "<a href=\"x\">&amp; it's</a>")),
        ("lines", of("string", "one\ntwo\tthree")),
        ("unicode", of("string", "Zażółć ☃ 𝄞")),
        (
            "list",
            list(vec![
                of("string", "a"),
                of("long", "7"),
                of("boolean", "true"),
                list(vec![]),
                dict(&[("deep", list(vec![dict(&[("deeper", of("string", "still"))])]))]),
            ]),
        ),
        ("nothing", dict(&[])),
        ("_2fvar_2flib_2fx_2d1_20_e9", of("string", "escaped")),
        ("_39nine", dict(&[("inner", of("long", "1"))])),
    ])
}

/// The client, put together from its checkouts as its build does, with a cache of its own.
struct Client {
    dir: tempfile::TempDir,
    lib: PathBuf,
}

impl Client {
    fn build(checkouts: &Path) -> Client {
        let dir = tempfile::tempdir().unwrap();
        let lib = dir.path().join("lib");
        for (from, to) in [
            ("CCM/src/main/perl", "EDG/WP4/CCM"),
            ("CAF/src/main/perl", "CAF"),
            ("LC/src/main/perl", "LC"),
            ("File-AtomicWrite/lib/File", "File"),
            ("CCM/src/main/bin", "../bin"),
        ] {
            fill_in(&checkouts.join(from), &lib.join(to));
        }
        let cache = dir.path().join("cache");
        fs::create_dir(&cache).unwrap();
        let settings = format!("cache_root {}\nworld_readable 1\n", cache.display());
        fs::write(dir.path().join("ccm.conf"), settings).unwrap();
        Client { dir, lib }
    }

    fn perl(&self, script: &Path) -> Command {
        let mut command = Command::new("perl");
        command.arg("-I").arg(&self.lib).arg(script);
        command
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs `ccm-fetch` and tells what its log says.
    fn fetch(&self, url: &str, more: &[&str]) -> String {
        let log = self.path("ccm-fetch.log");
        let _ = fs::remove_file(&log);
        let output = self
            .perl(&self.path("bin/ccm-fetch"))
            .args([
                "--verbose",
                "--retrieve_retries",
                "1",
                "--retrieve_wait",
                "0",
                "--profile",
                url,
            ])
            .args(more)
            .arg("--cfgfile")
            .arg(self.path("ccm.conf"))
            .arg("--cache_root")
            .arg(self.path("cache"))
            .arg("--logfile")
            .arg(&log)
            .output()
            .unwrap();
        let said = format!(
            "{}{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
            fs::read_to_string(&log).unwrap_or_default()
        );
        assert!(output.status.success(), "ccm-fetch {url}: {said}");
        said
    }

    /// The number of the configuration in use: it grows when new bytes were fetched.
    fn number(&self) -> u32 {
        let text = fs::read_to_string(self.path("cache/current.cid")).unwrap();
        text.trim().parse().unwrap()
    }

    /// What CCM has below a path.
    fn read(&self, path: &str) -> Value {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ccm/read.pl");
        let output = self
            .perl(&script)
            .arg(self.path("ccm.conf"))
            .arg(path)
            .output()
            .unwrap();
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert!(output.status.success(), "{path}: {out}{err}");
        // Before it the client may complain that there is no SELinux.
        let last = out.lines().last().unwrap_or_default();
        serde_json::from_str(last).unwrap_or_else(|e| panic!("{path}: {e}: {out}{err}"))
    }
}

/// Copies Perl files with the places filled in that their build fills in.
fn fill_in(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())) {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fill_in(&entry.path(), &target);
            continue;
        }
        let begin =
            ";\n\nuse strict;\nuse warnings;\nuse version;\nour $VERSION = version->new('v99.0.0');\n";
        // Some of the files are in Latin-1: a byte is a character here.
        let text: String = fs::read(entry.path())
            .unwrap()
            .into_iter()
            .map(char::from)
            .collect();
        let text = text
            .replace("#${PMpre}", "package")
            .replace("${PMpost}", begin)
            .replace("${no-snapshot-version}", "99.0.0")
            .replace("${project.version}", "99.0.0");
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
        fs::write(target, bytes).unwrap();
    }
}

#[test]
fn the_client_of_the_machines_reads_what_the_templates_say() {
    let Some(checkouts) = std::env::var_os("AQ_CCM") else {
        eprintln!("skipped: AQ_CCM does not name checkouts of the machines' client");
        return;
    };
    let site = Site::start();
    let recompile = |line: &str| {
        site.broker.import_example("prod", line).unwrap();
        site.ok("compile --domain prod");
    };
    recompile(PROBE);
    let base = format!("http://{}/profiles/{HOST}", site.broker.address);
    for (form, options) in [("xml", &[][..]), ("json", &["--json_typed"])] {
        let client = Client::build(Path::new(&checkouts));
        let url = format!("{base}.{form}");
        client.fetch(&url, options);
        assert_eq!(client.number(), 1, "{form}");
        assert_eq!(client.read(PATH), expected(form), "{form}");

        // Nothing new, nothing fetched.
        let said = client.fetch(&url, options);
        assert!(said.contains("No changes on"), "{said}");
        assert_eq!(client.number(), 1, "{form}");

        // What changes within the same second is fetched all the same.
        for (number, word) in [(2, "other"), (3, "third")] {
            recompile(&PROBE.replace("'plain'", &format!("'{word} {form}'")));
            client.fetch(&url, options);
            assert_eq!(client.number(), number, "{form}");
            assert_eq!(
                client.read(&format!("{PATH}/text")),
                of("string", format!("{word} {form}"))
            );
        }
        recompile(PROBE);

        // The compressed file of sites that publish such.
        client.fetch(&format!("{url}.gz"), options);
        assert_eq!(client.read(PATH), expected(form), "{form}.gz");
        // The whole profile as the broker made it.
        let whole = client.read("/");
        assert_eq!(
            whole["value"]["metadata"]["value"]["template"]["value"]["branch"]["value"]["name"],
            of("string", "prod")
        );
    }
}
