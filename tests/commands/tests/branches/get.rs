//! `aq get`.

use aq_test_support::site::Site;

use super::_told::told;

#[test]
fn ones_own_sandbox_is_cloned() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    alice.ok("add_sandbox --sandbox ntp --noget");
    let shown = alice.ok("get --sandbox ntp --noexec");
    assert!(
        shown.contains("'clone' '--branch' 'ntp'") && shown.contains("/git/template-king'"),
        "{shown}"
    );
    alice.ok("get --sandbox alice/ntp");
    let clone = alice.clone_of("ntp");
    assert_eq!(clone.git("symbolic-ref --short HEAD").trim(), "ntp");
    let again = alice.aq("get --sandbox ntp");
    assert_eq!(again.status.code(), Some(1));
    assert!(told(&again).contains("is there already"), "{}", told(&again));
    let bob = site.developer("bob", "operations");
    for (line, status, error) in [
        (
            "get --sandbox alice/ntp",
            4,
            "Bad Request: Principal bob@EXAMPLE.COM cannot add or get a sandbox on behalf of 'alice'.",
        ),
        ("get --sandbox nosuch", 4, "Not Found: Sandbox nosuch not found."),
    ] {
        let output = bob.aq(line);
        assert_eq!(output.status.code(), Some(status), "{line}");
        assert_eq!(told(&output).lines().next(), Some(error), "{line}");
    }
    let anonymous = bob.aq("get --sandbox ntp --noauth");
    assert_eq!(anonymous.status.code(), Some(4));
    assert!(
        told(&anonymous).contains("Sandboxes need an authenticated connection."),
        "{}",
        told(&anonymous)
    );
}
