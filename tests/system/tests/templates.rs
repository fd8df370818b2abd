//! The commands of `docs/templates.md`, in their order: what it says works.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use aq_test_support::site::Site;
use aq_test_support::site::developer::{Clone, Developer};

const BASE: &str = "aquilon/archetype/base.pan";

fn listener(name: &str) -> String {
    format!("'/system/listeners/{name}' = dict('port', 99, 'sources', SITE_NETWORKS);\n")
}

fn head(site: &Site, branch: &str) -> String {
    site.query(&format!("select commit_id from branch where name = '{branch}'"))
        .remove(0)
}

fn served(site: &Site, host: &str) -> String {
    site.ok(&format!(
        "cat --hostname {host}.example.org --profile --profile_format json"
    ))
}

/// A sandbox with a host, and a change that is seen and published.
fn publish<'a>(site: &Site, alice: &'a Developer<'a>) -> Clone<'a> {
    alice.ok("add_sandbox --sandbox ntp --start prod");
    let clone = alice.clone_of("ntp");
    clone.ok("manage --hostname web1.example.org");
    clone.append(BASE, &listener("one"));
    clone.ok("compile");
    assert!(served(site, "web1").contains("\"one\"") && !served(site, "web2").contains("\"one\""));
    clone.git("commit --quiet --all --message 'New time servers'");
    clone.ok("publish");
    assert_eq!(head(site, "ntp"), clone.git("rev-parse HEAD").trim());
    let diff = clone.ok("diff --domain prod");
    for text in [
        "New time servers",
        BASE,
        "+ /system/listeners/one = ",
        "11 objects: ",
    ] {
        assert!(diff.contains(text), "{text}: {diff}");
    }
    clone
}

#[test]
fn from_a_sandbox_into_domains_and_back() {
    let site = Site::start();
    site.ok("compile --domain prod");
    let alice = site.developer("alice", "operations");
    let bob = site.developer("bob", "operations");
    let clone = publish(&site, &alice);

    site.ok("update_domain --domain prod --change_manager");
    alice.ok("request_review --source ntp --target prod");
    let review = alice.ok("show_review --source ntp --target prod");
    assert!(review.contains("+ /system/listeners/one = "), "{review}");
    let commit = head(&site, "ntp");
    let update = format!("update_review --source ntp --target prod --commit_id {commit}");
    bob.ok(&format!(
        "{update} --testing_succeeded --testing_url https://ci.example.org/1"
    ));
    let deploy = "deploy --source ntp --target prod --justification tcm=12345 --reason 'New time servers'";
    assert!(!alice.aq(deploy).status.success(), "it is not approved");
    bob.ok(&format!("{update} --approved"));

    site.ok("add_domain --domain prod-fr --track prod");
    site.ok("manage --hostname web2.example.org --domain prod-fr");
    let before = head(&site, "prod");
    alice.ok(&format!("{deploy} --dryrun"));
    assert_eq!(head(&site, "prod"), before);
    alice.ok(deploy);
    let after = head(&site, "prod");
    assert_ne!(after, before);
    assert_eq!(head(&site, "prod-fr"), after);
    assert!(served(&site, "web2").contains("\"one\""));
    clone.ok("manage --hostname web1.example.org --domain prod");

    site.ok("rollback --domain prod-fr --lastsync");
    assert_eq!(head(&site, "prod-fr"), before);
    assert!(!served(&site, "web2").contains("\"one\"") && served(&site, "web1").contains("\"one\""));
    site.ok("validate --branch prod");
    site.ok("sync --domain prod-fr");
    assert_eq!(head(&site, "prod-fr"), after);
    site.ok(&format!("rollback --domain prod-fr --ref {before}"));
    assert_eq!(head(&site, "prod-fr"), before);
}

#[test]
fn with_git_alone() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    let url = clone.git("remote get-url origin");
    clone.git("config --global http.emptyAuth true");
    clone.git("config --global user.name Alice");
    clone.git("config --global user.email alice@example.org");
    clone.git(&format!("clone --quiet --branch ntp {} ../plain", url.trim()));
    clone.git("-C ../plain rm --quiet aquilon/archetype/final.pan");
    clone.git("-C ../plain commit --quiet --message 'Not needed'");
    clone.git("-C ../plain push --quiet origin ntp");
    assert_eq!(head(&site, "ntp"), clone.git("-C ../plain rev-parse HEAD").trim());
    // What is not yours is not pushed to.
    assert!(
        !clone
            .try_git("-C ../plain push --quiet origin ntp:prod")
            .status
            .success()
    );
}
