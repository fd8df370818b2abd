//! `aq del_city`.

use super::_tree::{plenary, refused, tree};

#[test]
fn takes_its_template_with_it() {
    let site = tree();
    refused(
        &site,
        4,
        "del city --city ny",
        "Bad Request: Could not delete city ny, other locations were found in it (e.g. building ut).",
    );
    site.ok("add network --network ny-net --ip 10.9.0.0 --prefixlen 24 --city ny");
    refused(
        &site,
        4,
        "del city --city ny",
        "Bad Request: Could not delete city ny, networks were found using this location.",
    );
    site.ok("del network --ip 10.9.0.0");
    site.ok("del building --building ut");
    assert!(plenary(&site, "site/americas/ny/config").is_some());
    assert_eq!(site.ok("del city --city ny"), "");
    assert!(plenary(&site, "site/americas/ny/config").is_none());
    assert!(
        !site
            .broker
            .export_dir()
            .join("cfg/plenary/site/americas/ny")
            .exists()
    );
    refused(&site, 4, "del city --city ny", "Not Found: City ny not found.");
}

#[test]
fn one_without_country_only_when_meant() {
    let site = tree();
    site.ok("del building --building ut");
    site.ok("del country --country us --force_non_empty");
    refused(
        &site,
        4,
        "del city --city ny",
        "Bad Request: City \"ny\" is not associated with any country.  Please use --force_if_orphaned if you want to \
         delete it.",
    );
    assert_eq!(site.ok("del city --city ny --force_if_orphaned"), "");
    refused(
        &site,
        4,
        "del city --city ny --force_if_orphaned",
        "Not Found: City ny not found.",
    );
}
