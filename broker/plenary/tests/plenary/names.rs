//! Template names: where they come from, and that none leaves its directory.

use aq_plenary::model::*;
use aq_plenary::name::{NameError, segment_of};
use aq_plenary::{Model, PlenaryError, TemplateName, render};
use proptest::prelude::*;

use crate::fixtures::*;

#[test]
fn hosts_are_sorted_by_their_domain() {
    let name = |fqdn: &str| {
        let part = HostGrn {
            fqdn: fqdn.into(),
            location: building(),
            eon_id: 1,
            environment: "prod".into(),
        };
        render(&part).unwrap().name.into_string()
    };
    assert_eq!(
        name("x.one-nyp.ms.com"),
        "host/ms.com/one-nyp/x.one-nyp.ms.com/eon_id/config"
    );
    assert_eq!(name("x.a.b.ms.com"), "host/ms.com/b/a/x.a.b.ms.com/eon_id/config");
    assert_eq!(
        name("x.example.org"),
        "host/example.org/x.example.org/eon_id/config"
    );
    assert_eq!(name("example.org"), "host/example.org/eon_id/config");
    assert_eq!(name("localhost"), "host/localhost/eon_id/config");
}

#[test]
fn machines_are_sorted_by_their_place() {
    let mut machine = simple_machine();
    assert_eq!(
        render(&machine).unwrap().name.as_str(),
        "machine/europe/b1/b13/b13n1"
    );
    machine.location = building();
    assert_eq!(
        render(&machine).unwrap().name.as_str(),
        "machine/europe/b1/None/b13n1"
    );
    machine.location.chain[1].fullname = "North America".into();
    assert_eq!(
        render(&machine).unwrap().name.as_str(),
        "machine/north_america/b1/None/b13n1"
    );
}

#[test]
fn personalities_may_have_two_segments() {
    let two = Personality {
        name: "web/front".into(),
        stage: Stage::Next,
        ..personality()
    };
    assert_eq!(
        render(&two).unwrap().path(),
        "aquilon/personality/web/front+next/config"
    );
    let there = ParameterisedPersonality {
        personality: "web/front".into(),
        place_kind: PlaceKind::City,
        place: "gva".into(),
        entitlements: Vec::new(),
        resources: Vec::new(),
    };
    assert_eq!(
        render(&there).unwrap().path(),
        "personality/web/front/city/gva/config"
    );
    assert!(
        render(&ParameterisedPersonality {
            place: "a/b".into(),
            ..there
        })
        .is_err()
    );
}

#[test]
fn odd_names_are_refused() {
    for bad in [
        "", "..", ".hidden", "a/b", "/etc", "a b", "a\"b", "a;b", "a\n", "ä", "a:b",
    ] {
        let machine = Machine {
            label: bad.into(),
            ..simple_machine()
        };
        assert!(
            matches!(render(&machine), Err(PlenaryError::Name(_))),
            "machine {bad:?}"
        );
        let data = HostData {
            fqdn: bad.into(),
            ..host_data()
        };
        assert!(
            matches!(render(&data), Err(PlenaryError::Name(_))),
            "host {bad:?}"
        );
        let object = HostObject {
            fqdn: bad.into(),
            ..host_object()
        };
        assert!(
            matches!(render(&object), Err(PlenaryError::Name(_))),
            "object {bad:?}"
        );
        for odd in [
            Personality {
                archetype: bad.into(),
                ..personality()
            },
            Personality {
                name: format!("{bad}/.."),
                ..personality()
            },
        ] {
            assert!(
                matches!(render(&odd), Err(PlenaryError::Name(_))),
                "personality {bad:?}"
            );
        }
        assert!(
            TemplateName::new(format!("x/{bad}/y")).is_err() || bad == "a/b",
            "{bad:?}"
        );
    }
    assert_eq!(TemplateName::new("a//b"), Err(NameError::Empty("a//b".into())));
    assert_eq!(
        TemplateName::new("a/../b"),
        Err(NameError::Hidden("a/../b".into()))
    );
    assert!(TemplateName::new("aquilon/personality/x+next/config").is_ok());
    assert!(TemplateName::join::<&str>([]).is_err());
}

fn check(name: &str) {
    for segment in name.split('/') {
        assert!(!segment.is_empty() && !segment.starts_with('.'), "{name:?}");
        assert!(
            segment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-+.".contains(&b)),
            "{name:?}"
        );
    }
}

fn escapes_nothing<M: Model>(model: &M) {
    if let Ok(plenary) = render(model) {
        check(&plenary.path());
    }
}

proptest! {
    #[test]
    fn no_name_leaves_its_directory(parts in prop::collection::vec("\\PC{0,8}|[a./]{0,6}", 4)) {
        let [a, b, c, d] = <[String; 4]>::try_from(parts).unwrap();
        let mut machine = simple_machine();
        for place in &mut machine.location.chain {
            place.name.clone_from(&a);
            place.fullname.clone_from(&b);
        }
        machine.label = c.clone();
        escapes_nothing(&machine);
        escapes_nothing(&HostData { fqdn: a.clone(), ..host_data() });
        escapes_nothing(&HostObject { fqdn: b.clone(), ..host_object() });
        escapes_nothing(&Personality { archetype: c.clone(), name: d.clone(), ..personality() });
        escapes_nothing(&City { name: a.clone(), hub_fullname: b.clone(), timezone: None });
        let location = machine.location;
        escapes_nothing(&HostGrn { fqdn: a, location, eon_id: 1, environment: d });
        check(&segment_of(&b));
        if let Ok(name) = TemplateName::new(c) {
            check(&name);
        }
    }
}
