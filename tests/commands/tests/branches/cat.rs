//! `aq cat`.

use aq_test_support::site::Site;

use super::_versions::{WEB1, edit, versions};

#[test]
fn each_object_has_its_template() {
    let site = Site::start();
    for (line, header) in [
        (
            "cat --hostname web1.example.org",
            "object template web1.example.org;",
        ),
        (
            "cat --hostname web1.example.org --data",
            "structure template hostdata/web1.example.org;",
        ),
        (
            "cat --hostname web1.example.org --host_personality",
            "unique template host/example.org/web1.example.org/personality/config;",
        ),
        (
            "cat --hostname web1.example.org --host_archetype",
            "unique template host/example.org/web1.example.org/archetype/config;",
        ),
        (
            "cat --hostname web1.example.org --host_grn",
            "unique template host/example.org/web1.example.org/eon_id/config;",
        ),
        (
            "cat --machine north1n2",
            "structure template machine/emea/north/north1/north1n2;",
        ),
        (
            "cat --personality web-server --archetype aquilon",
            "unique template personality/web-server/config;",
        ),
        ("cat --city gva", "unique template site/emea/gva/config;"),
        (
            "cat --networkip 10.1.0.0",
            "structure template network/internal/10.1.0.0/config;",
        ),
    ] {
        let stored = site.ok(line);
        assert_eq!(stored.lines().next(), Some(header), "{line}");
        assert_eq!(site.ok(&format!("{line} --generate")), stored, "{line}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    let site = Site::start();
    for (line, error) in [
        (
            "cat --hostname nosuch.example.org",
            "Not Found: Host nosuch.example.org not found.",
        ),
        ("cat --machine nosuch", "Not Found: Machine nosuch not found."),
        ("cat --cluster nosuch", "Not Found: Cluster nosuch not found."),
        ("cat --city nosuch", "Not Found: City nosuch not found."),
        (
            "cat --networkip 10.9.0.0",
            "Not Found: Network network environment internal, ip 10.9.0.0 not found.",
        ),
        (
            "cat --personality web-server --personality_stage next",
            "Not Found: Personality aquilon/web-server does not have stage next.",
        ),
        (
            "cat --personality web-server --personality_stage no-such-stage",
            "Bad Request: 'no-such-stage' is not a valid personality stage.",
        ),
        (
            "cat --personality web-server --param_tmpl foo",
            "Bad Request: Unknown parameter template foo.",
        ),
        (
            "cat --archetype aquilon --city gva --host_environment prod",
            "Not Found: Plenary file of archetype aquilon, environment prod, city gva not found.",
        ),
        (
            "cat --hostname web1.example.org --reboot_schedule",
            "Not Found: Reboot Schedule of host web1.example.org not found.",
        ),
    ] {
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
    }
}

#[test]
fn profiles_of_any_version() {
    let site = Site::start();
    edit(&site, "'/system/function' = 'red';");
    edit(&site, "'/system/function' = 'blue';");
    let ids = versions(&site, WEB1);
    let served = |extension: &str| {
        let url = format!("http://{}/profiles/{WEB1}.{extension}", site.broker.address);
        let body = std::process::Command::new("curl")
            .args(["-sS", &url])
            .output()
            .unwrap();
        String::from_utf8(body.stdout).unwrap()
    };
    let cat = |options: &str| site.ok(&format!("cat --hostname web1.example.org --profile {options}"));
    assert_eq!(cat("").trim_end(), served("xml").trim_end());
    assert_eq!(cat("--profile_format json").trim_end(), served("json").trim_end());
    assert_eq!(cat(&format!("--version {}", ids[0])), cat(""));
    let json: serde_json::Value =
        serde_json::from_str(&cat(&format!("--version {} --profile_format json", ids[1]))).unwrap();
    assert_eq!(json["system"]["function"], "red");
    assert!(cat(&format!("--version {} --profile_format xml", ids[1])).contains(">red<"));

    let other = versions(&site, "web2.example.org")[0].clone();
    for (options, error) in [
        (
            format!("--hostname web1.example.org --profile --version {other}"),
            format!("Not Found: Version {other} of host web1.example.org not found."),
        ),
        (
            "--hostname nosuch.example.org --profile".to_owned(),
            "Not Found: Host nosuch.example.org not found.".to_owned(),
        ),
    ] {
        let told = site.fails(4, &format!("cat {options}"));
        assert_eq!(told.lines().next(), Some(error.as_str()), "{options}");
    }
    for options in [
        "--machine north1n2 --profile",
        "--hostname web1.example.org --version 1",
        "--hostname web1.example.org --profile --data",
        "--hostname web1.example.org --profile --generate",
        "--hostname web1.example.org --profile --profile_format yaml",
    ] {
        assert_eq!(
            site.aq(&format!("cat {options}")).status.code(),
            Some(1),
            "{options}"
        );
    }
}
