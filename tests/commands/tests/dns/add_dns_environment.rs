//! `aq add_dns_environment`.

use super::_site::site;

#[test]
fn a_view_of_the_names() {
    let site = site();
    assert_eq!(
        site.ok("add dns environment --dns_environment ut-env --comments 'Some comments'"),
        ""
    );
    for (name, error) in [
        ("ut-env", "Bad Request: DNS Environment ut-env already exists."),
        (
            "'<badname>'",
            "Bad Request: '<badname>' is not a valid value for DNS environment.\nThe name of a DNS environment starts \
             with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
        ),
    ] {
        site.refuses(4, &format!("add dns environment --dns_environment {name}"), error);
    }
    assert_eq!(
        site.query("select name, is_default from dns_environment order by name"),
        ["internal|t", "ut-env|f"]
    );
}
