//! `aq update_interface`.

use aq_test_support::site::Site;

#[test]
fn machine_and_host_follow() {
    let site = Site::start();
    let output = site.aq(
        "update_interface --hostname web1.example.org --interface eth0 --mac 02:00:00:00:00:77 --bus_address pci:0000:0b:00.0 \
         --model generic_nic --comments 'Some words' --rename_to ETH7",
    );
    assert!(output.status.success(), "{output:?}");
    assert!(output.stdout.is_empty());
    let raw = site.ok("show_host --hostname web1.example.org");
    for line in [
        "  Interface: eth7 02:00:00:00:00:77 [boot, default_route]",
        "    Vendor: generic Model: generic_nic",
        "    Controller Bus Address: pci:0000:0b:00.0",
        "    Provides: web1.example.org [10.1.0.12]",
        "    Comments: Some words",
    ] {
        assert!(raw.lines().any(|l| l == line), "{line}\n{raw}");
    }
    let machine = site.ok("cat --machine north1n2");
    assert!(
        machine.contains("cards/nic/eth7")
            && machine.contains("02:00:00:00:00:77")
            && !machine.contains("eth0"),
        "{machine}"
    );
    let data = site.ok("cat --hostname web1.example.org --data");
    assert!(
        data.contains("interfaces/eth7") && !data.contains("eth0"),
        "{data}"
    );
    assert!(
        site.ok("show_network --ip 10.1.0.0 --hosts")
            .contains("web1.example.org")
    );

    let told = site.aq("update_interface --machine north1n2 --interface eth7 --nodefault_route");
    assert!(
        String::from_utf8_lossy(&told.stderr)
            .contains("machine web1.example.org has no default route, hope that's ok."),
        "{told:?}"
    );
    assert!(
        !site
            .ok("cat --hostname web1.example.org --data")
            .contains("system/network/default_gateway"),
    );
    site.ok(
        "update_interface --machine north1n2 --interface eth7 --default_route --comments= --bus_address=",
    );
    let raw = site.ok("show_host --hostname web1.example.org");
    assert!(
        !raw.contains("Some words") && !raw.contains("Controller Bus Address"),
        "{raw}"
    );

    let before = site.state();
    let preview =
        site.ok("update_interface --machine north1n2 --interface eth7 --mac 02:00:00:00:00:78 --preview");
    assert!(
        preview.contains("~ interface") && preview.contains("02:00:00:00:00:78"),
        "{preview}"
    );
    assert_eq!(site.state(), before);
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    for line in [
        "add_interface --machine north1n2 --interface eth1 --mac 02:00:00:00:00:01",
        "add_interface --machine north1n2 --interface eth1.7",
        "add_interface --machine north1n2 --interface br0",
        "add_interface --machine north1n2 --interface bond0",
        "update_interface --machine north1n2 --interface bond0 --master br0",
    ] {
        site.ok(line);
    }
    for (rest, error) in [
        (
            "eth1 --mac 02:00:0a:01:00:0b",
            "Bad Request: MAC address 02:00:0a:01:00:0b is already in use by public interface eth0 of machine db1.example.org.",
        ),
        (
            "eth1.7 --mac 02:00:00:00:00:08",
            "Bad Request: VLAN interfaces can not have a distinct MAC address.",
        ),
        (
            "br0 --mac 02:00:00:00:00:08",
            "Bad Request: Bridge interfaces can not have a distinct MAC address.",
        ),
        (
            "eth1.7 --boot",
            "Bad Request: Bootable interfaces require a MAC address.",
        ),
        (
            "br0 --master bond0",
            "Bad Request: Enslaving bridge interface br0 of machine web1.example.org would create a circle, which is not \
             allowed.",
        ),
        (
            "eth1 --master bond0",
            "Bad Request: Public Interface eth1 of machine web1.example.org can not be bound as long as it has VLANs.",
        ),
        (
            "eth1 --master bond9",
            "Not Found: Interface bond9, machine web1.example.org not found.",
        ),
        (
            "eth0 --master bond0",
            "Bad Request: Can not enslave public interface eth0 of machine web1.example.org because it has addresses.",
        ),
        (
            "eth0 --clear_master",
            "Bad Request: Public Interface eth0 of machine web1.example.org is not a slave.",
        ),
        (
            "eth1 --rename_to eth0",
            "Bad Request: Machine web1.example.org already has an interface named eth0.",
        ),
        (
            "eth1 --rename_to bad-name",
            "Bad Request: Illegal public interface name 'bad-name'.",
        ),
        (
            "br0 --model e810",
            "Bad Request: Model/vendor can not be set for a bridge interface.",
        ),
        ("eth1 --bus_address pci:1", "Bad Request: Invalid bus address."),
        ("eth1 --autopg", "Not Found: Port Group user not found."),
        (
            "eth9 --comments x",
            "Not Found: Interface eth9, machine web1.example.org not found.",
        ),
    ] {
        let line = format!("update_interface --machine north1n2 --interface {rest}");
        let before = site.state();
        assert_eq!(site.fails(4, &line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
    for (line, error) in [
        (
            "update_interface --machine nosuch --interface eth0 --comments x",
            "Not Found: Machine nosuch not found.",
        ),
        (
            "update_interface --chassis c1 --interface oa --comments x",
            "Not Found: Chassis c1 not found.",
        ),
        (
            "update_interface --network_device sw1 --interface ge --comments x",
            "Not Found: Network Device sw1 not found.",
        ),
    ] {
        site.refuses(4, line, error);
    }
    let told = site.fails(
        4,
        "update_interface --machine north1n2 --interface eth1 --model nosuch",
    );
    assert!(told.starts_with("Not Found: Model nosuch"), "{told}");
    assert_eq!(
        site.aq("update_interface --machine north1n2 --interface eth1 --mac nonsense")
            .status
            .code(),
        Some(1)
    );
}
