//! `aq show_sandbox`.

use aq_test_support::site::Site;

#[test]
fn one_or_all_are_shown() {
    let site = Site::empty();
    let alice = site.developer("alice", "operations");
    alice.ok("add_sandbox --sandbox two --noget");
    alice.ok("add_sandbox --sandbox one --noget --comments 'The first'");
    let all = site.ok("show sandbox --all");
    let names: Vec<&str> = all.lines().filter(|line| line.starts_with("Sandbox: ")).collect();
    assert_eq!(names, ["Sandbox: one [autosync]", "Sandbox: two [autosync]"]);
    let path = site
        .broker
        .dir()
        .join("templates/alice/one")
        .display()
        .to_string();
    assert_eq!(
        site.ok("show sandbox --sandbox alice/one --pathonly").trim_end(),
        path
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show sandbox --sandbox alice/one --format json")).unwrap();
    assert_eq!(
        (json[0]["owner"].as_str(), json[0]["path"].as_str()),
        (Some("alice@EXAMPLE.COM"), Some(path.as_str()))
    );
    let head = site
        .query("select commit_id from branch where name = 'prod'")
        .remove(0);
    assert_eq!(
        site.ok("show sandbox --sandbox one --format csv").trim_end(),
        format!("one,{head},alice@EXAMPLE.COM,{head},true,true,The first")
    );
    for (line, error) in [
        (
            "show sandbox --sandbox nosuch",
            "Not Found: Sandbox nosuch not found.",
        ),
        (
            "show sandbox --sandbox nobody/one",
            "Not Found: User nobody not found.",
        ),
        (
            "show sandbox --sandbox prod",
            "Not Found: Sandbox prod not found.",
        ),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
}
