//! `aq show_personality`.

use super::_site::{owners, refused};

#[test]
fn one_stage_is_shown_and_all_are_named() {
    let site = owners();
    for line in [
        "add personality --archetype aquilon --personality web --eon_id 1 --host_environment prod --comments 'Some words'",
        "promote --archetype aquilon --personality web",
        "update personality --archetype aquilon --personality web --config_override",
        "add archetype --archetype ha --cluster_type compute",
        "add personality --archetype ha --personality pair --eon_id 2 --unstaged --host_environment qa",
    ] {
        site.ok(line);
    }
    site.execute("insert into personality_grn_map select s.id, 2, 'esp' from personality_stage s where s.name = 'next'");
    insta::assert_snapshot!(site.ok("show personality --personality web --archetype aquilon"), @r"
    Host Personality: web Archetype: aquilon
      Stage: current
      Environment: prod
      Owned by GRN: grn:/acme/web
      Config override: enabled
      Comments: Some words
    ");
    insta::assert_snapshot!(site.ok("show personality --personality web --personality_stage next"), @r"
    Host Personality: web Archetype: aquilon
      Stage: next
      Environment: prod
      Owned by GRN: grn:/acme/web
      Used by GRN: grn:/acme/db [target: esp]
      Config override: enabled
      Comments: Some words
    ");
    insta::assert_snapshot!(site.ok("show personality --personality pair"), @r"
    Cluster Personality: pair Archetype: ha
      Environment: qa
      Owned by GRN: grn:/acme/db
    ");
    assert_eq!(
        site.ok("show personality --all"),
        "aquilon/web@current\naquilon/web@next\nha/pair\n"
    );
    insta::assert_snapshot!(site.ok("show personality --all --format csv"), @r"
    aquilon,web,current
    aquilon,web,next
    ha,pair,current
    ");
    insta::assert_snapshot!(site.ok("show personality --personality web --personality_stage next --format json"), @r#"
    [
      {
        "archetype": "aquilon",
        "name": "web",
        "staged": true,
        "stage": "next",
        "cluster": false,
        "host_environment": "prod",
        "owner": {
          "eon_id": 1,
          "grn": "grn:/acme/web"
        },
        "grns": [
          {
            "target": "esp",
            "eon_id": 2,
            "grn": "grn:/acme/db"
          }
        ],
        "config_override": true,
        "cluster_required": false,
        "comments": "Some words"
      }
    ]
    "#);
    for (line, error) in [
        (
            "show personality --personality web --archetype ha",
            "Not Found: Personality web, archetype ha not found.",
        ),
        (
            "show personality --personality web --archetype nosuch",
            "Not Found: Archetype nosuch not found.",
        ),
        (
            "show personality --personality web --personality_stage previous",
            "Not Found: Personality aquilon/web does not have stage previous.",
        ),
        (
            "show personality --personality web --personality_stage best",
            "Bad Request: 'best' is not a valid personality stage.",
        ),
    ] {
        refused(&site, 4, line, error);
    }
    assert_eq!(site.aq("show personality").status.code(), Some(1));
}
