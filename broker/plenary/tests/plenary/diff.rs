//! Differences between two sets.

use aq_plenary::diff::{Change, ChangeKind, PlenaryKey, PlenarySet, compare};
use aq_plenary::model::*;
use aq_plenary::{Plenary, render};
use insta::assert_snapshot;

use crate::fixtures::*;

fn set(plenaries: &[Plenary]) -> PlenarySet {
    plenaries
        .iter()
        .map(|plenary| (PlenaryKey::from(plenary), plenary.body.clone()))
        .collect()
}

#[test]
fn changes_are_shown_as_unified_diffs() {
    let machine = simple_machine();
    let old = set(&[
        render(&machine).unwrap(),
        render(&host_object()).unwrap(),
        render(&host_data()).unwrap(),
    ]);
    let grown = Machine {
        memory: 16384,
        ..machine
    };
    let next = Personality {
        stage: Stage::Next,
        ..personality()
    };
    let new = set(&[
        render(&grown).unwrap(),
        render(&next).unwrap(),
        render(&host_data()).unwrap(),
    ]);
    let changes = compare(&old, &new);
    let kinds: Vec<(ChangeKind, &str)> = changes.iter().map(|c| (c.kind, c.key.path.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (ChangeKind::Added, "aquilon/personality/web-server+next/config"),
            (ChangeKind::Changed, "machine/europe/b1/b13/b13n1"),
            (ChangeKind::Removed, "web1.gva.example.org"),
        ]
    );
    let text: String = changes
        .iter()
        .map(|change: &Change| change.unified.as_str())
        .collect();
    assert_snapshot!(text);
}

#[test]
fn equal_sets_have_no_differences() {
    let one = set(&[render(&simple_machine()).unwrap()]);
    assert_eq!(compare(&one, &one), []);
    let plenary = render(&simple_machine()).unwrap();
    assert_eq!(
        plenary.content_hash(),
        render(&simple_machine()).unwrap().content_hash()
    );
    let other = render(&full_machine()).unwrap();
    assert_ne!(plenary.content_hash(), other.content_hash());
}
