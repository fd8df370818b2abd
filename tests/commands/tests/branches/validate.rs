//! `aq validate`.

use aq_test_support::site::Site;

#[test]
fn a_branch_may_be_followed_again() {
    let site = Site::empty();
    site.ok("add domain --domain test");
    site.execute("update branch set is_sync_valid = false where name = 'test'");
    let validated = |text: &str| {
        let shown = site.ok("show domain --domain test");
        assert!(shown.contains(&format!("  Validated: {text}\n")), "{shown}");
    };
    validated("False");
    site.ok("validate --branch Test --comments 'Mended by hand'");
    validated("True");
    let again = site.aq("validate --branch test");
    assert!(again.status.success());
    let said = String::from_utf8_lossy(&again.stderr).into_owned() + &String::from_utf8_lossy(&again.stdout);
    assert!(said.contains("Domain test already marked as valid."), "{said}");
    validated("True");
    // The comment is on record.
    let record = site.ok("search audit --command validate");
    assert!(record.contains("Mended by hand"), "{record}");
    site.refuses(
        4,
        "validate --branch nosuch",
        "Not Found: Branch nosuch not found.",
    );
}
