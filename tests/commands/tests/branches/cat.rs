//! `aq cat`.

use aq_test_support::site::Site;

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
