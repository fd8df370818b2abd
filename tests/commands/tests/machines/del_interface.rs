//! `aq del_interface`.

use aq_test_support::site::Site;

#[test]
fn only_what_nothing_depends_on_is_deleted() {
    let site = Site::start();
    for line in [
        "add_interface --machine north1n2 --interface eth1 --mac 02:00:00:00:00:01",
        "add_interface --machine north1n2 --interface eth1.7",
        "add_interface --machine north1n2 --interface bond0",
        "add_interface --machine north1n2 --interface eth2 --mac 02:00:00:00:00:02",
        "update_interface --machine north1n2 --interface eth2 --master bond0",
    ] {
        site.ok(line);
    }
    site.execute(
        "insert into address_assignment (interface_id, label, ip, network_id)
         select i.id, 'e1', '10.1.0.77', n.id from interface i, network n where i.name = 'bmc' and n.name = 'north-servers'",
    );
    for (rest, error) in [
        (
            "--machine north1n2 --interface eth1",
            "Bad Request: Public Interface eth1 of machine web1.example.org is the parent of the following VLAN interfaces, \
             delete them first: eth1.7.",
        ),
        (
            "--machine north1n2 --interface bond0",
            "Bad Request: Bonding Interface bond0 of machine web1.example.org is the master of the following slave interfaces, \
             delete them first: eth2.",
        ),
        (
            "--machine north1n2 --interface eth0",
            "Bad Request: Public Interface eth0 of machine web1.example.org holds the primary address of the machine, \
             therefore it cannot be deleted.  You should delete the host first.",
        ),
        (
            "--interface bmc",
            "Bad Request: Management Interface bmc of machine db1.example.org still has the following addresses configured, \
             delete them first: bmc:e1: 10.1.0.77.",
        ),
        ("--interface eth0", "Bad Request: Interface eth0 is not unique."),
        ("--machine north1n2", "Bad Request: Interface  is not unique."),
        (
            "--machine north1n2 --interface eth9",
            "Not Found: Interface eth9, machine web1.example.org not found.",
        ),
        (
            "--mac 02:00:00:00:00:99",
            "Not Found: Interface mac 02:00:00:00:00:99 not found.",
        ),
        (
            "--interface eth1 --mac 02:00:00:00:00:02",
            "Not Found: Interface eth1, mac 02:00:00:00:00:02 not found.",
        ),
        (
            "--machine nosuch --interface eth0",
            "Not Found: Machine nosuch not found.",
        ),
        ("--chassis c1 --interface oa", "Not Found: Chassis c1 not found."),
        (
            "--network_device sw1 --interface ge",
            "Not Found: Network Device sw1 not found.",
        ),
        (
            "--console_server cs --interface ge",
            "Not Found: Console Server cs not found.",
        ),
    ] {
        let line = format!("del_interface {rest}");
        let before = site.state();
        assert_eq!(site.fails(4, &line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
    // Machine and host follow, one interface after the other.
    for rest in [
        "--machine north1n2 --interface eth1.7",
        "--mac 02:00:00:00:00:01",
        "--machine north1n2 --mac 02:00:00:00:00:02",
        "--interface bond0",
    ] {
        assert_eq!(site.ok(&format!("del_interface {rest}")), "", "{rest}");
    }
    for line in ["cat --machine north1n2", "cat --hostname web1.example.org --data"] {
        let text = site.ok(line);
        assert!(
            text.contains("eth0") && !["eth1", "eth2", "bond0"].iter().any(|name| text.contains(name)),
            "{text}"
        );
    }
    assert_eq!(site.aq("del_interface").status.code(), Some(1));
}
