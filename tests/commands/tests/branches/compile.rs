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
    assert!(told("compile --hostname web1.example.org").contains("1/1 compiled"));
    assert!(told("compile --personality web-server --archetype aquilon").contains("4/4 compiled"));
    assert!(told("compile --domain prod").contains("12/12 compiled"));
    assert!(
        told("compile --domain prod --personality database --personality_stage current")
            .contains("2/2 compiled")
    );
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
