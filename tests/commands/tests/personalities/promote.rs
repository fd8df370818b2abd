//! `aq promote`.

use super::_site::{host, owners, refused};

#[test]
fn promotion_moves_stages_and_hosts_on() {
    let site = owners();
    site.ok("add personality --archetype aquilon --personality web --eon_id 1");
    let promote = "promote --archetype aquilon --personality web";
    assert_eq!(site.ok(promote), "");
    host(&site, "web1", "web", None);
    refused(
        &site,
        4,
        promote,
        "Bad Request: There is no next stage to promote.",
    );

    assert_eq!(
        site.ok("update personality --archetype aquilon --personality web --comments new"),
        ""
    );
    assert_eq!(
        site.ok("show personality --all").trim_end(),
        "aquilon/web@current\naquilon/web@next"
    );
    let stage =
        || site.query("select s.name from host h join personality_stage s on s.id = h.personality_stage_id");
    let before = site.query("select personality_stage_id from host");
    assert_eq!(site.ok(promote), "");
    assert_eq!(stage(), ["current"]);
    assert_ne!(site.query("select personality_stage_id from host"), before);
    assert_eq!(
        site.ok("show personality --all").trim_end(),
        "aquilon/web@current\naquilon/web@previous"
    );
    assert_eq!(
        site.query("select name from plenary where object_kind = 'personality_stage' order by 1"),
        [
            "aquilon/personality/web+previous/config",
            "aquilon/personality/web/config"
        ]
    );

    // The next promotion would take the previous stage away from under a host.
    site.ok("update personality --archetype aquilon --personality web --comments newer");
    let _ = site.query(
        "update host set personality_stage_id = (select id from personality_stage where name = 'previous')",
    );
    refused(
        &site,
        4,
        promote,
        "Bad Request: The previous stage of the personality is still in use, promotion is not possible.",
    );
    refused(
        &site,
        4,
        "update personality --archetype aquilon --personality web --unstaged",
        "Bad Request: Personality aquilon/web@previous still has hosts.",
    );
}
