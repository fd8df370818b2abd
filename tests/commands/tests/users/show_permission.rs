//! `aq show_permission`.

use aq_test_support::site::Site;

#[test]
fn the_policy_is_explained() {
    let site = Site::empty();
    assert_eq!(
        site.ok("show permission --command flush").trim_end(),
        "Role: aqd_admin"
    );
    let readers = site.ok("show permission --command show_host");
    assert!(
        readers.contains("Role: nobody") && readers.contains("Role: operations"),
        "{readers}"
    );
    let lines = |line: &str| site.ok(line).lines().map(str::to_owned).collect::<Vec<_>>();
    let nobody = lines("show permission --role nobody");
    assert!(nobody.contains(&"show_host".to_owned()) && !nobody.contains(&"add_host".to_owned()));
    let own = lines("show permission");
    assert!(own.contains(&"flush".to_owned()) && own.contains(&"add_host".to_owned()));
    site.ok("permission --principal jane@OTHER.ORG --role operations --createrealm");
    let operator = lines("show permission --username jane");
    assert!(operator.contains(&"add_host".to_owned()) && !operator.contains(&"flush".to_owned()));
    for (line, error) in [
        (
            "show permission --command nosuch",
            "Bad Request: nosuch command does not exist",
        ),
        (
            "show permission --role nosuch",
            "Bad Request: nosuch role doesn't exist",
        ),
        (
            "show permission --username nosuch",
            "Bad Request: User nosuch not found",
        ),
        (
            "show permission --command compile --option nosuch",
            "Bad Request: nosuch option does not exist in compile command",
        ),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
    site.ok("show permission --command compile --option hostname");
    site.ok("show permission --command compile --no-option");
}
