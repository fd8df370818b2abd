//! Places to begin with, from the organization down to a building.

use aq_test_support::site::Site;

/// A site with organization `org`, hub `hub1` (full name Americas), continent `na`, country `us` with campus `ta`, city
/// `ny` in it and building `ut`.
pub fn tree() -> Site {
    let site = Site::empty();
    for line in [
        "add organization --organization org --fullname 'The Organization'",
        "add hub --hub hub1 --fullname Americas --organization org",
        "add continent --continent na --fullname 'North America' --hub hub1",
        "add country --country us --continent na",
        "add campus --campus ta --country us",
        "add city --city ny --fullname 'New York' --country us --timezone America/New_York",
        "add building --building ut --city ny --address '1 Main Street'",
    ] {
        assert_eq!(site.ok(line), "", "{line}");
    }
    site
}

/// Runs a command that must fail with this error text, and proves that it changed nothing.
pub fn refused(site: &Site, status: i32, line: &str, error: &str) {
    let before = site.state();
    assert_eq!(site.fails(status, line).trim_end(), error, "{line}");
    assert_eq!(site.state(), before, "{line}");
}

/// The stored text of a generated template.
pub fn plenary(site: &Site, name: &str) -> Option<String> {
    let lines = site.query(&format!("select content from plenary where name = '{name}'"));
    (!lines.is_empty()).then(|| lines.join("\n"))
}
