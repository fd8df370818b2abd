//! Whatever a string holds, the Pan compiler reads back the same.

use std::collections::BTreeMap;

use aq_plenary::model::City;
use aq_plenary::pan::{Pan, PanError, key, string};
use aq_plenary::render;
use proptest::prelude::*;

/// Reads one literal at the start of `source` as Pan does, and returns the value and the rest. A backslash in
/// front of the closing quote is refused: the reference compiler takes the longest match and would read on.
fn read(source: &str) -> (String, &str) {
    match source.chars().next() {
        Some('\'') => read_single(source),
        Some('"') => read_double(source),
        other => panic!("not a literal: {other:?}"),
    }
}

fn read_single(source: &str) -> (String, &str) {
    let mut value = String::new();
    let mut rest = &source[1..];
    loop {
        let end = rest.find('\'').expect("closing quote");
        value.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                value.push('\'');
                rest = after;
            }
            None => break,
        }
    }
    assert!(!value.contains(['\n', '\r']), "literals end with the line");
    (value, rest)
}

fn read_double(source: &str) -> (String, &str) {
    let end = source[1..].find('"').expect("closing quote") + 1;
    let (literal, rest) = (&source[1..end], &source[end + 1..]);
    assert!(
        !literal.ends_with('\\'),
        "a backslash in front of a quote is ambiguous: {literal:?}"
    );
    assert!(!literal.contains(['\n', '\r']), "literals end with the line");
    let mut value = String::new();
    let mut chars = literal.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            Some('r') => value.push('\r'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                value.push(char::from(u8::from_str_radix(&digits, 16).expect("two digits")));
            }
            other => panic!("illegal escape {other:?}"),
        }
    }
    (value, rest)
}

#[test]
fn plain_strings_look_as_they_always_did() {
    assert_eq!(
        string::literal("plain text, ünïcödé {}"),
        "\"plain text, ünïcödé {}\""
    );
    assert_eq!(string::literal("it's"), "\"it's\"");
    assert_eq!(string::literal("say \"hello\""), "'say \"hello\"'");
    assert_eq!(string::literal(""), "\"\"");
}

#[test]
fn troublesome_strings_are_escaped() {
    assert_eq!(string::literal("back\\slash"), "'back\\slash'");
    assert_eq!(string::literal("both ' and \""), "'both '' and \"'");
    assert_eq!(string::literal("two\nlines"), "\"two\\nlines\"");
    assert_eq!(
        string::literal("\u{0}\u{7f}\u{85}\t\r\"\\"),
        "\"\\x00\\x7f\\x85\\t\\r\\x22\\x5c\""
    );
    assert_eq!(string::literal("'"), "\"'\"");
}

/// The value survives in a whole template: nothing of it becomes part of the language.
#[test]
fn values_in_a_template_stay_values() {
    let nasty = "x\";\n'/system' = 1;\n}\\' \u{0}${y} <<EOT";
    let city = City {
        name: "gva".into(),
        hub_fullname: "eu".into(),
        timezone: Some(nasty.into()),
    };
    let body = render(&city).unwrap().body;
    let start = body.find("TIMEZONE = ").unwrap() + "TIMEZONE = ".len();
    assert_eq!(read(&body[start..]), (nasty.to_owned(), ";\n"));
    assert_eq!(body.lines().count(), 3, "{body}");
}

#[test]
fn numbers() {
    let text = |value: Pan| value.source().map(|source| source.as_str().to_owned());
    assert_eq!(text(Pan::Long(-7)).unwrap(), "-7");
    assert_eq!(text(Pan::Double(0.1)).unwrap(), "0.100000");
    assert_eq!(text(Pan::Double(1e10)).unwrap(), "1.00000e+10");
    assert_eq!(text(Pan::Double(0.00001)).unwrap(), "1.00000e-05");
    assert_eq!(text(Pan::Double(100_000.0)).unwrap(), "100000.0");
    assert_eq!(text(Pan::Double(0.123_456_789)).unwrap(), "0.123456789");
    assert!(matches!(text(Pan::Double(f64::NAN)), Err(PanError::Float(_))));
    assert!(matches!(text(Pan::Long(i64::MIN)), Err(PanError::Long(_))));
}

#[test]
fn keys() {
    let term = |name: &str| key::term(name).unwrap();
    assert_eq!(term("eth0"), "eth0");
    assert_eq!(term("eth1.710"), "eth1.710");
    assert_eq!(term("0:odd"), "{0:odd}");
    assert_eq!(term("a/b"), "{a/b}");
    assert_eq!(term("a+b"), "{a+b}");
    assert_eq!(term(""), "{}");
    assert_eq!(term("a}b"), "a_7db");
    assert_eq!(term("\"\n"), "_22_0a");
    assert_eq!(key::braced("sda").unwrap(), "{sda}");
    assert_eq!(key::path("a/0/b c/01").unwrap(), "a/0/{b c}/{01}");
    assert_eq!(key::dict_key("a+b").unwrap(), "a+b");
    assert_eq!(key::dict_key("1st").unwrap(), "_31st");
    assert_eq!(key::escape("").unwrap(), "_");
    assert!(matches!(key::term("\u{20ac}"), Err(PanError::Key(_))));
}

/// What the compiler makes of a path element: braces mean `escape()`.
fn compiled(term: &str) -> String {
    match term.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        Some(inner) => key::escape(inner).unwrap(),
        None => term.to_owned(),
    }
}

proptest! {
    #[test]
    fn strings_read_back(text in any::<String>()) {
        let literal = string::literal(&text);
        prop_assert_eq!(read(&literal), (text, ""));
    }

    #[test]
    fn troublesome_strings_read_back(text in "[\"'\\\\\n\r\t{}$x;/ \u{0}\u{7f}\u{85}\u{2028}é]{0,12}") {
        let literal = string::literal(&text);
        prop_assert_eq!(read(&literal), (text.clone(), ""));
        // Two literals on one line stay two.
        let two = format!("{}, {}", string::literal(&text), string::literal("z"));
        prop_assert_eq!(read(&two), (text, ", \"z\""));
    }

    #[test]
    fn doubles_read_back(value in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO) {
        let source = Pan::Double(value).source().unwrap();
        prop_assert_eq!(source.as_str().parse::<f64>().unwrap().to_bits(), value.to_bits());
        let (mantissa, _) = source.as_str().split_once('e').unwrap_or((source.as_str(), ""));
        prop_assert!(!mantissa.ends_with('.'), "{}", source.as_str());
    }

    #[test]
    fn path_elements_mean_the_name(name in "[a-z0-9_.+{}\"'\\\\/: \n-]{0,8}") {
        let term = key::term(&name).unwrap();
        let outside = term.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(&term);
        prop_assert!(!outside.contains(['{', '}', '"', '\'', '\\', '\n']), "{}", term);
        let plain = term == name;
        prop_assert_eq!(compiled(&term), if plain { name } else { key::escape(&name).unwrap() });
    }

    #[test]
    fn dict_values_keep_their_place(entries in prop::collection::btree_map("[a-z]{1,4}", any::<String>(), 0..5)) {
        let dict: BTreeMap<String, Pan> = entries.iter().map(|(k, v)| (k.clone(), Pan::from(v))).collect();
        let source = Pan::Dict(dict).source().unwrap();
        prop_assert_eq!(source.as_str().lines().count(), entries.len() + 2);
        for (line, (name, value)) in source.as_str().lines().skip(1).zip(&entries) {
            let (read_name, rest) = read(line.trim_start());
            let (read_value, _) = read(rest.strip_prefix(", ").unwrap());
            prop_assert_eq!((&read_name, &read_value), (name, value));
        }
    }
}
