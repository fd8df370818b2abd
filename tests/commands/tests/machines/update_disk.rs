//! `aq update_disk`.

use aq_test_support::site::Site;

#[test]
fn every_option_is_stored() {
    let site = Site::start();
    assert_eq!(
        site.ok(
            "update_disk --hostname db1.example.org --disk sdb --rename_to SDC --controller sata --size 700 --address 0:0:2:0 \
             --wwn 600508b1001ca1b1 --bus_address pci:0000:0b:00.0 --disk_tech hdd --usage swap --diskgroup_key dg1 \
             --model_key m2 --comments 'Some words'"
        ),
        ""
    );
    let raw = site.ok("show_machine --machine north1n1");
    let shown = raw.split_once("  Disk: sdc").map(|(_, rest)| rest).unwrap();
    insta::assert_snapshot!(shown.lines().take(9).collect::<Vec<_>>().join("\n"), @r"
    700 GB sata (local)
       Address: 0:0:2:0
       WWN: 600508b1001ca1b1
       Controller Bus Address: pci:0000:0b:00.0
       Disk Technology: hdd
       Usage: swap
       Disk-Group Key: dg1
       Model Key: m2
       Comments: Some words
    ");
    insta::assert_snapshot!(
        site.ok("cat --machine north1n1").split("\"harddisks/{sdc}\"").nth(1).unwrap().split(";\n").next().unwrap(),
        @r#"
     = create("hardware/harddisk/generic/sata",
      "address", "0:0:2:0",
      "bus", "pci:0000:0b:00.0",
      "capacity", 700*GB,
      "disk_tech", "hdd",
      "diskgroup_key", "dg1",
      "interface", "sata",
      "model_key", "m2",
      "usage", "swap",
      "wwn", "600508b1001ca1b1"
    )
    "#
    );
    // The disk that the machine boots from is another one now.
    site.ok("update_disk --machine north1n1 --disk sdc --boot");
    let raw = site.ok("show_machine --machine north1n1");
    assert!(
        raw.contains("Disk: sda 240 GB sata (local)\n")
            && raw.contains("Disk: sdc 700 GB sata (local) [boot]\n"),
        "{raw}"
    );
    site.ok("update_disk --machine north1n1 --disk sdc --noboot");
    assert!(
        !site
            .ok("show_machine --machine north1n1")
            .contains("(local) [boot]")
    );
    site.ok(
        "update_disk --machine north1n1 --disk sdc --address= --wwn= --bus_address= --disk_tech= --usage= --diskgroup_key= \
         --model_key= --comments=",
    );
    assert_eq!(
        site.query("select address, wwn, bus_address, disk_tech, usage, diskgroup_key, model_key, comments from disk where device_name = 'sdc'"),
        ["|||||||"]
    );
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    for (rest, error) in [
        (
            "sdz --size 1",
            "Not Found: Disk sdz, machine db1.example.org not found.",
        ),
        (
            "sdb --rename_to sda",
            "Bad Request: Disk sda, machine db1.example.org already exists.",
        ),
        (
            "sdb --controller nosuch",
            "Bad Request: nosuch is not a valid controller type, use one of: cciss, fibrechannel, flash, ide, nvme, sas, \
             sata, scsi.",
        ),
        (
            "sdb --address 1:2",
            "Bad Request: Disk address '1:2' is not valid, it must match (?:\\d+:){3}\\d+$.",
        ),
        (
            "sdb --wwn xyz",
            "Bad Request: The value of --wwn may contain hexadecimal characters only.",
        ),
        (
            "sdb --disk_tech tape",
            "Bad Request: tape is not a valid disk technology, use one of: hdd, nvme, ssd.",
        ),
        (
            "sdb --usage fun",
            "Bad Request: fun is not a valid disk usage, use one of: cache, capacity, data, os, swap.",
        ),
        (
            "sdb --bus_address usb:1",
            "Bad Request: Unknown hardware bus type.",
        ),
        (
            "sdb --size 1 --iops_limit 5",
            "Bad Request: IOPS limit can only be set for virtual disks.",
        ),
        (
            "sdb --size 1 --nosnapshot",
            "Bad Request: Snapshot capability can only be set for virtual disks.",
        ),
        (
            "sdb --size 1 --vsan_policy_key x",
            "Bad Request: VSAN policy can only be set for virtual disks.",
        ),
        ("sdb --filesystem f", "Not Found: Filesystem f not found."),
    ] {
        let line = format!("update_disk --machine north1n1 --disk {rest}");
        let before = site.state();
        assert_eq!(site.fails(4, &line).lines().next(), Some(error), "{line}");
        assert_eq!(site.state(), before, "{line}");
    }
    site.refuses(
        4,
        "update_disk --machine nosuch --disk sda --size 1",
        "Not Found: Machine nosuch not found.",
    );
    let negative = site.fails(4, "update_disk --machine north1n1 --disk sda --size -1");
    assert!(negative.starts_with("Bad Request: "), "{negative}");
    assert_eq!(
        site.aq("update_disk --machine north1n1 --disk sda --size big")
            .status
            .code(),
        Some(1)
    );
}
