//! `aq del_user`.

use aq_test_support::site::Site;

#[test]
fn hosts_in_sandboxes_of_a_user_lose_their_author() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    alice.ok("add_sandbox --sandbox ntp --noget");
    site.ok("manage --hostname web1.example.org --sandbox alice/ntp");
    let done = site.aq("del user --username alice");
    assert!(
        String::from_utf8_lossy(&done.stderr)
            .contains("Warning: 1 hosts are in sandboxes of alice: they have no author now.")
    );
    // Their object templates name the author: there is none until they are moved.
    assert!(
        site.fails(4, "cat --hostname web1.example.org --generate")
            .contains("missing sandbox author information")
    );
    site.ok("manage --hostname web1.example.org --domain prod --force");
    assert!(
        site.ok("cat --hostname web1.example.org")
            .contains("object template web1.example.org")
    );
    assert!(
        site.fails(4, "del user --username alice")
            .starts_with("Not Found: User alice not found.")
    );
}
