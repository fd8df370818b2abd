//! Whatever happens to the files: the check with index says what the plain rule says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

/// Times of files, in seconds.
const EARLY: u64 = 1_000_000;

/// A site: include directories `0` and `1`, objects beside them, and `out`.
struct Site(TempDir, PathBuf);

/// Something that happens between two runs.
#[derive(Clone, Debug)]
enum Event {
    /// A template or text of this number in this directory gets this time; it is made if it is missing.
    Touch { dir: usize, file: usize, time: u64 },
    /// It is removed.
    Remove { dir: usize, file: usize },
    /// A result of an object gets this time.
    TouchResult { object: usize, which: usize, time: u64 },
    /// A result of an object is removed.
    RemoveResult { object: usize, which: usize },
    /// An object is compiled: its dependency file gets these lines, its results this time.
    Compile {
        object: usize,
        lines: Vec<(usize, usize)>,
        time: u64,
    },
    /// The dependency file is not one any more.
    Spoil { object: usize },
    /// The index is damaged at this place.
    Damage { at: usize },
}

const FILES: [&str; 6] = ["a.pan", "a.tpl", "p/a.pan", "b.pan", "p/b.pan", "t.txt"];
const OBJECTS: [&str; 3] = ["x", "y", "z/z"];
const RESULTS: [&str; 2] = ["xml", "dep"];
/// Lines of dependency files, with `%` for the directory.
const LINES: [&str; 8] = [
    "a PAN file:%/",
    "a TPL file:%/",
    "a PAN file:%/p/",
    "b PAN file:%/p/",
    "b ABSENT_SOURCE ",
    "t.txt TEXT file:%/",
    "t.txt ABSENT_TEXT ",
    "a ABSENT_SOURCE ",
];

fn event() -> impl Strategy<Value = Event> {
    let time = || EARLY..EARLY + 8;
    let lines = prop::collection::vec((0..LINES.len(), 0..3_usize), 0..5);
    prop_oneof![
        4 => (0..3_usize, 0..FILES.len(), time()).prop_map(|(dir, file, time)| Event::Touch { dir, file, time }),
        2 => (0..3_usize, 0..FILES.len()).prop_map(|(dir, file)| Event::Remove { dir, file }),
        1 => (0..OBJECTS.len(), 0..2_usize, time()).prop_map(|(object, which, time)| Event::TouchResult { object, which, time }),
        1 => (0..OBJECTS.len(), 0..2_usize).prop_map(|(object, which)| Event::RemoveResult { object, which }),
        3 => (0..OBJECTS.len(), lines, time()).prop_map(|(object, lines, time)| Event::Compile { object, lines, time: time + 3 }),
        1 => (0..OBJECTS.len()).prop_map(|object| Event::Spoil { object }),
        1 => (0..2000_usize).prop_map(|at| Event::Damage { at }),
    ]
}

impl Site {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let site = Self(dir, out);
        for object in OBJECTS {
            site.touch(&site.path(&format!("0/{object}.pan")), EARLY);
        }
        fs::create_dir(site.path("out")).unwrap();
        site
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.0.path().display())
    }

    fn touch(&self, file: &str, time: u64) {
        fs::create_dir_all(Path::new(file).parent().unwrap()).unwrap();
        let file = fs::File::options().create(true).append(true).open(file).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(time)).unwrap();
    }

    fn happens(&self, event: &Event) {
        match event {
            Event::Touch { dir, file, time } => {
                self.touch(&self.path(&format!("{dir}/{}", FILES[*file])), *time)
            }
            Event::Remove { dir, file } => {
                let _ = fs::remove_file(self.path(&format!("{dir}/{}", FILES[*file])));
            }
            Event::TouchResult { object, which, time } => {
                let file = self.result(*object, RESULTS[*which]);
                if Path::new(&file).exists() {
                    self.touch(&file, *time);
                }
            }
            Event::RemoveResult { object, which } => {
                let _ = fs::remove_file(self.result(*object, RESULTS[*which]));
            }
            Event::Compile { object, lines, time } => {
                let own = format!("{} PAN file:{}", OBJECTS[*object], self.path("0/"));
                let line =
                    |(line, dir): &(usize, usize)| LINES[*line].replace('%', &self.path(&dir.to_string()));
                let lines: BTreeSet<String> = lines.iter().map(line).chain([own]).collect();
                let text: String = lines.into_iter().map(|line| line + "\n").collect();
                let time = Some(UNIX_EPOCH + Duration::from_secs(*time));
                for (suffix, content) in [("xml", ""), ("dep", &*text)] {
                    crate::files::write(
                        Path::new(&self.result(*object, suffix)),
                        &[content.as_bytes()],
                        time,
                    )
                    .unwrap();
                }
            }
            Event::Spoil { object } => {
                let file = self.result(*object, "dep");
                if Path::new(&file).exists() {
                    fs::write(file, "nonsense\n").unwrap();
                }
            }
            Event::Damage { at } => {
                let file = self.path("out/.panc-index");
                if let Ok(mut bytes) = fs::read(&file) {
                    let at = at % bytes.len();
                    bytes[at] ^= 0x55;
                    fs::write(file, bytes).unwrap();
                }
            }
        }
    }

    fn result(&self, object: usize, suffix: &str) -> String {
        self.path(&format!("out/{}.{suffix}", OBJECTS[object]))
    }

    /// Is the object out of date? The rule as the reference has it, and what was added to it.
    fn plain_rule(&self, object: &str) -> bool {
        let modified = |file: &str| fs::metadata(file).ok().map(|data| data.modified().unwrap());
        let results: Option<Vec<SystemTime>> = RESULTS
            .iter()
            .map(|suffix| modified(&self.path(&format!("out/{object}.{suffix}"))))
            .collect();
        let Some(oldest) = results.and_then(|results| results.into_iter().min()) else {
            return true;
        };
        let text = fs::read_to_string(self.path(&format!("out/{object}.dep"))).unwrap();
        let roots = [self.path("0"), self.path("1")];
        let find = |prefix: &str, name: &str, suffixes: &[&str]| {
            roots.iter().find_map(|root| {
                suffixes.iter().find_map(|suffix| {
                    let file = format!("{root}/{prefix}{name}{suffix}");
                    Path::new(&file).exists().then_some(file)
                })
            })
        };
        text.lines().any(|line| {
            let parts: Vec<&str> = line.split(' ').collect();
            let [name, kind, uri] = parts[..] else { return true };
            let suffixes: &[&str] = match kind.contains("TEXT") {
                true => &[""],
                false => &[".pan", ".tpl"],
            };
            if kind.starts_with("ABSENT") {
                return find("", name, suffixes).is_some();
            }
            let directory = uri.strip_prefix("file:").unwrap();
            let own = match kind {
                "PAN" => ".pan",
                "TPL" => ".tpl",
                _ => "",
            };
            let file = format!("{directory}{name}{own}");
            let Some(time) = modified(&file) else { return true };
            if time > oldest {
                return true;
            }
            if let Some(now) = find("", name, suffixes) {
                return now != file;
            }
            // Behind the load path.
            let prefix = roots
                .iter()
                .find_map(|root| directory.strip_prefix(&format!("{root}/")));
            match prefix {
                Some(prefix) => find(prefix, name, suffixes) != Some(file),
                None => true,
            }
        })
    }

    fn rule<'a>(&'a self, include_path: &'a [PathBuf], index: Option<Duration>, threads: usize) -> Rule<'a> {
        Rule {
            include_path,
            directory: &self.1,
            formats: &[Format::Pan],
            ignored: None,
            index,
            threads: NonZeroUsize::new(threads).unwrap(),
        }
    }

    /// The answers of the check: names of the objects that are out of date.
    fn check(&self, index: Option<Duration>, threads: usize) -> Vec<String> {
        let roots = [self.0.path().join("0"), self.0.path().join("1")];
        let rule = self.rule(&roots, index, threads);
        let files: Vec<String> = OBJECTS
            .iter()
            .map(|object| self.path(&format!("0/{object}.pan")))
            .collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let own = self.path("0/");
        let read = |file: &str| {
            let name = file.strip_prefix(&own).unwrap().strip_suffix(".pan").unwrap();
            Template::Object(name.into())
        };
        let reasons = rule.check(&files, &read);
        let outdated = OBJECTS.iter().zip(reasons).filter(|(_, reason)| reason.is_some());
        outdated.map(|(object, _)| (*object).to_owned()).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_index_changes_nothing(rounds in prop::collection::vec(prop::collection::vec(event(), 1..6), 1..5)) {
        let site = Site::new();
        let window = Duration::from_millis(25);
        for events in rounds {
            for event in &events {
                site.happens(event);
            }
            let plain: Vec<String> =
                OBJECTS.iter().filter(|object| site.plain_rule(object)).map(ToString::to_string).collect();
            prop_assert_eq!(&site.check(None, 1), &plain);
            prop_assert_eq!(&site.check(Some(window), 2), &plain, "with an index of the rounds before");
            std::thread::sleep(2 * window);
            prop_assert_eq!(&site.check(Some(window), 2), &plain, "once more, when the files have settled");
            prop_assert_eq!(&site.check(Some(window), 1), &plain, "with the index written just now");
        }
    }
}

fn compile(object: usize, lines: &[(usize, usize)]) -> Event {
    Event::Compile {
        object,
        lines: lines.to_vec(),
        time: EARLY + 5,
    }
}

#[test]
fn an_index_is_used_when_files_have_settled() {
    let site = Site::new();
    for object in 0..OBJECTS.len() {
        site.happens(&compile(object, &[]));
    }
    let index = site.path("out/.panc-index");
    // Files of this very moment are not kept.
    assert!(site.check(Some(Duration::from_secs(60)), 1).is_empty());
    assert!(!Path::new(&index).exists());
    std::thread::sleep(Duration::from_millis(50));
    assert!(site.check(Some(Duration::from_millis(25)), 1).is_empty());
    let known = Index::load(&site.0.path().join("out"));
    assert_eq!((known.lists.len(), known.templates.len()), (3, 3));
    // After a compilation only dependency files are put in: the templates may not be those that were read any more.
    fs::remove_file(&index).unwrap();
    let roots = [site.0.path().join("0")];
    let rule = site.rule(&roots, Some(Duration::from_millis(25)), 1);
    let file = site.path("0/x.pan");
    rule.note(&[&file], &|_| Template::Object("x".into()));
    let known = Index::load(rule.directory);
    assert_eq!((known.lists.len(), known.templates.len()), (1, 0));
    assert!(site.check(Some(Duration::from_millis(25)), 1).is_empty());
    // Nothing new: it is not written again.
    let before = Stamp::of(&index);
    assert!(site.check(Some(Duration::from_millis(25)), 1).is_empty());
    assert_eq!(Stamp::of(&index), before);
}

#[test]
fn reasons() {
    let say = |events: &[Event]| {
        let site = Site::new();
        for (dir, file) in [(0, 0), (1, 4), (0, 5)] {
            site.happens(&Event::Touch {
                dir,
                file,
                time: EARLY,
            });
        }
        // a in 0, b through the load path in 1, the text in 0.
        site.happens(&compile(0, &[(0, 0), (3, 1), (5, 0)]));
        for event in events {
            site.happens(event);
        }
        let roots = [site.0.path().join("0"), site.0.path().join("1")];
        let rule = site.rule(&roots, None, 1);
        let file = site.path("0/x.pan");
        let reasons = rule.check(&[&file], &|_| Template::Object("x".into()));
        let reason = reasons.into_iter().next().unwrap();
        reason.map(|reason| reason.to_string().replace(&site.path(""), ""))
    };
    let touch = |dir, file, seconds| Event::Touch {
        dir,
        file,
        time: EARLY + seconds,
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(say(&[]), None);
    assert_eq!(say(&[touch(0, 0, 5)]), None);
    assert_eq!(say(&[touch(0, 0, 6)]), some("0/a.pan is newer than the results"));
    assert_eq!(
        say(&[Event::Remove { dir: 0, file: 0 }]),
        some("0/a.pan does not exist any more")
    );
    assert_eq!(
        say(&[touch(1, 3, 0)]),
        some("1/b.pan is found instead of 1/p/b.pan")
    );
    assert_eq!(
        say(&[touch(0, 4, 0)]),
        some("0/p/b.pan is found instead of 1/p/b.pan")
    );
    assert_eq!(
        say(&[Event::RemoveResult { object: 0, which: 0 }]),
        some("out/x.xml does not exist")
    );
    assert_eq!(
        say(&[Event::RemoveResult { object: 0, which: 1 }]),
        some("out/x.dep does not exist")
    );
    assert_eq!(
        say(&[Event::Spoil { object: 0 }]),
        some("out/x.dep cannot be understood")
    );
    // The oldest result counts.
    let old = Event::TouchResult {
        object: 0,
        which: 0,
        time: EARLY - 1,
    };
    assert_eq!(say(&[old]), some("0/a.pan is newer than the results"));
    let absent = compile(0, &[(7, 0)]);
    assert_eq!(say(&[absent]), some("'a', which did not exist, is 0/a.pan now"));
    assert_eq!(
        say(&[
            touch(2, 0, 0),
            compile(0, &[(0, 2)]),
            Event::Remove { dir: 0, file: 0 }
        ]),
        some("2/a.pan is not on the include path any more")
    );
}
