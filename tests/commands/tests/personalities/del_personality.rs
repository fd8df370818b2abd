//! `aq del_personality`.

use super::_site::{host, owners, refused};

#[test]
fn only_what_no_host_has_is_deleted() {
    let site = owners();
    site.ok("add personality --archetype aquilon --personality web --eon_id 1");
    site.ok("promote --archetype aquilon --personality web");
    site.ok("update personality --archetype aquilon --personality web --comments x");
    let delete = "del personality --archetype aquilon --personality web";
    refused(
        &site,
        4,
        &format!("{delete} --personality_stage previous"),
        "Not Found: Personality aquilon/web does not have stage previous.",
    );
    refused(
        &site,
        5,
        &format!("{delete} --personality_stage current"),
        "Not Implemented: Only the 'next' stage can be deleted.",
    );
    assert_eq!(site.ok(&format!("{delete} --personality_stage next")), "");
    host(&site, "web1", "web", None);
    refused(
        &site,
        4,
        delete,
        "Bad Request: Personality aquilon/web is still in use and cannot be deleted.",
    );
    let _ = site.query("delete from host");
    assert_eq!(site.ok(delete), "");
    assert!(
        site.query("select name from plenary where object_kind = 'personality_stage'")
            .is_empty()
    );
    refused(
        &site,
        4,
        delete,
        "Not Found: Personality web, archetype aquilon not found.",
    );
}
