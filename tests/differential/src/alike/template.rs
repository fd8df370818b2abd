use std::collections::BTreeMap;

use super::pattern::Writer;

/// Templates that the object templates include.
pub const TOPS: usize = 4;

/// Templates that all objects include: by name what is in front of their statements, how many statements at least and at most,
/// and the section of what they include.
const SMALL: [(&str, &str, usize, usize, &str); 15] = [
    ("ma", "template ma;", 1, 6, ""),
    ("mb", "template mb;", 4, 7, ""),
    ("p/v0", "template v0;", 4, 6, ""),
    ("p/v1", "template v1;", 1, 6, ""),
    ("q/v0", "template v0;", 4, 6, ""),
    ("q/v1", "template v1;", 4, 7, ""),
    (
        "once0",
        "unique template once0;\nfinal variable FA = <long>;",
        2,
        6,
        "",
    ),
    (
        "once1",
        "unique template once1;\n'/f/fin' = <selfd>;",
        4,
        7,
        "deep",
    ),
    ("u0", "template u0;", 5, 8, "deep"),
    ("u1", "template u1;", 4, 8, "deep"),
    (
        "decl0",
        "declaration template decl0;\nfunction fo = if (<lv> == <num>) value('/<nk>/<key>', <num>) else <num>;",
        0,
        0,
        "",
    ),
    (
        "funca",
        "declaration template funca;\nfunction fq = (ARGV[0] + <num>) % 4;\ntype tv = long;",
        0,
        0,
        "",
    ),
    (
        "funcb",
        "declaration template funcb;\nfunction fq = if (ARGV[0] == <num>) <lv> else value('/n/<key>', <num>);\ntype tv = long(..<num>);",
        0,
        0,
        "",
    ),
    ("bound", "template bound;\nbind '/h/<key>' = td;", 0, 2, ""),
    ("decl1", "declaration template decl1;", 0, 0, ""),
];

/// All templates but those of objects.
pub fn all(writer: &mut Writer) -> BTreeMap<String, String> {
    let mut templates = BTreeMap::new();
    for (name, head, low, high, includes) in SMALL {
        let mut text = writer.fill(head);
        text.push('\n');
        statements(writer, &mut text, (low, high), includes);
        if name == "decl1" {
            // What a declaration template may set.
            text.push_str(&writer.fill("variable <lv> = <long>;\nvariable <dv> = <selfd>;\n"));
        }
        templates.insert(name.to_owned(), text);
    }
    for number in 0..TOPS {
        let name = format!("t{number}");
        let mut text = format!("template {name};\n");
        statements(writer, &mut text, (5, 9), "middle");
        templates.insert(name, text);
    }
    for (name, pattern) in [
        ("s0", "'a' = <num>; 'b' = <long>; '<key>' = <long>;"),
        (
            "s1",
            "'c' = <lv>; '<key>' ?= length(<dv>); '<key>' = (<lv> + <num>) % 4;",
        ),
        (
            "s2",
            "'<key>' = { x$ = create('s3'); x$['a'] }; '<key>' = if (exists(X)) X else <num>; '<key>' ?= <long>;",
        ),
        (
            "s3",
            "'a' = { x$ = create('s1'); x$['c'] }; 'b' = { t$ = 0; foreach (k$; v$; <listv>) t$ = t$ + v$; t$ % 4 };",
        ),
    ] {
        let text = writer.fill(pattern);
        templates.insert(name.to_owned(), format!("structure template {name};\n{text}\n"));
    }
    for (name, pattern) in [
        ("p/sv", "'a' = <num>; 'b' = <long>;"),
        ("q/sv", "'a' = <long>; '<key>' = <lv>;"),
        ("hw0", "'a' = <num>; '<key>' = <num>;"),
        ("hw1", "'a' = <num>; 'b' = <lv>;"),
        ("hw2", "'<key>' = <num>; 'c' = value('/n/<key>', <num>);"),
        ("hw3", "include 's<bit>'; '<key>' = <num>; 'a' ?= <long>;"),
        (
            "ns0",
            "'a' = create('hw<num>'); '<key>/<key>' = <long>; '<key>/<key>' ?= <num>;",
        ),
        (
            "ns1",
            "'b' = create(HW, '<key>', <long>); '<key>' = <dict>; '<key:1>/<key>' = <num>; '<key:1>' = { SELF['<key>'] = <long>; SELF };",
        ),
    ] {
        let text = writer.fill(pattern);
        let own = name.rsplit('/').next().unwrap_or(name);
        templates.insert(name.to_owned(), format!("structure template {own};\n{text}\n"));
    }
    templates.insert("first".to_owned(), first(writer));
    templates.insert("last".to_owned(), last(writer));
    templates
}

/// Some statements, and some includes among them.
fn statements(writer: &mut Writer, text: &mut String, (low, high): (usize, usize), includes: &str) {
    for _ in 0..writer.random.between(low, high) {
        if !includes.is_empty() && writer.random.percent(18) {
            text.push_str(&writer.write(includes));
            text.push('\n');
        }
        text.push_str(&writer.write("statement"));
        text.push('\n');
    }
}

/// Functions and types.
fn first(writer: &mut Writer) -> String {
    let mut text = "declaration template first;\n".to_owned();
    // Functions use those above them only.
    for pattern in [
        "function fv = value('/n/' + ARGV[0], <num>);",
        "function fn = { if (value('/s/<key>', '<key>') == '<key>') (ARGV[0] + <lv>) % 4 else value('/n/<key>', <num>) };",
        "function fs = { x$ = list('<key>', '<key>', 'a', '<key>'); x$[ARGV[0] % 4] };",
        "function fe = { foreach (k; v; ARGV[0]) { if (v == <num>) return(value('/n/' + k, <num>)) }; <num> };",
        "function fm = { x = dict('a', <num>); x['a'] = x['a'] + ARGV[0]; if (x['a'] > <num>) return(<lv>); x['a'] };",
        "function fl = { if (ARGV[0] == <num>) return(<num>); if (<lv> == <num>) fn(ARGV[0]) else (ARGV[0] + <num>) % 4 };",
    ] {
        text.push_str(&writer.fill(pattern));
        text.push('\n');
    }
    text.push_str(&writer.fill("type small = long(..<num>);\ntype tn = long with { <check> };\n<type>\n"));
    text
}

/// What makes the tree fit the types, and the types.
fn last(writer: &mut Writer) -> String {
    let mut text = "template last;\n".to_owned();
    for key in ["a", "b", "c"] {
        text.push_str(&writer.fill(&format!("'/m/{key}' ?= list();\n'/g/{key}' ?= dict();\n'/n/{key}' ?= <long>;\n'/d/{key}' ?= <dict>;\n'/h/{key}' ?= <dict>;\n'/l/{key}' ?= <list>;\n'/s/{key}' ?= <str>;\n")));
    }
    for pattern in [
        "'/k/c' = list('/h/' + <str>, '/h/<key>');",
        "type tk = { 'a' ? td* 'b' ? tn* 'c' ? td*[] 'd' ? td* } with { <checkl> };\nbind '/k' = tk; '/k/a' = '/d/' + <str>; '/k/b' = '/n/' + <str>;",
        "bind '/n' = tn{};",
        "bind '/d' = td{};",
        "bind '/h/<key>' = td;",
        "bind '/l/<key>' = long[] with { <checkl> };",
        "bind '/s/<key>' = string with { <bool> || SELF != 'd' };",
        "type tr = { 'a' ? td 'b' : td = dict() 'c' ? td } with { <checkg> }; bind '/g/<key>' = tr;",
        "bind '/g/<key>' = td{};",
        "bind '/m/<key>' = td[] with { <checkl> };",
        "'/y/<key:1>' ?= dict('b', <long>); bind '/y/<key:1>' = tdef;",
        "'/y/<key:1>' = if (<bool>) dict() else dict('<key>', <long>); bind '/y/<key:1>' = { 'a' ? tdl 'b' : tdl 'c' ? tdl };",
        "'/y/<key:1>' = dict(); bind '/y/<key:1>' = tdef with length(SELF) > <num>;",
        "include if (<bool>) 'bound' else null;",
        "final '/f/e' = <num>;",
        "final '/f/fin' = <selfd>;",
    ] {
        if !writer.random.percent(30) {
            text.push_str(&writer.fill(pattern));
            text.push('\n');
        }
    }
    text
}
