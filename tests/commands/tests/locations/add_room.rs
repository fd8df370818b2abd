//! `aq add_room`.

use super::_tree::{refused, tree};

#[test]
fn is_in_a_building() {
    let site = tree();
    assert_eq!(
        site.ok("add room --room UTroom1 --building ut --floor '2 and a half' --fullname 'UT pod1' --uri x://1 --comments new"),
        ""
    );
    insta::assert_snapshot!(site.ok("show room --room utroom1"), @r"
    Room: utroom1
      Fullname: UT pod1
      Floor: 2 and a half
      Location URI: x://1
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut]
    ");
    refused(
        &site,
        4,
        "add room --room utroom1 --building ut --floor 1",
        "Bad Request: Room utroom1 already exists.",
    );
    refused(
        &site,
        4,
        "add room --room other --building tu --floor 1",
        "Not Found: Building tu not found.\nDid you mean ut?",
    );
}
