//! `aq manage`, and `aq compile` with what an author has in a clone.

use aq_test_support::site::Site;

const BASE: &str = "aquilon/archetype/base.pan";

fn branch_of(site: &Site, host: &str) -> String {
    let fqdn = format!("{host}.example.org");
    let shown = site.ok(&format!("show host --hostname {fqdn}"));
    let line = shown
        .lines()
        .find(|l| l.trim_start().starts_with("Domain: ") || l.trim_start().starts_with("Sandbox: "));
    line.unwrap_or_default().trim().to_owned()
}

fn profile(site: &Site, host: &str) -> String {
    let url = format!("http://{}/profiles/{host}.example.org.json", site.broker.address);
    let output = std::process::Command::new("curl")
        .args(["-sf", "--compressed", &url])
        .output()
        .unwrap();
    assert!(output.status.success(), "{url}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn hosts_are_compiled_with_the_files_as_the_author_has_them() {
    let site = Site::start();
    site.ok("compile --domain prod");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("ntp");
    // Inside the clone the sandbox need not be named.
    clone.ok("manage --hostname web1.example.org");
    assert_eq!(branch_of(&site, "web1"), "Sandbox: alice/ntp");
    assert!(
        site.ok("cat --hostname web1.example.org")
            .contains("\"/metadata/template/branch/author\" = \"alice\";")
    );
    // Neither committed nor added.
    clone.append(BASE, "include 'mine';\n");
    clone.write(
        "aquilon/mine.pan",
        "unique template mine;\n'/system/listeners/mine' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    clone.ok("compile");
    assert!(profile(&site, "web1").contains("\"mine\""));
    assert!(!profile(&site, "web2").contains("\"mine\""));
    let heads = site.query("select b.commit_id = s.base_commit, w.commit_id <> w.base_id from branch b join sandbox s on s.branch_id = b.id join sandbox_work w on w.branch_id = b.id");
    assert_eq!(heads, ["t|t"], "the head stays, the work is known");
    // From elsewhere it is what was there last.
    alice.ok("compile --sandbox alice/ntp");
    assert!(profile(&site, "web1").contains("\"mine\""));
    // The compiler says what is wrong, with the file.
    clone.append("aquilon/mine.pan", "'/x' = ;\n");
    let told = clone.aq("compile");
    let text = String::from_utf8_lossy(&told.stderr).into_owned();
    assert_eq!(told.status.code(), Some(4), "{text}");
    assert!(text.contains("aquilon/mine.pan:3"), "{text}");
    clone.write(
        "aquilon/mine.pan",
        "unique template mine;\n'/system/listeners/mine' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    clone.ok("compile");

    // Nothing is left behind.
    let before = site.state();
    let told = site.fails(4, "manage --hostname web1.example.org --domain prod");
    assert_eq!(
        told.lines().next(),
        Some("Bad Request: The source sandbox ntp contains uncommitted files."),
        "{told}"
    );
    assert_eq!(site.state(), before);
    clone.commit("Mine");
    clone.ok("compile");
    assert_eq!(
        site.fails(4, "manage --hostname web1.example.org --domain prod")
            .lines()
            .next(),
        Some("Bad Request: The latest commit of sandbox ntp has not been published to template-king yet.")
    );
    clone.ok("publish");
    assert_eq!(site.query("select count(*) from sandbox_work"), ["0"]);
    assert_eq!(
        site.fails(4, "manage --hostname web1.example.org --domain prod")
            .lines()
            .next(),
        Some(
            "Bad Request: The target domain prod does not contain the latest commit from source sandbox ntp."
        )
    );
    alice.ok("deploy --source ntp --target prod");
    site.ok("manage --hostname web1.example.org --domain prod");
    assert_eq!(branch_of(&site, "web1"), "Domain: prod");
    assert!(profile(&site, "web2").contains("\"mine\""));
    assert!(
        !site
            .broker
            .export_dir()
            .join("cfg/domains/ntp/profiles/web1.example.org.pan")
            .exists()
    );
    assert!(
        site.broker
            .export_dir()
            .join("cfg/domains/prod/profiles/web1.example.org.pan")
            .exists()
    );
}

#[test]
fn lists_move_together_or_not_at_all() {
    let site = Site::start();
    site.ok("add domain --domain test");
    site.ok("add domain --domain shut --disallow_manage");
    let alice = site.developer("alice", "operations");
    alice.sandbox("ntp");
    let list = site.broker.dir().join("hosts");
    std::fs::write(&list, "web1.example.org\nweb2.example.org\n").unwrap();
    let list = list.display();
    site.ok(&format!("manage --list {list} --domain test"));
    assert_eq!(
        (branch_of(&site, "web1"), branch_of(&site, "web2")),
        ("Domain: test".into(), "Domain: test".into())
    );
    assert_eq!(
        site.query(
            "select count(*) from profile p join branch b on b.id = p.branch_id where b.name = 'test'"
        ),
        ["2"],
        "the domain compiles what moves in"
    );
    // From a domain to a sandbox nothing is compiled.
    site.ok("manage --hostname web1.example.org --sandbox alice/ntp");
    for (line, error) in [
        (
            format!("manage --list {list} --domain prod"),
            "Bad Request: All objects must be in the same domain or sandbox:",
        ),
        (
            "manage --hostname web2.example.org --domain shut".into(),
            "Bad Request: Managing objects to domain shut is not allowed.",
        ),
        (
            "manage --hostname web2.example.org --sandbox ntp".into(),
            "Bad Request: Expected sandbox as 'author/branch', author name and branch name separated by a slash.",
        ),
        (
            "manage --hostname web2.example.org --sandbox nobody/ntp".into(),
            "Not Found: User nobody not found.",
        ),
        (
            "manage --hostname web2.example.org --sandbox alice/nosuch".into(),
            "Not Found: Sandbox nosuch not found.",
        ),
        (
            "manage --hostname nosuch.example.org --domain test".into(),
            "Not Found: Host nosuch.example.org not found.",
        ),
        (
            "manage --hostname web2.example.org --domain prod --cm_check".into(),
            "Bad Request: aborting upon user request (option --cm_check used).  Please find the list of in-scope objects you have requested below:",
        ),
    ] {
        let before = site.state();
        let told = site.fails(4, &line);
        assert_eq!(told.lines().next(), Some(error), "{line}: {told}");
        assert_eq!(site.state(), before, "{line}");
    }
    // The author is gone.
    site.ok("del user --username alice");
    assert_eq!(branch_of(&site, "web1"), "Sandbox: [orphaned]/ntp");
    assert_eq!(
        site.fails(4, "manage --hostname web1.example.org --domain prod")
            .lines()
            .next(),
        Some(
            "Bad Request: Unable to determine location of sandbox due to missing user record. Please manually verify there are no uncommitted and unpublished changes and then re-run using --force."
        )
    );
    assert_eq!(site.ok("search host --orphaned").trim_end(), "web1.example.org");
    site.ok("manage --hostname web1.example.org --domain prod --force");
}

#[test]
fn a_host_that_does_not_compile_stays_where_it_is() {
    let site = Site::start();
    site.ok("compile --domain prod");
    site.ok("add domain --domain test");
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox_from("broken", "test");
    clone.publish(BASE, "'/system/listeners/new' = error('not like this');\n");
    alice.ok("deploy --source broken --target test");
    let before = site.state();
    let told = site.fails(4, "manage --hostname web1.example.org --domain test");
    assert!(told.contains("not like this"), "{told}");
    assert_eq!(site.state(), before);
    site.ok("manage --hostname web1.example.org --domain test --skip_auto_compile");
    assert_eq!(branch_of(&site, "web1"), "Domain: test");
}

#[test]
fn hosts_begin_in_sandboxes_too() {
    let site = Site::start();
    let alice = site.developer("alice", "operations");
    alice.ok("add_sandbox --sandbox ntp --noget");
    site.ok("manage --hostname web1.example.org --sandbox alice/ntp");
    for criteria in ["--sandbox alice/ntp", "--sandbox_author alice", "--branch ntp"] {
        assert_eq!(
            site.ok(&format!("search host {criteria}")).trim_end(),
            "web1.example.org",
            "{criteria}"
        );
    }
    assert_eq!(
        site.fails(4, "search host --sandbox_author nobody")
            .lines()
            .next(),
        Some("Not Found: User nobody not found.")
    );
    assert_eq!(
        site.fails(4, "del sandbox --sandbox alice/ntp").lines().next(),
        Some("Bad Request: 1 hosts are still attached to sandbox ntp.")
    );
}
