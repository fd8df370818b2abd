//! `aq add_archetype`, `show_archetype`, `del_archetype`, and what all of them refuse.

use aq_test_support::site::Site;

use super::_site::{host, owners, refused};

#[test]
fn is_added_shown_changed_and_deleted() {
    let site = Site::empty();
    assert_eq!(
        site.ok("add archetype --archetype Web --compilable --comments 'Some words'"),
        ""
    );
    assert_eq!(
        site.ok("add archetype --archetype ha --cluster_type compute --description 'High availability'"),
        ""
    );
    insta::assert_snapshot!(site.ok("show archetype --all"), @r"
    Cluster Archetype: ha
    Host Archetype: web [compilable]
      Comments: Some words
    ");
    assert_eq!(
        site.ok("show archetype --archetype ha --format csv"),
        "ha,false,compute,High availability,\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show archetype --archetype web --format json")).unwrap();
    assert_eq!(json[0]["compilable"], true);
    assert_eq!(json[0]["description"], "Web");

    assert_eq!(
        site.ok("update archetype --archetype web --nocompilable --comments '' --cluster_type meta"),
        ""
    );
    assert_eq!(
        site.ok("show archetype --archetype web").trim_end(),
        "Cluster Archetype: web"
    );
    assert_eq!(site.ok("update archetype --archetype web --cluster_type ''"), "");
    assert_eq!(
        site.ok("show archetype --archetype web").trim_end(),
        "Host Archetype: web"
    );

    assert_eq!(site.ok("del archetype --archetype web"), "");
    refused(
        &site,
        4,
        "show archetype --archetype web",
        "Not Found: Archetype web not found.",
    );
}

#[test]
fn refusals_change_nothing() {
    let site = owners();
    for (line, error) in [
        (
            "add archetype --archetype hardware",
            "Bad Request: Archetype name hardware is reserved.",
        ),
        (
            "add archetype --archetype aquilon",
            "Bad Request: Archetype aquilon already exists.",
        ),
        (
            "add archetype --archetype oops@!",
            "Bad Request: 'oops@!' is not a valid value for --archetype.",
        ),
        (
            "add archetype --archetype x --cluster_type bad-type",
            "Bad Request: Unknown cluster type 'bad-type'. The valid values are: compute, esx, meta, storage.",
        ),
        (
            "update archetype --archetype aquilom --comments x",
            "Not Found: Archetype aquilom not found.",
        ),
        (
            "del archetype --archetype aquilon",
            "Bad Request: Archetype aquilon is still in use by operating system linux, version 1.0 and cannot be deleted.",
        ),
    ] {
        refused(&site, 4, line, error);
    }
    site.ok(
        "add personality --personality web --archetype aquilon --eon_id 1 --unstaged --host_environment dev",
    );
    refused(
        &site,
        4,
        "del archetype --archetype aquilon",
        "Bad Request: Archetype aquilon is still in use by personality aquilon/web and cannot be deleted.",
    );
    host(&site, "web1", "web", None);
    refused(
        &site,
        4,
        "update archetype --archetype aquilon --cluster_type compute",
        "Bad Request: Archetype aquilon is currently in use, the cluster type cannot be changed.",
    );
}
