//! `aq add_user`, `show_user`, `update_user`, `del_user`.

use aq_test_support::site::Site;

const JANE: &str = "add user --username jane --gid 1000 --full_name 'Jane Roe' --home_directory /home/jane";

#[test]
fn users_come_change_and_go() {
    let site = Site::empty();
    site.ok(&format!("{JANE} --uid 1234"));
    site.ok("add user --username joe --autouid --gid 0 --full_name Joe --home_directory /home/joe");
    insta::assert_snapshot!(site.ok("show user --username jane"), @r"
    User: jane
      Type: human
      UID: 1234
      GID: 1000
      Full Name: Jane Roe
      Home Directory: /home/jane
    ");
    assert_eq!(
        site.ok("show user --all --format csv").trim_end(),
        "jane,1234,1000,jane,/home/jane\njoe,1235,0,joe,/home/joe"
    );
    site.ok("update user --username jane --uid 0 --home_directory /home/people/jane --full_name ''");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show user --username jane --format json")).unwrap();
    assert_eq!(
        (json[0]["uid"].as_i64(), json[0]["home_directory"].as_str()),
        (Some(0), Some("/home/people/jane"))
    );
    assert_eq!(json[0]["full_name"], "Jane Roe");
    site.ok("del user --username jane");
    assert_eq!(
        site.ok("show user --all --format csv").trim_end(),
        "joe,1235,0,joe,/home/joe"
    );
}

#[test]
fn refusals_change_nothing() {
    let site = Site::empty();
    site.ok(&format!("{JANE} --uid 1234"));
    for (line, error) in [
        (
            format!("{JANE} --uid 5"),
            "Bad Request: User jane already exists.",
        ),
        (
            "add user --username joe --uid 1234 --gid 0 --full_name J --home_directory /".into(),
            "Bad Request: UID 1234 is already in use.",
        ),
        (
            "add user --username joe --uid -1 --gid 0 --full_name J --home_directory /".into(),
            "Bad Request: A user id is between 0 and 4294967294.",
        ),
        (
            "add user --username 'j o' --uid 1 --gid 0 --full_name J --home_directory /".into(),
            "Bad Request: A user name starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
        ),
        (
            "add user --username joe --uid 1 --gid 0 --full_name J --home_directory / --type robot".into(),
            "Not Found: User type robot not found.",
        ),
        (
            "show user --username nosuch".into(),
            "Not Found: User nosuch not found.",
        ),
        (
            "update user --username nosuch --uid 1".into(),
            "Not Found: User nosuch not found.",
        ),
        (
            "update user --username jane --type robot".into(),
            "Not Found: User type robot not found.",
        ),
        (
            "del user --username nosuch".into(),
            "Not Found: User nosuch not found.",
        ),
    ] {
        let before = site.state();
        assert_eq!(site.fails(4, &line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
}
