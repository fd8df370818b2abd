//! What a profile sees of a host that is not compiled with it.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::process::Command;

use aq_test_support::site::Site;
use serde_json::Value;

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
    site.broker
        .import_example("next", "'/system/function' = 'next';")
        .unwrap();
    site.ok("make --hostname web1.example.org");
    assert_eq!(profile(&site, "web1.example.org")["system"]["function"], "next");
    site.broker.import_example(
        "prod",
        "'/system/function' = if (OBJECT == 'web2.example.org') { value('web1.example.org:/system/function') } else { 'prod' };",
    ).unwrap();
    site.ok("make --hostname web2.example.org");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "next");

    // Not compiled with it, so not what its templates say by now.
    site.broker
        .import_example("next", "'/system/function' = 'later';")
        .unwrap();
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
    site.broker.import_example("prod", &function("red")).unwrap();
    site.ok("compile --domain prod");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "red");
    site.broker.import_example("prod", &function("blue")).unwrap();
    site.ok("compile --hostname web2.example.org");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "red");
    site.ok("compile --domain prod");
    assert_eq!(profile(&site, "web2.example.org")["system"]["function"], "blue");
}
