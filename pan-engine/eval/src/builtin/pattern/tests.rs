use super::*;

const STEPS: u32 = 1_000_000;

fn compile(pattern: &str, flags: &str) -> Pattern {
    Pattern::compile(&Arc::from(pattern), Flags::parse(flags).unwrap(), STEPS).unwrap()
}

/// The groups of the first match, `-` for those that took no part.
fn groups(pattern: &str, flags: &str, subject: &str) -> Option<Vec<String>> {
    let found = compile(pattern, flags)
        .find_at(subject, 0, &mut Budget::new(STEPS))
        .unwrap()?;
    Some(
        (0..found.count())
            .map(|n| {
                found
                    .group(n)
                    .map_or("-".to_owned(), |(from, to)| subject[from..to].to_owned())
            })
            .collect(),
    )
}

fn first(pattern: &str, flags: &str, subject: &str) -> Option<String> {
    groups(pattern, flags, subject).map(|groups| groups[0].clone())
}

#[test]
fn first_match() {
    for (pattern, flags, subject, expected) in [
        ("b+", "", "abbc", Some("bb")),
        ("^b", "", "ab", None),
        ("^b", "m", "a\nb", Some("b")),
        ("a$", "", "a\n", Some("a")),
        ("a$", "", "a\nb", None),
        ("a$", "m", "a\nb", Some("a")),
        ("a.b", "", "a\rb", None),
        ("a.b", "", "a\u{85}b", None),
        ("a.b", "s", "a\nb", Some("a\nb")),
        ("A B # comment", "xi", "ab", Some("ab")),
        ("\u{c9}", "i", "\u{e9}", None),
        ("\u{c9}", "iu", "\u{e9}", Some("\u{e9}")),
        ("k", "i", "\u{212a}", None),
        ("[a-z&&[^aeiou]]+", "", "aeibcd", Some("bcd")),
        ("[a-c[x-z]]+", "", "-bxz-", Some("bxz")),
        ("[^a-c[x-z]]+", "", "bx-m-", Some("-m-")),
        ("[]a]+", "", "a]", Some("a]")),
        (r"\Qa.b\E+", "", "a.bbb", Some("a.bbb")),
        (r"[\Q^-]\E]+", "", "^]-", Some("^]-")),
        (r"\p{Upper}\p{javaLowerCase}", "", "aBc", Some("Bc")),
        (r"\p{IsLatin}+", "", "\u{3b1}abc", Some("abc")),
        (r"\p{InGreek}+", "", "abc\u{3b1}", Some("\u{3b1}")),
        (r"\P{L}", "", "ab1", Some("1")),
        (r"\u0041\x42\0103\x{44}", "", "ABCD", Some("ABCD")),
        (r"\uD83D\uDE00", "", "\u{1f600}", Some("\u{1f600}")),
        (r"\bx", "", "\u{e9}x x", Some("x")),
        (r"(?<=ab|c)d", "", "cd", Some("d")),
        (r"(a)\2", "", "aa", None),
        (r"a{2}{3}", "", "aaaaaa", Some("aa")),
        ("a++b", "", "aaab", Some("aaab")),
        ("(?i)a(?-i)b", "", "Ab", Some("Ab")),
        ("(?i:a)b", "", "aB", None),
        (r"\R", "", "a\r\n", Some("\r\n")),
        (r"\h+\v", "", "x \t\u{b}", Some(" \t\u{b}")),
    ] {
        assert_eq!(
            first(pattern, flags, subject).as_deref(),
            expected,
            "{pattern} on {subject:?}"
        );
    }
}

#[test]
fn captured_groups() {
    assert_eq!(groups("(a)|(b)", "", "b").unwrap(), ["b", "-", "b"]);
    assert_eq!(groups(r"(?<x>a)\k<x>", "", "aa").unwrap(), ["aa", "a"]);
    assert_eq!(groups(r"(.)(.)\2\1", "", "xabba").unwrap(), ["abba", "a", "b"]);
}

#[test]
fn refused_patterns() {
    for pattern in [
        "(",
        ")",
        "[",
        "[a",
        "a**",
        "*a",
        "+",
        "a{",
        "a{x}",
        "a{2",
        "a{3,2}",
        "(?<1>a)",
        "(?<a>b)(?<a>c)",
        "(?P<a>b)",
        "(?#c)",
        r"\y",
        r"\",
        r"\x1",
        r"\u12",
        r"\p{Foo}",
        r"\p{}",
        r"\pX",
        "[z-a]",
        r"[a-\d]",
        r"\k<no>",
        "(?<=a*)b",
        "(?z)",
        "[&&]",
    ] {
        let result = Pattern::compile(&Arc::from(pattern), Flags::default(), STEPS);
        assert!(matches!(result, Err(PatternError::Invalid(_))), "{pattern}");
    }
}

#[test]
fn replacing() {
    for (pattern, replacement, subject, expected) in [
        ("a*", "X", "baac", "XbXXcX"),
        ("(b)(c)?", "[$1$2]", "abcb", "a[bc][b]"),
        ("(b)", "$10", "ab", "ab0"),
        ("b", r"\$\\", "abc", r"a$\c"),
        ("(?<n>b)", "<${n}>", "ab", "a<b>"),
        ("", "-", "\u{1f600}", "-\u{1f600}-"),
        ("z", "$", "abc", "abc"),
    ] {
        let result = compile(pattern, "").replace_all(subject, replacement, 1000, &mut Budget::new(STEPS));
        assert_eq!(result.as_deref(), Ok(expected), "{pattern} by {replacement}");
    }
    for replacement in ["$", "$x", "\\", "$2", "${no}"] {
        assert!(
            compile("(b)", "")
                .replace_all("b", replacement, 1000, &mut Budget::new(STEPS))
                .is_err(),
            "{replacement}"
        );
    }
    assert!(
        compile("b", "")
            .replace_all("bbbb", "xxxx", 10, &mut Budget::new(STEPS))
            .is_err()
    );
}

#[test]
fn splitting() {
    let cases: &[(&str, i32, &str, &[&str])] = &[
        (",", 0, "a,b,,", &["a", "b"]),
        (",", -1, "a,b,,", &["a", "b", "", ""]),
        (",", 2, "a,b,,", &["a", "b,,"]),
        (",", 1, "a,b", &["a,b"]),
        (",", 0, "", &[""]),
        (",", 0, ",", &[]),
        (",", 0, ",a", &["", "a"]),
        ("", 0, "abc", &["a", "b", "c"]),
        ("", -1, "ab", &["a", "b", ""]),
        ("x", 0, "abc", &["abc"]),
        ("(?=b)", 0, "bab", &["ba", "b"]),
    ];
    for (pattern, limit, subject, expected) in cases {
        assert_eq!(
            &compile(pattern, "")
                .split(subject, *limit, usize::MAX, &mut Budget::new(STEPS))
                .unwrap(),
            expected,
            "{pattern} {limit} {subject}"
        );
    }
}

#[test]
fn a_bomb_is_given_up() {
    let subject = "a".repeat(60) + "b";
    let pattern = compile("(a|aa|aaa)+$", "");
    let found = pattern
        .find_at(&subject, 0, &mut Budget::new(STEPS))
        .map(|found| found.is_some());
    assert!(matches!(found, Err(PatternError::GaveUp { steps: STEPS, .. })));
    // Whether it matches at all can be told without trying everything, unless it refers to what was matched.
    assert_eq!(pattern.is_match(&subject), Ok(false));
    let result = compile("(a|aa|aaa)+\\1{3}$", "").is_match(&subject);
    assert!(matches!(result, Err(PatternError::GaveUp { steps: STEPS, .. })));
}

#[test]
fn both_matchers_agree() {
    let subjects = [
        "", "a", "b", "ab\n", "a\nb", "aab", "a-b", "0a_B", "a\n\n", "abc\n",
    ];
    for pattern in [
        "a+$",
        "^a",
        "(a|b)*",
        "[^a]",
        "[a-c&&b]?c$",
        ".b$",
        "\\d\\w",
        "\\s",
        "(?i)A_b$",
        "a|b$",
        "a{2}b",
        "(?s)a.b$",
        "\\Qa-\\E",
        "[\\w-]+$",
        "^$",
    ] {
        let translation = super::translate(pattern, Flags::default(), super::Target::Ascii).unwrap();
        let Some(linear) = super::linear::build(&translation.text) else {
            assert!(pattern.contains("&&"), "{pattern} is not run in linear time");
            continue;
        };
        let backtracking = compile(pattern, "");
        for subject in subjects {
            assert_eq!(
                Ok(linear.is_match(subject.as_bytes())),
                backtracking.is_match(subject),
                "{pattern} {subject:?}"
            );
        }
    }
}

/// Long subjects are searched in parts; it must not show.
#[test]
fn searching_in_parts() {
    let filler = "x".repeat(20_000);
    for (pattern, flags, end, expected) in [
        ("ab", "", "-ab", Some("ab")),
        ("a(?=b)", "", "-ab", Some("a")),
        ("(?<=x-)ab", "", "-ab", Some("ab")),
        ("^ab", "", "ab", None),
        ("^ab", "m", "\nab", Some("ab")),
        ("b$", "", "ab\n", Some("b")),
        ("$", "", "", Some("")),
        ("y|$", "", "", Some("")),
        ("\\Gx{3}", "", "", Some("xxx")),
        ("\\G-|ab", "", "-ab", Some("ab")),
        ("a # comment", "x", "a", Some("a")),
        ("x-(.)\\1", "", "-xyx-yyy", Some("x-yy")),
        ("é.", "", "-éa", Some("éa")),
        ("x*[^x]", "", "", None),
        ("x{300}-", "", "-", None),
    ] {
        let subject = format!("{filler}{end}");
        let found = first(pattern, flags, &subject);
        match pattern {
            // A match that begins far from where it ends.
            "x{300}-" => assert_eq!(found.map(|text| text.len()), Some(301)),
            _ => assert_eq!(found.as_deref(), expected, "{pattern}"),
        }
        let answer = compile(pattern, flags).is_match(&subject);
        assert_eq!(
            answer.ok(),
            Some(expected.is_some() || pattern == "x{300}-"),
            "{pattern}"
        );
    }
    let many = "ä,".repeat(40_000);
    let parts = compile(",", "").split(&many, 0, usize::MAX, &mut Budget::new(STEPS));
    assert_eq!(parts.map(|parts| parts.len()), Ok(40_000));
}

/// Each match by itself is within the limit.
#[test]
fn matches_share_a_budget() {
    let block = format!("{}-", "a".repeat(20));
    let replace = |blocks: usize, budget: &mut Budget<'_>| {
        compile("(a|aa)+c|a+-", "").replace_all(&block.repeat(blocks), "x", 1000, budget)
    };
    let mut budget = Budget::new(STEPS);
    assert_eq!(replace(10, &mut budget).as_deref(), Ok("xxxxxxxxxx"));
    assert!(budget.used() > 100_000, "{budget:?}");
    let given_up = replace(500, &mut Budget::new(STEPS));
    assert!(
        matches!(given_up, Err(PatternError::GaveUp { steps: STEPS, .. })),
        "{given_up:?}"
    );
}

#[test]
fn cancelling_between_matches() {
    let asked = std::cell::Cell::new(0);
    let is_cancelled = || {
        asked.set(asked.get() + 1);
        asked.get() > 3
    };
    let mut budget = Budget::cancellable(STEPS, &is_cancelled);
    let result = compile(",", "").split("a,b,c,d,e,f,g", 0, 100, &mut budget);
    assert_eq!(result, Err(PatternError::Cancelled));
    assert_eq!(asked.get(), 4);
}

#[test]
fn places_to_go_back_to_are_bounded() {
    let subject = "ab".repeat(100_000);
    let result = compile("(a|b)*\\1[cd]", "").is_match(&subject);
    assert!(matches!(result, Err(PatternError::TooDeep(..))), "{result:?}");
}
