//! `aq update_network`.

use super::_site::{plenary, site, told};

#[test]
fn everything_but_the_address_changes() {
    let site = site();
    site.execute("insert into network_compartment (name) values ('perimeter')");
    site.execute("update network set network_compartment_id = (select id from network_compartment)");
    site.ok(
        "update network --ip 10.0.0.0 --rename_to New --building np --type dmz-net --side b \
         --comments 'New comments'",
    );
    let text = site.ok("show network --network new");
    for line in [
        "Network: new\n",
        "  Sysloc: np.ny.na\n",
        "  Side: b\n",
        "  Network Type: dmz-net\n",
        "  Network Compartment: perimeter\n",
        "  Comments: New comments",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let text = plenary(&site, "network/internal/10.0.0.0/config").unwrap();
    assert!(text.contains("\"side\" = \"b\";"), "{text}");

    site.ok("update network --network new --network_compartment= --comments=");
    let text = site.ok("show network --network new");
    assert!(
        !text.contains("Compartment") && !text.contains("Comments"),
        "{text}"
    );
}

#[test]
fn all_networks_of_a_name_change() {
    let site = site();
    site.ok("add network --network net1 --ip 10.0.1.0 --prefixlen 24 --building np");
    assert!(
        told(&site, "update network --network net1 --side b --rename_to net1")
            .contains("WARNING: Network name net1 is already used for address 10.0.0.0/24.")
    );
    assert_eq!(
        site.ok("search network --side b").trim_end(),
        "10.0.0.0/24\n10.0.1.0/24"
    );

    for (rest, error) in [
        (
            "--network xx --side c",
            "Not Found: No matching network was found.",
        ),
        (
            "--ip 10.0.0.1 --side c",
            "Not Found: No matching network was found.",
        ),
        (
            "--network net1 --network_compartment xx",
            "Not Found: Network Compartment xx not found.",
        ),
        (
            "--network net1 --building xx",
            "Not Found: Building xx not found.",
        ),
        (
            "--network net1 --type '<bad>'",
            "Bad Request: A network type starts with a letter or underscore, followed by letters, digits, '_', '.' and \
             '-' (32 at most).",
        ),
    ] {
        site.refuses(4, &format!("update network {rest}"), error);
    }
}
