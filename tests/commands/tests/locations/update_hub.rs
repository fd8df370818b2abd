//! `aq update_hub`: its full name is part of the names of templates.

use aq_test_support::site::Site;

use super::_tree::{plenary, refused, tree};

#[test]
fn a_new_full_name_renames_the_templates_of_cities() {
    let site = tree();
    site.ok("update hub --hub hub1 --comments 'no other name'");
    assert!(plenary(&site, "site/americas/ny/config").is_some());

    let preview = site.ok("update hub --hub hub1 --fullname America --preview");
    assert!(preview.contains("~ location"), "{preview}");
    assert!(preview.contains("site/america/ny/config"), "{preview}");
    assert!(plenary(&site, "site/america/ny/config").is_none());

    assert_eq!(site.ok("update hub --hub hub1 --fullname America"), "");
    assert!(plenary(&site, "site/americas/ny/config").is_none());
    assert!(plenary(&site, "site/america/ny/config").is_some());
    let files = site.broker.export_dir();
    assert!(files.join("cfg/plenary/site/america").exists(), "{files:?}");
    refused(
        &site,
        4,
        "update hub --hub hub2 --comments x",
        "Not Found: Hub hub2 not found.\nDid you mean hub1?",
    );
    // A full name is free text: what no template name may hold does not come into it.
    site.ok("update hub --hub hub1 --fullname '../North America'");
    assert!(plenary(&site, "site/_.._north_america/ny/config").is_some());
    assert!(files.join("cfg/plenary/site/_.._north_america").exists());
    assert!(!files.join("cfg/plenary/site/america").exists());
    let show = site.ok("show hub --hub hub1");
    assert!(show.contains("Fullname: ../North America\n"), "{show}");
}

#[test]
fn machines_and_hosts_follow() {
    let site = Site::start();
    site.ok("update hub --hub emea --fullname Overseas");
    assert!(plenary(&site, "machine/emea/north/north1/north1n1").is_none());
    assert!(plenary(&site, "machine/overseas/north/north1/north1n1").is_some());
    let host = plenary(&site, "hostdata/db1.example.org").unwrap();
    assert!(host.contains("machine/overseas/north/north1/north1n1"), "{host}");
}
