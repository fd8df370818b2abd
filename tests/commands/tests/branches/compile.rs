//! `aq compile`.

use aq_test_support::site::Site;

#[test]
fn compiles_what_is_named() {
    let site = Site::start();
    let told = |line: &str| {
        let output = site.aq(line);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{line}: {text}");
        text
    };
    told("compile --domain prod");
    assert!(
        told("compile --domain prod").contains("All profiles are up to date (12 objects): nothing to do.")
    );
    assert!(told("compile --hostname web1.example.org --cleandeps").contains("1/1 compiled"));
    assert!(
        told("compile --personality web-server --archetype aquilon --cleandeps").contains("4/4 compiled")
    );
    assert!(told("compile --domain prod --cleandeps").contains("12/12 compiled"));
    assert!(
        told("compile --domain prod --personality database --personality_stage current --cleandeps")
            .contains("2/2 compiled")
    );
    // Whoever wants to hear what templates print does.
    assert!(told("compile --hostname web1.example.org --pancdebug").contains("1/1 compiled"));
    site.ok("add domain --domain empty");
    assert!(told("compile --domain empty").contains("No object profiles: nothing to do."));
}

#[test]
fn what_does_not_exist_is_said() {
    let site = Site::start();
    for (line, error) in [
        (
            "compile --hostname nosuch.example.org",
            "Not Found: Host nosuch.example.org not found.",
        ),
        ("compile --domain nosuch", "Not Found: Domain nosuch not found."),
        ("compile --cluster nosuch", "Not Found: Cluster nosuch not found."),
        (
            "compile --personality nosuch",
            "Not Found: Personality nosuch not found.",
        ),
        (
            "compile --personality database --personality_stage previous",
            "Not Found: Personality aquilon/database does not have stage previous.",
        ),
    ] {
        let before = site.state();
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
    let error = site.fails(4, "compile --domain prod --pancinclude 'a)(b'");
    assert!(error.starts_with("Bad Request: --pancinclude: "), "{error}");
}

#[test]
fn exactly_what_a_change_touches_is_compiled() {
    let site = Site::start();
    let told = |line: &str| {
        let output = site.aq(line);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{line}: {text}");
        text
    };
    let nothing = "All profiles are up to date (12 objects): nothing to do.";
    // Hosts look into the profile of their database server, which came later than some of them.
    told("compile --domain prod");
    assert!(told("compile --domain prod").contains(nothing));
    // A generated template of one host.
    site.ok("update machine --machine north1n2 --memory 65536");
    let text = told("compile --domain prod");
    assert!(text.contains("1/1 compiled"), "{text}");
    assert!(told("compile --domain prod").contains(nothing));
    // One that hosts of a place share.
    site.ok("update city --city gva --timezone Europe/Paris");
    let readers = site
        .query("select count(distinct object) from stale_object")
        .remove(0);
    let text = told("compile --domain prod");
    match readers.as_str() {
        "0" => assert!(text.contains(nothing), "{text}"),
        count => assert!(text.contains(&format!("{count}/{count} compiled")), "{text}"),
    }
    assert_eq!(site.query("select count(*) from stale_object"), ["0"]);
    // Templates of the repository, deployed without compiling.
    let alice = site.developer("alice", "operations");
    let clone = alice.sandbox("web");
    clone.publish(
        "aquilon/personality/web-server/main.pan",
        "'/system/listeners/new' = dict('port', 99, 'sources', SITE_NETWORKS);\n",
    );
    alice.ok("deploy --source web --target prod --nocompile");
    let text = told("compile --domain prod");
    assert!(text.contains("4/4 compiled"), "{text}");
    assert!(told("compile --domain prod").contains(nothing));
    // The others are known to be right for the new commit, too.
    assert_eq!(
        site.query("select count(*) from profile_current c join branch b on b.name = 'prod' where c.commit_id <> b.commit_id"),
        ["0"]
    );
    // A file that nobody reads.
    clone.publish("README", "Nothing that matters\n");
    alice.ok("deploy --source web --target prod --nocompile");
    assert!(told("compile --domain prod").contains(nothing));
    // What fails stays marked.
    site.ok("update machine --machine north1n2 --memory 32768");
    clone.publish(
        "aquilon/archetype/base.pan",
        "'/system/listeners/new' = error('not like this');\n",
    );
    alice.ok("deploy --source web --target prod --nocompile");
    let before = site.state();
    site.fails(4, "compile --domain prod");
    assert_eq!(site.state(), before);
    assert_ne!(site.query("select count(*) from stale_object"), ["0"]);
}
