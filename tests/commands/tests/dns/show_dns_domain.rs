//! `aq show_dns_domain`.

use super::_site::site;

#[test]
fn one_or_all_in_every_format() {
    let site = site();
    site.ok("add dns domain --dns_domain cards.example.com --comments 'A pack, of lies'");
    insta::assert_snapshot!(site.ok("show dns domain --all"), @r"
    DNS Domain: cards.example.com
      Restricted: False
      Comments: A pack, of lies
    DNS Domain: example.org
      Restricted: False
    ");
    insta::assert_snapshot!(site.ok("show dns domain --all --format csv"), @r#"
    cards.example.com,"A pack, of lies"
    example.org,
    "#);
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show dns domain --dns_domain example.org --format json")).unwrap();
    insta::assert_snapshot!(json, @r#"[{"name":"example.org","restricted":false,"comments":null}]"#);
    site.refuses(
        4,
        "show dns domain --dns_domain example.com",
        "Not Found: DNS Domain example.com not found.\nDid you mean example.org?",
    );
}
