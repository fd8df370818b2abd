//! `aq show_dns_environment`.

use super::_site::site;

#[test]
fn one_or_all_in_every_format() {
    let site = site();
    site.ok("add dns environment --dns_environment ut-env --comments 'Some comments'");
    insta::assert_snapshot!(site.ok("show dns environment --all"), @r"
    DNS Environment: internal
    DNS Environment: ut-env
      Comments: Some comments
    ");
    insta::assert_snapshot!(site.ok("show dns environment --all --format csv"), @r"
    internal,
    ut-env,Some comments
    ");
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show dns environment --dns_environment internal --format json"))
            .unwrap();
    insta::assert_snapshot!(json, @r#"[{"name":"internal","is_default":true,"comments":null}]"#);
    site.refuses(
        4,
        "show dns environment --dns_environment ut_env",
        "Not Found: DNS Environment ut_env not found.\nDid you mean ut-env?",
    );
}
