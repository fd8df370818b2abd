//! `aq add_personality`, `show_personality`.

use super::_site::{owners, refused};

#[test]
fn is_staged_unless_told_otherwise() {
    let site = owners();
    let line = "add personality --archetype aquilon --personality UTunused/dev --grn grn:/acme/web --host_environment dev \
                --config_override --comments 'Some words'";
    assert_eq!(site.ok(line), "");
    refused(
        &site,
        4,
        "show personality --personality utunused/dev --archetype aquilon",
        "Not Found: Personality aquilon/utunused/dev does not have stage current.",
    );
    let show = "show personality --personality utunused/dev --archetype aquilon --personality_stage next";
    insta::assert_snapshot!(site.ok(show), @r"
    Host Personality: utunused/dev Archetype: aquilon
      Stage: next
      Environment: dev
      Owned by GRN: grn:/acme/web
      Config override: enabled
      Comments: Some words
    ");
    assert_eq!(
        site.ok(&format!("{show} --format csv")),
        "aquilon,utunused/dev,next\n"
    );
    let json: serde_json::Value = serde_json::from_str(&site.ok(&format!("{show} --format json"))).unwrap();
    assert_eq!(json[0]["owner"]["eon_id"], 1);
    assert_eq!(json[0]["config_override"], true);
    let stored = site
        .query("select name, content from plenary where name like '%utunused%'")
        .join("\n");
    assert!(
        stored.starts_with("aquilon/personality/utunused/dev+next/config|"),
        "{stored}"
    );

    assert_eq!(
        site.ok(
            "add personality --archetype aquilon --personality plain --eon_id 2 --unstaged --cluster_required"
        ),
        ""
    );
    assert_eq!(
        site.ok("show personality --personality plain").trim_end(),
        "Host Personality: plain Archetype: aquilon\n  Environment: dev\n  Owned by GRN: grn:/acme/db\n  Requires clustered hosts"
    );
    assert_eq!(
        site.ok("show personality --all").trim_end(),
        "aquilon/plain\naquilon/utunused/dev@next"
    );
}

#[test]
fn a_copy_takes_over_what_is_not_given() {
    let site = owners();
    site.ok("add personality --archetype aquilon --personality one --eon_id 1 --unstaged --host_environment qa --config_override --comments words");
    let _ = site.query("insert into personality_grn_map select id, 2, 'esp' from personality_stage");
    let copied = site.aq("add personality --archetype aquilon --personality two --copy_from one");
    assert!(copied.status.success());
    let warning = String::from_utf8_lossy(&copied.stderr).into_owned();
    assert!(
        warning.contains("Personality aquilon/one has config_override set."),
        "{warning}"
    );
    assert_eq!(
        site.ok("show personality --personality two").trim_end(),
        "Host Personality: two Archetype: aquilon\n  Environment: qa\n  Owned by GRN: grn:/acme/web\n  \
         Used by GRN: grn:/acme/db [target: esp]\n  Comments: words"
    );
}

#[test]
fn refusals_change_nothing() {
    let site = owners();
    site.ok("add archetype --archetype other");
    for archetype in ["aquilon", "other"] {
        site.ok(&format!(
            "add personality --archetype {archetype} --personality web --eon_id 1 --unstaged"
        ));
    }
    let add = "add personality --archetype aquilon --eon_id 1 --host_environment qa --personality";
    for (line, error) in [
        (
            format!("{add} web"),
            "Bad Request: Personality web, archetype aquilon already exists.",
        ),
        (
            format!("{add} 'this is a bad; name'"),
            "Bad Request: Personality name 'this is a bad; name' is not valid.",
        ),
        (
            format!("{add} test-qa-DEV"),
            "Bad Request: Environment value in personality name 'test-qa-DEV' does not match the host environment 'qa'.",
        ),
        (
            "add personality --archetype aquilon --personality x --eon_id 1 --host_environment badenv".into(),
            "Bad Request: Unknown host environment 'badenv'. The valid values are: dev, infra, legacy, prod, qa, uat.",
        ),
        (
            "add personality --archetype aquilon --personality x --eon_id 1 --host_environment legacy".into(),
            "Bad Request: Legacy is not a valid environment for a new personality.",
        ),
        (
            "add personality --archetype aquilon --personality x --eon_id 3".into(),
            "Bad Request: GRN old/team is not usable for new systems.",
        ),
        (
            "add personality --archetype aquilon --personality x --copy_from nosuch".into(),
            "Not Found: Personality nosuch, archetype aquilon not found.",
        ),
        (
            "show personality --personality web".into(),
            "Bad Request: Personality web is not unique.",
        ),
        (
            "show personality --personality nosuch".into(),
            "Not Found: Personality nosuch not found.",
        ),
        (
            "show personality --personality web --archetype other --personality_stage next".into(),
            "Bad Request: Personality other/web is not staged.",
        ),
        (
            "search personality --personality_stage no-such-stage".into(),
            "Bad Request: 'no-such-stage' is not a valid personality stage.",
        ),
        (
            "search personality --required_service dns".into(),
            "Not Found: Service dns not found.",
        ),
    ] {
        refused(&site, 4, &line, error);
    }
}
