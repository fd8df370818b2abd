//! What a profile sees of a host that is not compiled with it.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::process::Command;

use aq_test_support::site::{Site, program};
use serde_json::Value;

/// Makes the domain hold the example templates with a line more in `archetype/final`.
fn import(site: &Site, domain: &str, line: &str) {
    let dir = tempfile::tempdir().unwrap();
    let templates = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/site/templates/.");
    let copied = Command::new("cp")
        .arg("-r")
        .arg(templates)
        .arg(dir.path())
        .status();
    assert!(copied.unwrap().success());
    let last = dir.path().join("aquilon/archetype/final.pan");
    let text = fs::read_to_string(&last).unwrap();
    fs::write(&last, format!("{text}\n{line}\n")).unwrap();
    let imported = Command::new(program("aqd").unwrap())
        .args([
            "import-templates",
            "--database-url",
            site.database_url(),
            "--config",
        ])
        .arg(site.broker.dir().join("aqd.toml"))
        .args(["--domain", domain])
        .arg(dir.path())
        .output()
        .unwrap();
    assert!(
        imported.status.success(),
        "{}",
        String::from_utf8_lossy(&imported.stderr)
    );
}

fn profile(site: &Site, host: &str) -> Value {
    let url = format!("http://{}/profiles/{host}.json", site.broker.address);
    let body = Command::new("curl").args(["-sS", &url]).output().unwrap().stdout;
    serde_json::from_slice(&body).unwrap()
}

#[test]
fn a_host_of_another_domain_is_what_it_was_when_it_was_last_compiled() {
    let site = Site::start();
    site.ok("add_domain --domain next --start prod");
    site.execute(
        "update host set branch_id = (select id from branch where name = 'next')
         where hardware_entity_id = (select h.id from hardware_entity h join dns_record r on r.id = h.primary_name_id
                                     join fqdn f on f.id = r.fqdn_id where f.name = 'web1')",
    );
    // In the other domain every profile says so; web1 is compiled there, nobody in prod has its object template.
    import(&site, "next", "'/system/function' = 'next';");
    site.ok("make --hostname web1.example.org");
    assert_eq!(profile(&site, "web1.example.org")["system"]["function"], "next");
    import(
        &site,
        "prod",
        "'/system/function' = if (OBJECT == 'web2.example.org') { value('web1.example.org:/system/function') } else { 'prod' };",
    );
    site.ok("make --hostname web2.example.org");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "next");

    // Not compiled with it, so not what its templates say by now.
    import(&site, "next", "'/system/function' = 'later';");
    site.ok("make --hostname web2.example.org");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "next");
    site.ok("make --hostname web1.example.org");
    site.ok("make --hostname web2.example.org");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "later");
}

#[test]
fn hosts_that_are_compiled_together_see_each_others_new_state() {
    let site = Site::start();
    let function = |name: &str| {
        format!(
            "'/system/function' = if (OBJECT == 'web2.example.org') {{ value('web1.example.org:/system/function') }} else {{ '{name}' }};"
        )
    };
    import(&site, "prod", &function("red"));
    site.ok("compile --domain prod");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "red");
    import(&site, "prod", &function("blue"));
    site.ok("compile --hostname web2.example.org");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "red");
    site.ok("compile --domain prod");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "blue");
}
