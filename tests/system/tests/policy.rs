//! The policy of a site at the start of its broker, and machines as callers.
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

use aq_test_support::environment::kdc;
use aq_test_support::site::Site;

const RULES: &str =
    "default_network_environment_roles = ['netops']\n[roles.aqd_admin]\nallow_by_default = true\n";

fn use_policy(site: &mut Site, rules: &str) -> Result<(), String> {
    let settings = site.broker.dir().join("aqd.toml");
    let text = fs::read_to_string(&settings).unwrap();
    if !text.contains("policy = ") {
        fs::write(&settings, format!("policy = \"policy.toml\"\n{text}")).unwrap();
    }
    fs::write(site.broker.dir().join("policy.toml"), rules).unwrap();
    site.broker.restart().map_err(|e| format!("{e:#}"))
}

#[test]
fn a_policy_with_a_misspelt_command_stops_the_start() {
    let mut site = Site::empty();
    let rules = format!(
        "{RULES}[commands.flsh]\nroles = ['aqd_admin']\n[commands.compile_hostname]\nroles = ['x']\n"
    );
    let error = use_policy(&mut site, &rules).unwrap_err();
    assert!(error.contains("no such command: flsh;"), "{error}");
    use_policy(&mut site, &rules.replace("flsh", "flush")).unwrap();
    site.ok("flush --all");
}

#[test]
fn the_policy_alone_says_who_may_change_networks_of_the_default_environment() {
    let mut site = Site::start();
    use_policy(&mut site, RULES).unwrap();
    let line =
        "add_network --network other --ip 10.9.0.0 --prefixlen 24 --building north --type unknown --side a";
    let error = site.fails(4, line);
    assert!(error.contains("the role netops only"), "{error}");
    use_policy(&mut site, &RULES.replace("netops", "aqd_admin")).unwrap();
    site.ok(line);
}

#[test]
fn a_machine_acts_for_its_own_host_which_must_exist() {
    let site = Site::start();
    let make = |host: &str, path: &str, form: &str| {
        let url = format!("http://localhost:{}{path}", site.broker.address.port());
        let kdc = kdc().unwrap();
        let key = kdc.new_key(host).unwrap();
        let cache = kdc.kinit_with(host, &key, None).unwrap();
        let answer = Command::new("curl")
            .envs(kdc.env())
            .env("KRB5CCNAME", format!("FILE:{}", cache.display()))
            .args([
                "-sS",
                "-w",
                " %{http_code}",
                "--negotiate",
                "-u",
                ":",
                "--data",
                form,
                &url,
            ])
            .output()
            .unwrap();
        String::from_utf8_lossy(&answer.stdout).into_owned()
    };
    let web1 = "host/web1.example.org";
    let own = make(web1, "/host/web1.example.org/command/make", "");
    assert!(own.ends_with(" 200"), "{own}");
    let other = make(web1, "/host/web2.example.org/command/make", "");
    assert!(
        other.ends_with(" 403") && other.contains("may not act for web2.example.org"),
        "{other}"
    );
    let both = make(
        web1,
        "/host/web1.example.org/command/make",
        "hostname=web2.example.org",
    );
    assert!(both.ends_with(" 400"), "{both}");
    let gone = make(
        "host/nosuch.example.org",
        "/host/nosuch.example.org/command/make",
        "",
    );
    assert!(
        gone.ends_with(" 403") && gone.contains("there is no host nosuch.example.org"),
        "{gone}"
    );

    // A role for all machines does not make one speak for another.
    site.execute(
        "update user_principal set role_id = (select id from role where name = 'aqd_admin') where name = 'aquilonhost'",
    );
    assert!(make(web1, "/host/web2.example.org/command/make", "").ends_with(" 403"));
    assert!(make(web1, "/command/flush", "archetypes=True").ends_with("200"));
}
