//! `aq search_room`.

use super::_tree::{refused, tree};

#[test]
fn by_building_name_and_uri() {
    let site = tree();
    site.ok("add building --building hq --city ny --address x");
    site.ok("add room --room r1 --building ut --floor 1 --fullname 'Trading floor'");
    site.ok("add room --room r2 --building ut --floor 2 --uri x://2");
    site.ok("add room --room r3 --building hq --floor 2 --fullname 'Trading floor'");
    assert_eq!(site.ok("search room --building ut"), "r1\nr2\n");
    assert_eq!(site.ok("search room --fullname 'trading FLOOR'"), "r1\nr3\n");
    assert_eq!(site.ok("search room --fullname 'trading%' --building hq"), "r3\n");
    assert_eq!(site.ok("search room --uri X://2"), "r2\n");
    assert_eq!(
        site.ok("search room --uri x://2 --fullinfo"),
        site.ok("show room --room r2")
    );
    assert_eq!(
        site.ok("search room --uri x://2 --format json"),
        site.ok("show room --room r2 --format json")
    );
    insta::assert_snapshot!(site.ok("search room --building hq --format csv"), @"room,r3,building,hq,,,,Trading floor,");
    refused(
        &site,
        4,
        "search room --building xy",
        "Not Found: Building xy not found.",
    );
}
