//! `aq sync`.

use aq_test_support::site::Site;

#[test]
fn a_domain_follows_and_compiles_first() {
    let site = Site::start();
    site.ok("add domain --domain lazy --track prod");
    site.ok("update domain --domain lazy --noautosync");
    site.ok("manage --hostname web1.example.org --domain lazy");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let base = "aquilon/archetype/base.pan";
    clone.publish(base, "'/system/listeners/new' = error('not like this');\n");
    alice.ok("deploy --source ntp --target prod --nocompile");
    let head = || site.query("select commit_id from branch where name in ('lazy', 'prod') order by name");
    let before = site.state();
    assert!(site.fails(4, "sync --domain lazy").contains("not like this"));
    assert_eq!(site.state(), before);
    assert_ne!(head()[0], head()[1]);
    site.ok("sync --domain lazy --nocompile");
    assert_eq!(head()[0], head()[1]);
    let again = site.aq("sync --domain lazy");
    assert!(String::from_utf8_lossy(&again.stderr).contains("already"));
    for (line, error) in [
        (
            "sync --domain prod",
            "Bad Request: sync requires a tracking domain",
        ),
        ("sync --domain nosuch", "Not Found: Domain nosuch not found."),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
}
