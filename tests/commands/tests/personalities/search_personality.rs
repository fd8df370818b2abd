//! `aq search_personality`.

use super::_site::{host, owners};

#[test]
fn is_found_by_what_is_known_of_it() {
    let site = owners();
    site.ok(
        "add personality --archetype aquilon --personality web --eon_id 1 --unstaged --host_environment prod",
    );
    site.ok("add personality --archetype aquilon --personality db --eon_id 2 --host_environment qa --config_override");
    let _ = site.query(
        "insert into personality_grn_map select s.id, 1, 'esp' from personality_stage s join personality p on p.id = s.personality_id where p.name = 'db'",
    );
    host(&site, "web1", "web", None);
    for (criteria, found) in [
        ("--host_environment prod", "aquilon/web"),
        ("--grn grn:/acme/web", "aquilon/db@next\naquilon/web"),
        ("--eon_id 2", "aquilon/db@next"),
        ("--config_override", "aquilon/db@next"),
        ("--personality_stage current", "aquilon/web"),
        ("--used", "aquilon/web"),
        ("--unused --archetype aquilon", "aquilon/db@next"),
        ("--personality nosuch", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search personality {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    let full = site.ok("search personality --eon_id 2 --fullinfo");
    assert!(
        full.contains("  Used by GRN: grn:/acme/web [target: esp]"),
        "{full}"
    );
}
