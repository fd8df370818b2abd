//! `aq show_room`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    site.ok("add room --room utroom1 --building ut --floor 1");
    insta::assert_snapshot!(site.ok("show room --all"), @r"
    Room: utroom1
      Fullname: utroom1
      Floor: 1
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut]
    ");
    insta::assert_snapshot!(site.ok("show room --room utroom1 --format csv"), @"room,utroom1,building,ut,,,,utroom1,");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show room --room utroom1 --format json")).unwrap();
    assert_eq!(json[0]["floor"], "1");
    refused(
        &site,
        4,
        "show room --room utroom2",
        "Not Found: Room utroom2 not found.\nDid you mean utroom1?",
    );
}
