//! What `make` promises: a preview that tells everything, and a failing compile that leaves no trace.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use aq_test_support::site::Site;

#[test]
fn a_preview_of_make_shows_rows_plenaries_objects_and_the_profile() {
    let site = Site::start();
    let before = site.state();
    let report = site.ok("make --hostname node1.example.org --personality web-server --preview");
    assert!(report.contains("nothing was changed"), "{report}");
    assert!(report.contains("~ host"), "rows: {report}");
    assert!(report.contains("+++ b/cfg/plenary/"), "plenaries: {report}");
    assert!(report.contains("node1.example.org.json"), "profile: {report}");
    assert_eq!(site.state(), before);
    site.ok("make --hostname node1.example.org --personality web-server");
    assert_ne!(site.state(), before);
}

#[test]
fn a_failing_compile_leaves_everything_as_it_was() {
    let site = Site::start();
    let before = site.state();
    // There is no second disk in this machine, which the personality's own rules demand.
    let error = site.fails(4, "make --hostname web1.example.org --personality database");
    assert!(
        error.contains("validation error") || error.contains("evaluation error"),
        "{error}"
    );
    assert!(
        error.contains("aquilon/schema/system.pan:68"),
        "template and line: {error}"
    );
    assert_eq!(site.state(), before);
}
