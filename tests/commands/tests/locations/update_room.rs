//! `aq update_room`.

use super::_tree::{refused, tree};

#[test]
fn what_is_given_changes_and_empty_removes() {
    let site = tree();
    site.ok("add room --room r1 --building ut --floor 1 --uri x://1");
    assert_eq!(
        site.ok("update room --room r1 --floor 3 --fullname 'Trading floor' --comments new --uri x://2"),
        ""
    );
    insta::assert_snapshot!(site.ok("show room --room r1"), @r"
    Room: r1
      Fullname: Trading floor
      Floor: 3
      Location URI: x://2
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut]
    ");
    site.ok("update room --room r1 --fullname '' --comments '' --uri ''");
    insta::assert_snapshot!(site.ok("show room --room r1"), @r"
    Room: r1
      Fullname: r1
      Floor: 3
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut]
    ");
    refused(
        &site,
        4,
        "update room --room other --floor 1",
        "Not Found: Room other not found.",
    );
}
