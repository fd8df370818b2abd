//! `aq show_rack`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    assert_eq!(site.ok("show rack --all"), "");
    site.ok("add rack --building ut --row a --column 3");
    site.ok("add rack --building ut --row 99 --column zz --fullname A4");
    insta::assert_snapshot!(site.ok("show rack --all"), @r"
    Rack: ut2
      Fullname: ut2
      Row: a
      Column: 3
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut]
    Rack: ut3
      Fullname: A4
      Row: 99
      Column: zz
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut]
    ");
    insta::assert_snapshot!(site.ok("show rack --all --format csv"), @r"
    rack,ut2,building,ut,a,3,,ut2,
    rack,ut3,building,ut,99,zz,,A4,
    ");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show rack --rack ut3 --format json")).unwrap();
    assert_eq!(
        (json[0]["row"].as_str(), json[0]["column"].as_str()),
        (Some("99"), Some("zz"))
    );
    refused(
        &site,
        4,
        "show rack --rack ut4",
        "Not Found: Rack ut4 not found.\nDid you mean ut2?",
    );
}
