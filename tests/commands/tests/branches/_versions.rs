//! Hosts with a history.

use aq_test_support::site::Site;

/// The host whose profile changes.
pub const WEB1: &str = "web1.example.org";

/// Numbers of the versions of an object, the latest first.
pub fn versions(site: &Site, object: &str) -> Vec<String> {
    site.query(&format!(
        "select id from profile where object = '{object}' order by id desc"
    ))
}

/// Puts a line at the end of the templates and compiles web1.
pub fn edit(site: &Site, line: &str) {
    site.broker.import_example("prod", line).unwrap();
    site.ok("compile --hostname web1.example.org");
}
