//! `aq update_personality`.

use super::_site::{host, owners, refused};

#[test]
fn staging_is_turned_on_and_off() {
    let site = owners();
    site.ok("add personality --archetype aquilon --personality web --eon_id 1");
    let update = "update personality --archetype aquilon --personality web";
    refused(
        &site,
        4,
        &format!("{update} --unstaged"),
        "Bad Request: Personality aquilon/web does not have stage current, you need to promote it before staging can be turned off.",
    );
    site.ok("promote --archetype aquilon --personality web");
    assert_eq!(site.ok(&format!("{update} --staged --config_override")), "");
    assert_eq!(
        site.query("select name from personality_stage order by 1"),
        ["current", "next"]
    );
    assert_eq!(site.ok(&format!("{update} --unstaged")), "");
    assert_eq!(site.query("select name from personality_stage"), ["current"]);
    assert_eq!(
        site.query("select name from plenary where object_kind = 'personality_stage'"),
        ["aquilon/personality/web/config"]
    );
}

#[test]
fn a_new_owner_inherits_the_hosts_of_the_old_one() {
    let site = owners();
    site.ok("add grn --grn grn:/acme/third --eon_id 4");
    site.ok(
        "add personality --archetype aquilon --personality web --eon_id 1 --unstaged --host_environment prod",
    );
    host(&site, "heir", "web", None);
    host(&site, "same", "web", Some(1));
    host(&site, "other", "web", Some(2));
    let owners = || {
        site.query("select e.label, h.owner_eon_id from host h join hardware_entity e on e.id = h.hardware_entity_id order by 1")
    };
    let update = "update personality --archetype aquilon --personality web";
    assert_eq!(site.ok(&format!("{update} --grn grn:/acme/third")), "");
    assert_eq!(owners(), ["heir|", "other|2", "same|4"]);
    assert_eq!(site.ok(&format!("{update} --eon_id 1 --leave_existing")), "");
    assert_eq!(owners(), ["heir|", "other|2", "same|4"]);
    let template = site
        .query("select content from plenary where name = 'aquilon/personality/web/config'")
        .join("\n");
    assert!(
        template.contains("\"/system/personality/owner_eon_id\" = 1;"),
        "{template}"
    );
    for (options, error) in [
        (
            "--cluster_required",
            "Bad Request: Personality aquilon/web is in use, the cluster requirement cannot be modified.",
        ),
        (
            "--host_environment infra",
            "Bad Request: Personality aquilon/web already has its environment set to prod, and cannot be updated.",
        ),
        (
            "--eon_id 3",
            "Bad Request: GRN old/team is not usable for new systems.",
        ),
    ] {
        refused(&site, 4, &format!("{update} {options}"), error);
    }
}
