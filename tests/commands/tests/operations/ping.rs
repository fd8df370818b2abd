//! `aq ping`.

use aq_test_support::site::Site;

#[test]
fn answers_anyone_and_leaves_nothing() {
    let mut site = Site::empty();
    let audit = || "select count(*) from xtn";
    let before = (site.state(), site.query(audit()));
    assert_eq!(site.ok("ping"), "");
    let stranger = site.user("bob").aq("ping");
    assert!(stranger.status.success(), "{stranger:?}");
    assert_eq!((site.state(), site.query(audit())), before);
    assert_eq!(site.aq("ping --all").status.code(), Some(1));

    // The exit status says whether there was an answer.
    site.broker.kill();
    let unanswered = site.aq("ping");
    assert_eq!(unanswered.status.code(), Some(1), "{unanswered:?}");
    site.broker.restart().unwrap();
    assert_eq!(site.ok("ping"), "");
}
