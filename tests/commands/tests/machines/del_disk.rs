//! `aq del_disk`.

use aq_test_support::site::Site;

#[test]
fn one_goes_or_all_of_one_machine() {
    let site = Site::start();
    let disks = |machine: &str| {
        site.query(&format!(
            "select d.device_name from disk d join hardware_entity h on h.id = d.machine_id where h.label = '{machine}' order by 1"
        ))
    };
    assert_eq!(disks("north1n1"), ["sda", "sdb"]);
    for (line, error) in [
        (
            "del_disk --machine north1n1 --disk sdz",
            "Not Found: Disk sdz, machine db1.example.org not found.",
        ),
        (
            "del_disk --machine north1n9 --disk sda",
            "Not Found: Machine north1n9 not found.",
        ),
        (
            "del_disk --hostname db9.example.org --all",
            "Not Found: Host db9.example.org not found.",
        ),
    ] {
        let before = site.state();
        assert_eq!(site.fails(4, line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
    let before = site.state();
    let preview = site.ok("del_disk --machine north1n1 --disk sdb --preview");
    assert!(
        preview.contains("- disk:") && preview.contains("-\"harddisks/{sdb}\""),
        "{preview}"
    );
    assert_eq!(site.state(), before);

    assert_eq!(site.ok("del_disk --machine north1n1 --disk SDB"), "");
    assert_eq!(disks("north1n1"), ["sda"]);
    let machine = site.ok("cat --machine north1n1");
    assert!(
        machine.contains("harddisks/{sda}") && !machine.contains("harddisks/{sdb}"),
        "{machine}"
    );
    assert_eq!(site.ok("del_disk --hostname db2.example.org --all"), "");
    assert!(disks("south1n1").is_empty());
    assert!(!site.ok("cat --machine south1n1").contains("harddisks"));
    assert_eq!(disks("north1n1"), ["sda"], "another machine keeps its own");
    // There is nothing more to delete, which is no error.
    site.ok("del_disk --machine south1n1 --all");
    assert_eq!(
        site.aq("del_disk --machine north1n1 --disk sda --all")
            .status
            .code(),
        Some(1)
    );
}
