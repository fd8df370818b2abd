use std::collections::BTreeMap;

use super::pattern::Writer;
use super::template::TOPS;

/// Variables and elements that every object has from the start.
const START: [&str; 29] = [
    "variable A = <num>;",
    "variable B = <num>;",
    "variable C = <num>;",
    "variable S = '<key>';",
    "variable T = '<key>';",
    "variable F = <num> == 1;",
    "variable G = <num> == 2;",
    "variable D = dict('<key>', <num>);",
    "variable E = { x$ = dict('<key>', <num>); x$['<key>'] = <num>; x$ };",
    "variable Q = { SELF['<key:3>'] = dict('<key:2>', <num:1>); SELF }; | dict('<key:3>', dict('<key:2>', <num:1>));",
    "variable L = list(<num>, <num>);",
    "variable M = { append(<num>); SELF };",
    "variable HW = 'hw<num>';",
    "variable FB = <num>;",
    "type to = long(..<num>);",
    "type tdl = long = <num>;",
    "type tdef = { 'a' : long = <num> 'b' ? long 'c' : long(..5) = <num> };",
    "'/k/d' = '/d/<key>';",
    "'/n/<key>' = <num>;",
    "'/n/<key>' = <num>;",
    "'/m/<key>' = list(dict('a', <num>), dict('<bc>', <num>));",
    "'/m/<key>' = list(dict('a', <num:1>)); | { x$ = list(); x$[0] = dict('a', <num:1>); x$ };",
    "'/g/<key>' = dict('<key:2>', dict('<key:3>', <num:1>)); | { SELF['<key:2>'] = dict('<key:3>', <num:1>); SELF };",
    "'/g/<key>/<key>/<key>' = <num>;",
    "'/s/<key>' = '<key>';",
    "'/d/<key>' = dict('a', <num>, '<bc>', <num>);",
    "'/h' = dict('<key:2>', dict('<key:3>', <num:1>)); | { SELF['<key:2>'] = dict('<key:3>', <num:1>); SELF };",
    "'/h/<key>/<key>' = <num>;",
    "'/h/<key>/<key>' = <num>;",
];

/// A place in the object templates: what most of them have there, and what some have instead.
struct Slot {
    usual: String,
    others: Vec<String>,
    /// So many of a hundred objects have something else.
    other: usize,
}

impl Slot {
    fn write(&self, writer: &mut Writer) -> String {
        let other = if writer.random.percent(self.other) {
            writer.random.pick_any(&self.others)
        } else {
            None
        };
        other.unwrap_or(&self.usual).clone()
    }
}

/// The object templates.
pub fn all(writer: &mut Writer) -> BTreeMap<String, String> {
    let slots = slots(writer);
    let mut objects = BTreeMap::new();
    for number in 0..writer.random.between(5, 8) {
        let name = format!("o{number}");
        let mut text = format!("object template {name};\nvariable LOADPATH = list('p', 'q');\n");
        for slot in &slots {
            text.push_str(&slot.write(writer));
            text.push('\n');
        }
        objects.insert(name, text);
    }
    objects
}

fn slots(writer: &mut Writer) -> Vec<Slot> {
    let mut slots = Vec::new();
    // In some programs the objects differ in hardly anything.
    let other = *writer.random.pick(&[10, 25, 40, 60]);
    for pattern in START {
        slots.push(alternatives(writer, pattern, other));
    }
    slots.push(Slot {
        usual: "include 'funca';".to_owned(),
        others: vec!["include 'funcb';".to_owned()],
        other: other / 2,
    });
    slots.push(fixed("include 'decl0';"));
    slots.push(fixed("include 'first';"));
    for text in [
        "final variable FB = FB;",
        "final '/f/own' = <num>;",
        "bind '/h/<key>' = td;",
        "bind '/n/<key>' = tv;",
    ] {
        let text = writer.fill(text);
        // Where other paths are final nothing is shared.
        let other = if text.contains('/') && writer.random.percent(60) {
            0
        } else {
            other / 4
        };
        slots.push(Slot {
            usual: String::new(),
            others: vec![text],
            other,
        });
    }
    for number in 0..TOPS {
        for _ in 0..writer.random.below(4) {
            let pattern = writer.pick("own");
            slots.push(alternatives(writer, pattern, other));
        }
        let include = format!("include 't{number}';");
        slots.push(Slot {
            others: vec![String::new(), format!("{include} {include}")],
            usual: include,
            other: 4,
        });
    }
    for _ in 0..writer.random.below(3) {
        let pattern = writer.pick("own");
        slots.push(alternatives(writer, pattern, other));
    }
    slots.push(fixed("include 'last';"));
    if writer.random.percent(6) {
        let error = writer.fill("'/x/fails' = if (<bool> && <bool>) error('no') else <num>;");
        slots.push(fixed(&error));
    }
    slots
}

fn fixed(text: &str) -> Slot {
    Slot {
        usual: text.to_owned(),
        others: Vec::new(),
        other: 0,
    }
}

/// The same target with other values, and sometimes nothing.
fn alternatives(writer: &mut Writer, pattern: &str, other: usize) -> Slot {
    // The target is the same for all.
    let (target, value) = pattern.split_once(" = ").unwrap_or((pattern, ""));
    let (mut target, mut value) = (target.to_owned(), value.to_owned());
    if target.contains("<key:1>") {
        let key = writer.write("key");
        target = target.replace("<key:1>", &key);
        value = value.replace("<key:1>", &key);
    }
    let target = writer.fill(&target);
    let mut others = Vec::new();
    for _ in 0..3 {
        let values = writer.fill(&value);
        others.extend(values.split(" | ").map(|value| format!("{target} = {value}")));
    }
    let usual = others.remove(0);
    if target.starts_with('\'') {
        others.push(String::new());
    }
    Slot { usual, others, other }
}
