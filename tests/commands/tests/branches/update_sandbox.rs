//! `aq update_sandbox`.

use aq_test_support::site::Site;

use super::_told::told;

#[test]
fn what_is_given_changes() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    alice.ok("add_sandbox --sandbox ntp --noget --comments Old");
    alice.ok("update_sandbox --sandbox alice/ntp --comments New --noautosync --compiler_version 10.8 --profile_formats json");
    let row = "select b.comments, b.autosync, b.compiler, b.formats from branch b where b.name = 'ntp'";
    assert_eq!(site.query(row), ["New|f|10.8|json"]);
    alice.ok("update_sandbox --sandbox ntp --comments ''");
    assert_eq!(site.query(row), ["|f|10.8|json"]);
    site.ok("manage --hostname web1.example.org --sandbox alice/ntp");
    let bob = site.developer("bob", "operations");
    for (line, error) in [
        (
            "update_sandbox --sandbox ntp --profile_formats pan",
            "Bad Request: Sandbox ntp has compileable objects, the profile format cannot be changed.",
        ),
        (
            "update_sandbox --sandbox ntp --compiler_version 'a b'",
            "Bad Request: Invalid characters in compiler version",
        ),
        (
            "update_sandbox --sandbox nosuch --autosync",
            "Not Found: Sandbox nosuch not found.",
        ),
    ] {
        let before = site.state();
        let output = alice.aq(line);
        assert_eq!(told(&output).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
    let output = bob.aq("update_sandbox --sandbox ntp --autosync");
    assert_eq!(
        told(&output).lines().next(),
        Some("Forbidden: Only the owner or an AQD admin can update a sandbox.")
    );
    site.ok("update sandbox --sandbox ntp --autosync");
    assert_eq!(site.query(row), ["|t|10.8|json"]);
}
