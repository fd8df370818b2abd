//! `aq show_hub`.

use super::_tree::{refused, tree};

#[test]
fn one_or_all_in_every_format() {
    let site = tree();
    insta::assert_snapshot!(site.ok("show hub --all"), @r"
    Hub: hub1
      Fullname: Americas
      Location Parents: [Organization org]
    ");
    insta::assert_snapshot!(site.ok("show hub --hub hub1 --format csv"), @"hub,hub1,organization,org,,,,Americas,");
    insta::assert_snapshot!(site.ok("show hub --hub hub1 --format json"), @r#"
    [
      {
        "type": "hub",
        "name": "hub1",
        "fullname": "Americas",
        "parents": [
          {
            "type": "organization",
            "name": "org"
          }
        ],
        "default_dns_domain": null,
        "uri": null,
        "comments": null
      }
    ]
    "#);
    refused(
        &site,
        4,
        "show hub --hub hub2",
        "Not Found: Hub hub2 not found.\nDid you mean hub1?",
    );
}
