//! `aq publish`.

use aq_test_support::site::Site;

const BASE: &str = "aquilon/archetype/base.pan";

fn head(site: &Site, branch: &str) -> String {
    site.query(&format!("select commit_id from branch where name = '{branch}'"))
        .remove(0)
}

fn told(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn commits_become_the_head() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    // Nothing to publish is no error.
    let nothing = clone.aq("publish");
    assert!(nothing.status.success());
    assert!(
        told(&nothing).contains("You haven't made any changes on this branch"),
        "{}",
        told(&nothing)
    );
    clone.append(BASE, "# One\n");
    let dirty = clone.aq("publish");
    assert_eq!(dirty.status.code(), Some(1));
    assert!(
        told(&dirty).contains("Not ready to publish, found:\n M aquilon/archetype/base.pan"),
        "{}",
        told(&dirty)
    );
    let commit = clone.commit("One");
    clone.ok("publish --sandbox ntp --justification tcm=1 --reason because");
    assert_eq!(head(&site, "ntp"), commit);
    // The client fetched.
    assert_eq!(clone.git("rev-parse origin/ntp").trim(), commit);
    assert_eq!(
        site.query("select kind, new_commit, justification, reason from branch_move where kind = 'publish'"),
        [format!("publish|{commit}|tcm=1|because")]
    );
    let size = site.query("select value from xtn_detail where name = 'bundle'");
    assert!(size.iter().all(|text| text.ends_with(" bytes")), "{size:?}");
    let outside = alice.aq("publish --sandbox ntp");
    assert_eq!(outside.status.code(), Some(1));
    assert!(
        told(&outside).contains("publish works inside a clone of the sandbox"),
        "{}",
        told(&outside)
    );
}

#[test]
fn tests_of_the_templates_run_first() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    clone.write(
        "t/Makefile",
        "test:\n\t@echo \"$(AQCMD)\" | grep -q aq && test ! -e ../forbidden.pan\n",
    );
    clone.write("forbidden.pan", "template forbidden;\n");
    clone.commit("Forbidden");
    let before = head(&site, "ntp");
    let refused = clone.aq("publish");
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        told(&refused).contains("Unit tests failed, publish prohibited."),
        "{}",
        told(&refused)
    );
    assert_eq!(head(&site, "ntp"), before);
    clone.git("rm --quiet forbidden.pan");
    clone.git("commit --quiet -m Allowed");
    clone.ok("publish");
    assert_ne!(head(&site, "ntp"), before);
}

#[test]
fn history_is_written_anew_only_on_purpose() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let first = clone.publish(BASE, "# One\n");
    clone.git("commit --quiet --amend -m 'One, better'");
    let refused = clone.aq("publish");
    assert_eq!(refused.status.code(), Some(4));
    assert!(
        told(&refused).contains(&format!("its head is {first}."))
            && told(&refused).contains("aq publish --rebase"),
        "{}",
        told(&refused)
    );
    assert_eq!(head(&site, "ntp"), first);
    clone.ok("publish --rebase");
    assert_eq!(head(&site, "ntp"), clone.git("rev-parse HEAD").trim());
    // Back to where it began is still its history.
    clone.git("reset --quiet --hard HEAD~1");
    clone.ok("publish --rebase");
    assert_eq!(head(&site, "ntp"), head(&site, "prod"));
    // Before that it is not.
    clone.git("checkout --quiet --orphan fresh");
    clone.git("commit --quiet -m Fresh");
    clone.git("branch --quiet -f ntp");
    clone.git("checkout --quiet ntp");
    let before = head(&site, "ntp");
    let refused = clone.aq("publish --rebase");
    assert!(
        told(&refused).contains("no longer contains commit"),
        "{}",
        told(&refused)
    );
    assert_eq!(head(&site, "ntp"), before);
    // Whom somebody follows does not change their past.
    site.ok("add domain --domain follower --track ntp");
    clone.git("reset --quiet --hard origin/ntp");
    clone.publish(BASE, "# Two\n");
    assert_eq!(head(&site, "follower"), head(&site, "ntp"));
    clone.git("commit --quiet --amend -m 'Two, better'");
    let refused = clone.aq("publish --rebase");
    assert!(
        told(&refused).contains("Sandbox ntp has trackers, rebasing is not allowed."),
        "{}",
        told(&refused)
    );
}

#[test]
fn what_does_not_parse_is_refused() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    clone.append(BASE, "'/x' = ;\n");
    clone.commit("Broken");
    let before = site.state();
    let refused = clone.aq("publish");
    assert_eq!(refused.status.code(), Some(4));
    assert!(
        told(&refused).contains(&format!("--> {BASE}:")),
        "{}",
        told(&refused)
    );
    assert_eq!(site.state(), before);
}

#[test]
fn others_may_not() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    alice.ok("add_sandbox --sandbox ntp --noget");
    let bob = site.developer("bob", "operations");
    let clone = bob.sandbox_from("mine", "ntp");
    clone.append(BASE, "# Bob's\n");
    clone.commit("Other");
    clone.git("fetch --quiet");
    let before = site.state();
    for (line, error) in [
        (
            "publish --sandbox alice/ntp",
            "Bad Request: Principal bob@EXAMPLE.COM cannot add or get a sandbox on behalf of 'alice'.",
        ),
        (
            "publish --branch ntp",
            "Forbidden: Only the owner or an AQD admin can publish to a sandbox.",
        ),
        ("publish --branch prod", "Not Found: Sandbox prod not found."),
    ] {
        let output = clone.aq(line);
        assert_eq!(output.status.code(), Some(4), "{line}: {}", told(&output));
        assert!(
            told(&output).lines().any(|l| l == error),
            "{line}: {}",
            told(&output)
        );
    }
    assert_eq!(site.state(), before);
    // Without a bundle, as a client that is not one.
    let output = bob.aq("publish --sandbox mine --bundle bm9uc2Vuc2U=");
    assert_ne!(output.status.code(), Some(0));
}
