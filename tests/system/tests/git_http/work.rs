//! What somebody has in a clone and has not published: `refs/work/SANDBOX`.

use super::clients::{Clone, SANDBOX, head, site};

#[test]
fn anybody_tries_something_out_in_a_sandbox() {
    let site = site();
    let before = head(&site, SANDBOX);
    let work = || {
        site.query(
            "select u.name, w.commit_id, w.base_id from sandbox_work w join userinfo u on u.id = w.author_id order by 1",
        )
    };
    let bob = Clone::of(&site, Some("bob"));
    // The compiler will tell what is wrong.
    bob.write("a/broken.pan", "template a/broken;\n'/x' = ;\n");
    let commit = bob.commit();
    let to = format!("HEAD:refs/work/{SANDBOX}");
    bob.push(&[&to]);
    assert_eq!(work(), [format!("bob|{commit}|{commit}")]);
    // As aq marks what is not committed.
    let base = format!("Aquilon-Work-On: {before}");
    bob.git(&["commit", "-q", "--amend", "-m", "Work in progress", "-m", &base]);
    let commit = bob.git(&["rev-parse", "HEAD"]);
    bob.push(&["--force", &to]);
    assert_eq!(work(), [format!("bob|{commit}|{before}")]);
    // Any history will do.
    bob.git(&["checkout", "-q", "--orphan", "fresh"]);
    let commit = bob.commit();
    bob.push(&["--force", &to]);
    assert_eq!(work(), [format!("bob|{commit}|{commit}")]);
    assert_eq!(head(&site, SANDBOX), before);
    // Nobody sees it.
    assert!(!bob.git(&["ls-remote", "origin"]).contains(&commit));
    // Other checks hold.
    let commit = bob.odd_commit("160000", "commit", &before, "sub");
    let said = bob.push_fails(&[&format!("{commit}:refs/work/{SANDBOX}")]);
    assert!(said.contains("sub is a submodule"), "{said}");
    let said = bob.push_fails(&[&format!(":refs/work/{SANDBOX}")]);
    assert!(
        said.contains("not deleted") || said.contains("does not exist"),
        "{said}"
    );
    // Who publishes has nothing unpublished.
    let alice = Clone::alice(&site);
    alice.commit();
    alice.push(&[&to]);
    assert_eq!(work().len(), 2);
    alice.push(&[SANDBOX]);
    assert_eq!(work().len(), 1);
}
