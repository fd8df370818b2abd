//! Personalities, and what they, archetypes and GRNs add at a place.

use aq_plenary::model::*;
use aq_plenary::pan::Pan;
use aq_plenary::render;
use insta::assert_snapshot;

use crate::fixtures::*;
use crate::text;

#[test]
fn plain() {
    assert_snapshot!(text(&personality()));
}

#[test]
fn next_stage() {
    let personality = Personality {
        stage: Stage::Next,
        environment: "legacy".into(),
        ..personality()
    };
    assert_snapshot!(text(&personality));
    let plenary = render(&personality).unwrap();
    assert_eq!(plenary.name.as_str(), "personality/web-server+next/config");
    assert_eq!(plenary.path(), "aquilon/personality/web-server+next/config");
}

#[test]
fn unstaged() {
    assert_snapshot!(text(&Personality {
        staged: false,
        environment: "dev".into(),
        ..personality()
    }));
}

#[test]
fn everything() {
    let parameter = |name: &str, path: &str, value| FeatureParameter {
        feature: feature(FeatureKind::Host, name),
        path: path.into(),
        value,
    };
    let nested = Pan::dict([
        ("list", Pan::list([1_i64, 2])),
        ("empty", Pan::List(Vec::new())),
        (
            "dict",
            Pan::dict([("x", Pan::Double(0.5)), ("none", Pan::dict::<&str>([]))]),
        ),
    ]);
    let personality = Personality {
        grns: vec![grn("hlmplus", 9), grn("esp", 12), grn("esp", 3), grn("esp", 12)],
        root_users: vec!["zoe".into(), "ada".into()],
        root_netgroups: vec!["netgroup2".into(), "netgroup1".into()],
        parameters: vec![
            parameter("web", "port", Pan::Long(8080)),
            parameter("db", "limits/0/nproc", Pan::Bool(true)),
            parameter("web", "options", nested),
        ],
        pre_features: vec![
            feature(FeatureKind::Host, "web"),
            feature(FeatureKind::Host, "db"),
        ],
        post_features: vec![feature(FeatureKind::Host, "late/one")],
        config_override: true,
        ..personality()
    };
    assert_snapshot!(text(&personality));
}

#[test]
fn at_places() {
    let personality = ParameterisedPersonality {
        personality: "web-server".into(),
        place_kind: PlaceKind::Building,
        place: "b1".into(),
        entitlements: entitlements(),
        resources: vec![
            resource("personality/web-server/building/b1", "hostlink", "b"),
            resource("personality/web-server/building/b1", "hostlink", "a"),
            resource("personality/web-server/building/b1", "filesystem", "z"),
        ],
    };
    assert_snapshot!("personality_at_a_building", text(&personality));
    let archetype = ParameterisedArchetype {
        archetype: "aquilon".into(),
        environment: "prod".into(),
        place_kind: PlaceKind::City,
        place: "gva".into(),
        entitlements: entitlements(),
        resources: Vec::new(),
    };
    assert_snapshot!("archetype_at_a_city", text(&archetype));
    let grn = ParameterisedGrn {
        eon_id: 42,
        environment: "dev".into(),
        place_kind: PlaceKind::Organization,
        place: "acme".into(),
        entitlements: Vec::new(),
        resources: vec![resource("eon_id/42/dev/organization/acme", "hostlink", "a")],
    };
    assert_snapshot!("grn_at_an_organization", text(&grn));
    assert_snapshot!(
        "grn_with_nothing",
        text(&ParameterisedGrn {
            resources: Vec::new(),
            ..grn
        })
    );
}
