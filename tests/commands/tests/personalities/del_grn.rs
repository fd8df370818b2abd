//! `aq del_grn`.

use super::_site::{host, owners, refused};

#[test]
fn only_what_owns_nothing_is_deleted() {
    let site = owners();
    site.ok(
        "add personality --personality web --archetype aquilon --eon_id 1 --unstaged --host_environment dev",
    );
    host(&site, "n1", "web", Some(2));
    for (line, error) in [
        (
            "del grn --eon_id 1",
            "Bad Request: GRN grn:/acme/web is still used by personalities, and cannot be deleted.",
        ),
        (
            "del grn --grn grn:/acme/db",
            "Bad Request: GRN grn:/acme/db is still used by hosts, and cannot be deleted.",
        ),
        (
            "del grn --grn grn:/nosuch",
            "Not Found: GRN grn:/nosuch not found.",
        ),
        ("del grn --eon_id 9", "Not Found: EON ID 9 not found."),
    ] {
        refused(&site, 4, line, error);
    }
    // One that uses a personality without owning it is in use as well.
    site.execute("insert into personality_grn_map select id, 3, 'esp' from personality_stage");
    refused(
        &site,
        4,
        "del grn --eon_id 3",
        "Bad Request: GRN old/team is still used by personalities, and cannot be deleted.",
    );
    site.execute("delete from personality_grn_map");
    assert_eq!(site.ok("del grn --grn old/team"), "");
    site.execute("update host set owner_eon_id = null");
    assert_eq!(site.ok("del grn --eon_id 2"), "");
    assert_eq!(site.query("select eon_id from grn"), ["1"]);
    refused(&site, 4, "del grn --eon_id 2", "Not Found: EON ID 2 not found.");
    for line in ["del grn", "del grn --eon_id 1 --grn grn:/acme/web"] {
        assert_eq!(site.aq(line).status.code(), Some(1), "{line}");
    }
}
