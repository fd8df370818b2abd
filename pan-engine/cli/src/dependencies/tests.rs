use super::*;
use pan_eval::{ContentHash, FileRead, SourceKind, TemplateRead};
use pan_output::DependencyKind;

fn template(name: &str, used: bool) -> (Arc<str>, TemplateRead) {
    let read = TemplateRead {
        name: Arc::from(name),
        location: Arc::from(format!("/t/{name}.pan")),
        hash: ContentHash::of(b""),
        kind: SourceKind::Pan,
        used,
    };
    (Arc::from(name), read)
}

#[test]
fn lists_that_are_alike_are_kept_as_differences() {
    let mut state = State::default();
    for number in 0..202 {
        state.known.insert(Dependency {
            name: format!("t{number:03}").into(),
            kind: DependencyKind::Pan,
            root: "".into(),
        });
    }
    let first: Vec<u32> = (0..100).collect();
    let mut second = first.clone();
    second[3] = 200;
    second[99] = 201;
    let other: Vec<u32> = (50..160).collect();
    for (numbers, differences) in [(first, 0), (second, 2), (other, 0)] {
        let lines = state.lines(numbers.clone());
        assert_eq!(
            lines.all().collect::<BTreeSet<_>>(),
            numbers.iter().copied().collect()
        );
        assert_eq!(lines.but.len(), differences);
        let own: Vec<&Dependency> = numbers.iter().filter_map(|at| line(&state.known, *at)).collect();
        let text = Text::new(&lines.like, &state.known);
        assert_eq!(text.but_for(&lines.but, &state.known), dependency_text(&own));
    }
}

#[test]
fn other_objects_are_included() {
    let dependencies = Dependencies::default();
    let file = FileRead {
        name: "f.txt".into(),
        location: "/t/f.txt".into(),
        hash: ContentHash::of(b""),
    };
    let a = Reads {
        templates: [
            template("a", true),
            template("common", true),
            template("asked", false),
        ]
        .into_iter()
        .collect(),
        absent_templates: [Arc::<str>::from("x")].into_iter().collect(),
        files: [(Arc::from("f.txt"), file)].into_iter().collect(),
        absent_files: [Arc::<str>::from("g.txt")].into_iter().collect(),
        objects: ["b".into()].into(),
        ..Reads::default()
    };
    let b = Reads {
        templates: [template("b", true), template("common", true)]
            .into_iter()
            .collect(),
        objects: ["a".into(), "c".into()].into(),
        ..Reads::default()
    };
    let c = Reads {
        templates: [template("c", true), template("common", true)]
            .into_iter()
            .collect(),
        ..Reads::default()
    };
    let other = dependencies.insert("c", &c);
    assert_eq!(other.as_deref(), Some("c PAN file:/t/\ncommon PAN file:/t/\n"));
    assert_eq!(dependencies.insert("a", &a), None);
    assert_eq!(dependencies.insert("b", &b), None);
    let text = "a PAN file:/t/\nb PAN file:/t/\nc PAN file:/t/\ncommon PAN file:/t/\nf.txt TEXT file:/t/\ng.txt ABSENT_TEXT \n\
                x ABSENT_SOURCE \n";
    assert_eq!(dependencies.text("a"), text);
    assert_eq!(dependencies.text("b"), text);
}
#[test]
fn objects_that_are_alike_take_little_and_are_found_again() {
    let dependencies = Dependencies::default();
    let reads = |number: u32, objects: &[&str]| {
        let own = [format!("profiles/n{number}"), format!("machine/m{number}")];
        let kind = ["even", "odd"][usize::from(number.is_multiple_of(2))];
        let common = (0..40).map(|at| format!("{kind}/t{at}"));
        let templates = common.chain(own).map(|name| template(&name, true));
        Reads {
            templates: templates.collect(),
            absent_templates: [Arc::<str>::from(format!("absent{number}"))]
                .into_iter()
                .collect(),
            objects: objects.iter().map(|name| Arc::from(*name)).collect(),
            ..Reads::default()
        }
    };
    let mut texts = Vec::new();
    for number in 0..300 {
        texts.push(
            dependencies
                .insert(&format!("n{number}"), &reads(number, &[]))
                .unwrap(),
        );
    }
    assert!(texts.iter().all(|text| text.lines().count() == 43));
    let known = dependencies.state.lock().unwrap().known.len();
    assert!(known < 100, "{known}");
    assert_eq!(dependencies.insert("x", &reads(1000, &["n7", "n8"])), None);
    let all = dependencies.text("x");
    let mut expected: BTreeSet<&str> = texts[7].lines().chain(texts[8].lines()).collect();
    let own: BTreeSet<&str> = all.lines().filter(|line| line.contains("1000")).collect();
    assert_eq!(own.len(), 3);
    expected.extend(own);
    assert_eq!(all.lines().collect::<BTreeSet<_>>(), expected);
}
