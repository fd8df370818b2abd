//! `aq update_machine`.

use aq_test_support::site::Site;

#[test]
fn changes_hardware_place_and_primary_address() {
    let site = Site::start();
    site.ok(
        "update_machine --machine north1n4 --model s240 --vendor acme --cpucount 1 --memory 1024 --serial '' \
         --comments 'new one' --uuid 6d1ba6b4-7d3c-4c4e-9d2c-0b8f2f9f3b11",
    );
    site.ok("update_machine --hostname node1.example.org --rack north2 --ip 10.1.0.99");
    let raw = site.ok("show_machine --machine north1n4");
    for line in [
        "  Primary Name: node1.example.org [10.1.0.99]",
        "  Rack: north2",
        "  Vendor: acme Model: s240",
        "  Comments: new one",
        "    Provides: node1.example.org [10.1.0.99]",
        "  Cpu: xeon_4314 x 1",
        "  Memory: 1024 MB",
        "  UUID: 6d1ba6b4-7d3c-4c4e-9d2c-0b8f2f9f3b11",
    ] {
        assert!(raw.lines().any(|l| l == line), "{line}\n{raw}");
    }
    assert!(!raw.contains("Serial:"), "{raw}");
    let plenaries = site.query("select name from plenary where name like 'machine/%/north1n4'");
    assert_eq!(plenaries, ["machine/emea/north/north2/north1n4"]);
    assert!(
        site.ok("cat --hostname node1.example.org --data")
            .contains("10.1.0.99")
    );
    site.ok("update_machine --machine north1n4 --clear_uuid --comments ''");
    assert!(!site.ok("show_machine --machine north1n4").contains("UUID"));
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    site.ok("add_machine --machine spare1 --model r120 --rack south1");
    let uuid = "6d1ba6b4-7d3c-4c4e-9d2c-0b8f2f9f3b11";
    site.ok(&format!("update_machine --machine spare1 --uuid {uuid}"));
    let before = site.ok("show_machine --machine north1n1");
    for (line, message) in [
        (
            format!("--machine north1n1 --memory 5 --uuid {uuid}"),
            format!("Machine spare1 is already using UUID {uuid}."),
        ),
        (
            "--machine north1n1 --memory 5 --ip 10.1.0.12".into(),
            "IP address 10.1.0.12 is already in use by public interface eth0 of machine web1.example.org."
                .into(),
        ),
        (
            "--machine north1n1 --memory 5 --ip 10.1.0.0".into(),
            "IP address 10.1.0.0 is the address of network".into(),
        ),
        (
            "--machine north1n1 --memory 5 --ip 192.0.2.1".into(),
            "Could not determine network containing IP address 192.0.2.1.".into(),
        ),
        (
            "--machine spare1 --ip 10.1.0.50".into(),
            "Machine spare1 does not have a primary name.".into(),
        ),
        (
            "--machine spare1 --vmhost db1.example.org".into(),
            "Host db1.example.org not found.".into(),
        ),
        (
            "--machine spare1 --slot 1".into(),
            "Option --slot requires --chassis information.".into(),
        ),
        (
            "--machine nosuch --memory 5".into(),
            "Machine nosuch not found.".into(),
        ),
        (
            "--machine spare1 --memory -5".into(),
            "The size of the memory cannot be negative.".into(),
        ),
    ] {
        let told = site.fails(4, &format!("update_machine {line}"));
        assert!(told.contains(&message), "{line}: {told}");
    }
    assert_eq!(site.ok("show_machine --machine north1n1"), before);
}
