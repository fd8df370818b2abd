use crate::table::Opt;
use crate::texts::Texts;

/// The arguments, sorted. The last of each option counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// Options and their values (empty for those that have none), in order.
    pub options: Vec<(&'static str, String)>,
    /// Everything else, in order.
    pub files: Texts,
    /// What is wrong, a sentence each.
    pub errors: Vec<String>,
}

impl Scanned {
    /// Was the option given?
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(known, _)| *known == name)
    }

    /// How often the option was given.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.options.iter().filter(|(known, _)| *known == name).count()
    }

    /// The value of the option.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut options = self.options.iter().rev();
        options
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    fn long(&mut self, options: &[Opt], argument: &str, rest: &mut impl Iterator<Item = String>) {
        let (name, value) = match argument.split_once('=') {
            // A name comes before the sign.
            Some((name, value)) if name.len() > 2 && !name.contains(char::is_whitespace) => {
                (name, Some(value.to_owned()))
            }
            _ => (argument, None),
        };
        let name = name.trim_start_matches('-');
        let Some(option) = options.iter().find(|option| option.name == name) else {
            self.errors.push(unknown(options, argument, name));
            return;
        };
        let value = match value {
            // The reference ignores what is behind the sign of an option without value.
            Some(value) if option.value.is_some() => value,
            None if option.needs_value() => match rest.next() {
                Some(value) => value,
                None => {
                    self.errors
                        .push(format!("the value is missing: {}", option.shown()));
                    return;
                }
            },
            _ => String::new(),
        };
        self.options.push((option.name, value));
    }

    fn letters(&mut self, options: &[Opt], letters: &str) {
        for letter in letters.chars() {
            match options.iter().find(|option| option.short == Some(letter)) {
                Some(option) => self.options.push((option.name, String::new())),
                None => self.errors.push(format!("unknown option: -{letter}")),
            }
        }
    }
}

/// Sorts the arguments.
#[must_use]
pub fn scan(options: &[Opt], arguments: impl IntoIterator<Item = String>) -> Scanned {
    let mut scanned = Scanned::default();
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            for file in rest.by_ref() {
                scanned.files.push(&file);
            }
        } else if argument.starts_with("--") {
            scanned.long(options, &argument, &mut rest);
        } else if let Some(letters) = argument.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            scanned.letters(options, letters);
        } else {
            scanned.files.push(&argument);
        }
    }
    scanned
}

/// How many similar names are proposed at most.
const PROPOSALS: usize = 3;

fn unknown(options: &[Opt], argument: &str, name: &str) -> String {
    let likeness = |known: &str| match known.starts_with(name) && !name.is_empty() {
        true => 1.0,
        false => strsim::jaro_winkler(known, name),
    };
    let mut near: Vec<(f64, &str)> = options
        .iter()
        .map(|option| (likeness(option.name), option.name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    // Those that the text abbreviates are all equally near; others only count when none are.
    let best = near.first().map_or(0.0, |(likeness, _)| *likeness);
    near.retain(|(likeness, _)| best < 1.0 || *likeness >= 1.0);
    let names: Vec<String> = near
        .iter()
        .take(PROPOSALS)
        .map(|(_, name)| format!("--{name}"))
        .collect();
    match names.as_slice() {
        [] => format!("unknown option: {argument} (--help lists the options)"),
        names => format!(
            "unknown option: {argument} (did you mean {}?)",
            names.join(" or ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{flag, valued};

    const OPTIONS: &[Opt] = &[
        valued("formats", "LIST", ""),
        valued("max-iteration", "N", ""),
        valued("max-recursion", "N", ""),
        flag("verbose", "").short('v'),
        flag("version", ""),
        flag("help", "").short('h'),
        valued("timings", "FILE", "").or_none(),
    ];

    fn of(arguments: &[&str]) -> Scanned {
        scan(OPTIONS, arguments.iter().map(ToString::to_string))
    }

    #[test]
    fn forms() {
        let scanned = of(&[
            "--formats=a=b",
            "x",
            "-vh",
            "--formats",
            "--help",
            "--verbose=no",
            "-",
            "--",
            "-v",
            "--",
        ]);
        assert_eq!(scanned.errors, Vec::<String>::new());
        let options: Vec<(&str, &str)> = scanned
            .options
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        assert_eq!(
            options,
            [
                ("formats", "a=b"),
                ("verbose", ""),
                ("help", ""),
                ("formats", "--help"),
                ("verbose", "")
            ]
        );
        assert_eq!(scanned.files, ["x", "-", "-v", "--"].iter().collect());
        assert_eq!(scanned.value("formats"), Some("--help"));
        assert_eq!((scanned.count("verbose"), scanned.has("version")), (2, false));
        // A value that may be left out is never the next argument.
        let scanned = of(&["--timings", "x", "--timings=y"]);
        assert_eq!(scanned.files, ["x"].iter().collect());
        assert_eq!(scanned.value("timings"), Some("y"));
    }

    #[test]
    fn errors() {
        for (argument, message) in [
            ("--formats", "the value is missing: --formats LIST"),
            ("--format", "unknown option: --format (did you mean --formats?)"),
            (
                "--max",
                "unknown option: --max (did you mean --max-iteration or --max-recursion?)",
            ),
            (
                "--ver",
                "unknown option: --ver (did you mean --verbose or --version?)",
            ),
            (
                "--fromats=x",
                "unknown option: --fromats=x (did you mean --formats?)",
            ),
            ("--xyz", "unknown option: --xyz (--help lists the options)"),
            ("--=x", "unknown option: --=x (--help lists the options)"),
            ("-x", "unknown option: -x"),
        ] {
            assert_eq!(of(&[argument]).errors, [message]);
        }
    }
}
