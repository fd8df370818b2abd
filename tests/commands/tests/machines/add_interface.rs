//! `aq add_interface`, `aq update_interface` and `aq del_interface`.

use aq_test_support::site::Site;

/// The lines of one interface in the answer of `show_machine`.
fn interface(site: &Site, machine: &str, name: &str) -> String {
    let raw = site.ok(&format!("show_machine --machine {machine}"));
    let start = raw
        .lines()
        .skip_while(|line| !line.starts_with(&format!("  Interface: {name} ")));
    let mut lines: Vec<&str> = start.collect();
    let end = lines
        .iter()
        .skip(1)
        .position(|line| !line.starts_with("    "))
        .map_or(lines.len(), |i| i + 1);
    lines.truncate(end);
    lines.join("\n")
}

#[test]
fn the_name_tells_the_type() {
    let site = Site::start();
    site.ok("add_machine --machine spare1 --model r120 --rack south1");
    site.ok(
        "add_interface --machine spare1 --interface eth0 --mac 0200.0000.0001 --bus_address pci:0000:0b:00.0",
    );
    site.ok("add_interface --machine spare1 --interface eth1 --mac 02:00:00:00:00:02 --model generic_nic --comments x");
    site.ok("add_interface --machine spare1 --interface ilo --mac 02:00:00:00:00:03");
    site.ok("add_interface --machine spare1 --interface eth1.7");
    site.ok("add_interface --machine spare1 --interface br0");
    insta::assert_snapshot!(interface(&site, "spare1", "eth0"), @r"
      Interface: eth0 02:00:00:00:00:01 [boot, default_route]
        Type: public
        Vendor: intel Model: e810
        Controller Bus Address: pci:0000:0b:00.0
    ");
    insta::assert_snapshot!(interface(&site, "spare1", "eth1"), @r"
      Interface: eth1 02:00:00:00:00:02
        Type: public
        Vendor: generic Model: generic_nic
        Comments: x
    ");
    insta::assert_snapshot!(interface(&site, "spare1", "eth1.7"), @r"
      Interface: eth1.7 (no MAC addr)
        Type: vlan
        Parent Interface: eth1, VLAN ID: 7
    ");
    assert!(interface(&site, "spare1", "ilo").contains("Type: management"));
    assert!(interface(&site, "spare1", "br0").contains("Type: bridge"));
    assert!(
        site.ok("cat --machine spare1")
            .contains("\"hwaddr\", \"02:00:00:00:00:01\"")
    );

    // The host's data follow.
    site.ok("add_interface --hostname web1.example.org --interface eth1 --mac 02:00:00:00:00:04");
    assert!(site.ok("cat --hostname web1.example.org --data").contains("eth1"));
}

#[test]
fn roles_masters_and_names_change() {
    let site = Site::start();
    site.ok("add_machine --machine spare1 --model r120 --rack south1");
    site.ok("add_interface --machine spare1 --interface eth1 --mac 02:00:00:00:00:01");
    site.ok("update_interface --machine spare1 --interface eth1 --boot");
    let first = interface(&site, "spare1", "eth1");
    assert!(
        first.contains("[boot, default_route]"),
        "the first boot interface carries the default route: {first}"
    );
    site.ok("add_interface --machine spare1 --interface eth2 --mac 02:00:00:00:00:02");
    let output = site.aq("update_interface --machine spare1 --interface eth2 --boot");
    assert!(output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("no longer provides the default route; it did before!"),
        "{told}"
    );
    assert!(interface(&site, "spare1", "eth1").contains("[default_route]"));
    assert!(interface(&site, "spare1", "eth2").contains("[boot]"));
    site.ok(
        "update_interface --machine spare1 --interface eth2 --default_route --model generic_nic --comments y",
    );
    assert!(interface(&site, "spare1", "eth2").contains("generic_nic"));

    site.ok("add_interface --machine spare1 --interface bond0");
    site.ok("update_interface --machine spare1 --interface eth2 --master bond0 --rename_to eth3 --mac 02:00:00:00:00:09");
    insta::assert_snapshot!(interface(&site, "spare1", "eth3"), @r"
      Interface: eth3 02:00:00:00:00:09 [boot, default_route]
        Type: public
        Vendor: generic Model: generic_nic
        Master Interface: bond0
        Comments: y
    ");
    for (line, message) in [
        (
            "del_interface --machine spare1 --interface bond0",
            "is the master of the following slave interfaces, delete them first: eth3.",
        ),
        (
            "update_interface --machine spare1 --interface bond0 --master bond0",
            "would create a circle, which is not allowed.",
        ),
        (
            "update_interface --machine spare1 --interface eth1 --master eth3",
            "The master must be a bonding or bridge interface.",
        ),
        (
            "update_interface --machine spare1 --interface eth1 --clear_master",
            "Public Interface eth1 of machine spare1 is not a slave.",
        ),
        (
            "update_interface --machine spare1 --interface eth1 --rename_to eth3",
            "Machine spare1 already has an interface named eth3.",
        ),
        (
            "update_interface --machine spare1 --interface eth1 --pg user-v710",
            "Port Group user-v710 not found.",
        ),
        (
            "update_interface --machine north1n2 --interface eth0 --master bond0",
            "Can not enslave public interface eth0 of machine web1.example.org because it has addresses.",
        ),
    ] {
        let told = site.fails(4, line);
        assert!(told.contains(message), "{line}: {told}");
    }
    site.ok("update_interface --machine spare1 --interface eth3 --clear_master");
    site.ok("del_interface --mac 02:00:00:00:00:09");
    site.ok("del_interface --machine spare1 --interface bond0");
    let raw = site.ok("show_machine --machine spare1");
    assert!(!raw.contains("eth3") && !raw.contains("bond0"), "{raw}");
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    let before = site.ok("show_machine --machine north1n1");
    for (line, message) in [
        (
            "add_interface --machine north1n1 --interface eth1 --mac 02:00:0a:01:00:0c",
            "MAC address 02:00:0a:01:00:0c is already used by public interface eth0 of machine web1.example.org.",
        ),
        (
            "add_interface --machine north1n1 --interface eth0 --mac 02:00:00:00:00:01",
            "Public Interface eth0 of machine db1.example.org already exists.",
        ),
        (
            "add_interface --machine north1n1 --interface badname",
            "Illegal public interface name 'badname'.",
        ),
        (
            "add_interface --machine north1n1 --interface eth0.5 --mac 02:00:00:00:00:01",
            "VLAN interfaces can not have a distinct MAC address.",
        ),
        (
            "add_interface --machine north1n1 --interface eth0.4096",
            "Illegal VLAN ID 4096: it must be greater than 0 and smaller than 4096.",
        ),
        (
            "add_interface --machine north1n1 --interface eth7.5",
            "Parent interface eth7 for VLAN interface eth7.5 does not exist",
        ),
        (
            "add_interface --machine north1n1 --interface ilo",
            "Management interfaces require a MAC address.",
        ),
        (
            "add_interface --machine north1n1 --interface bond0 --model e810",
            "Model/vendor can not be set for a bonding interface.",
        ),
        (
            "add_interface --machine north1n1 --interface lo0 --iftype loopback",
            "Interface type 'loopback' is not valid for machines.",
        ),
        (
            "add_interface --machine north1n1 --interface eth1 --automac",
            "Can only automatically generate MAC addresses for virtual hardware.",
        ),
        (
            "add_interface --chassis c1 --interface oa",
            "Chassis c1 not found.",
        ),
        (
            "add_interface --network_device sw1 --interface gi0 --iftype physical",
            "Network Device sw1 not found.",
        ),
        (
            "update_interface --machine north1n1 --interface eth9 --comments x",
            "Interface eth9, machine db1.example.org not found.",
        ),
        (
            "update_interface --machine north1n1 --interface eth0 --mac 02:00:0a:01:00:0c",
            "MAC address 02:00:0a:01:00:0c is already in use by public interface eth0 of machine web1.example.org.",
        ),
        (
            "del_interface --machine north1n1 --interface eth0",
            "holds the primary address of the machine, therefore it cannot be deleted.",
        ),
        ("del_interface --interface eth0", "Interface eth0 is not unique."),
        (
            "del_interface --mac 02:00:00:00:00:99",
            "Interface mac 02:00:00:00:00:99 not found.",
        ),
    ] {
        let told = site.fails(4, line);
        assert!(told.contains(message), "{line}: {told}");
    }
    assert_eq!(site.ok("show_machine --machine north1n1"), before);
}
