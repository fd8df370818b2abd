//! `aq search_rack`.

use super::_tree::{refused, tree};

#[test]
fn by_place_position_label_and_uri() {
    let site = tree();
    site.ok("add building --building hq --city ny --address x");
    site.ok("add room --room r1 --building ut --floor 1");
    site.ok("add rack --room r1 --row a --column 3 --fullname 'Old core'");
    site.ok("add rack --building ut --row b --column 3 --uri x://3");
    site.ok("add rack --building hq --row a --column 4");
    assert_eq!(site.ok("search rack --all"), "hq2\nut2\nut3\n");
    assert_eq!(site.ok("search rack --rack ut2"), "ut2\n");
    assert_eq!(site.ok("search rack --rack ut9"), "");
    for within in [
        "organization org",
        "hub hub1",
        "continent na",
        "country us",
        "city ny",
    ] {
        assert_eq!(
            site.ok(&format!("search rack --{within}")),
            "hq2\nut2\nut3\n",
            "{within}"
        );
    }
    assert_eq!(site.ok("search rack --campus ta"), "");
    assert_eq!(site.ok("search rack --building ut --column 3"), "ut2\nut3\n");
    assert_eq!(site.ok("search rack --room r1"), "ut2\n");
    assert_eq!(site.ok("search rack --row A"), "hq2\nut2\n");
    assert_eq!(site.ok("search rack --fullname 'old core'"), "ut2\n");
    assert_eq!(site.ok("search rack --uri x://3"), "ut3\n");
    assert_eq!(
        site.ok("search rack --uri x://3 --fullinfo"),
        site.ok("show rack --rack ut3")
    );
    insta::assert_snapshot!(site.ok("search rack --row b --format csv"), @"rack,ut3,building,ut,b,3,,ut3,");
    assert_eq!(
        site.ok("search rack --row b --format json"),
        site.ok("show rack --rack ut3 --format json")
    );
    refused(
        &site,
        4,
        "search rack --building xy",
        "Not Found: Building xy not found.",
    );
    refused(
        &site,
        4,
        "search rack --bunker b.ut",
        "Not Found: Bunker b.ut not found.",
    );
    refused(&site, 4, "search rack --desk d1", "Not Found: Desk d1 not found.");
}
