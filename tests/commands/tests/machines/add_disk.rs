//! `aq add_disk`, `aq update_disk` and `aq del_disk`.

use aq_test_support::site::Site;

#[test]
fn disks_come_change_and_go() {
    let site = Site::start();
    site.ok("add_machine --machine spare1 --model r120 --rack south1");
    site.ok(
        "add_disk --machine spare1 --disk sdb --controller sas --size 600 --address 0:0:1:0 \
         --wwn 60:05:08:b1:00:1c:a1:b1 --bus_address pci:0000:0b:00.0 --disk_tech ssd --usage data \
         --diskgroup_key dg0 --model_key m1 --comments 'second one'",
    );
    let raw = site.ok("show_machine --machine spare1");
    let disks = raw.split_once("  Disk: sdb").map(|(_, rest)| rest).unwrap();
    insta::assert_snapshot!(disks, @r"
     600 GB sas (local)
        Address: 0:0:1:0
        WWN: 600508b1001ca1b1
        Controller Bus Address: pci:0000:0b:00.0
        Disk Technology: ssd
        Usage: data
        Disk-Group Key: dg0
        Model Key: m1
        Comments: second one
    ");
    assert!(site.ok("cat --machine spare1").contains("harddisks/{sdb}"));

    site.ok("update_disk --machine spare1 --disk sdb --rename_to sdc --size 700 --controller sata --boot --usage '' --wwn ''");
    let raw = site.ok("show_machine --machine spare1");
    assert!(
        raw.contains("  Disk: sda 480 GB nvme (local)\n"),
        "the other one is not booted from any more:\n{raw}"
    );
    assert!(raw.contains("  Disk: sdc 700 GB sata (local) [boot]\n"), "{raw}");
    assert!(!raw.contains("Usage:") && !raw.contains("WWN:"), "{raw}");

    site.ok("del_disk --machine spare1 --disk sdc");
    assert!(!site.ok("cat --machine spare1").contains("{sdc}"));
    site.ok("del_disk --machine spare1 --all");
    assert!(!site.ok("show_machine --machine spare1").contains("Disk:"));
    site.ok("add_disk --machine spare1 --disk c0d0 --controller cciss --size 1");
    assert!(
        site.ok("show_machine --machine spare1")
            .contains("Disk: c0d0 1 GB cciss (local) [boot]")
    );
    site.ok("add_disk --hostname web1.example.org --disk sdb --controller sas --size 1");
    assert!(
        site.ok("show_machine --machine north1n2")
            .contains("Disk: sdb 1 GB sas (local)")
    );
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    let before = site.ok("show_machine --machine north1n1");
    let address = "Disk address 'bad-address' is not valid, it must match (?:\\d+:){3}\\d+$.";
    for (line, message) in [
        (
            "add_disk --machine north1n1 --disk sdc --controller nosuch --size 1",
            "nosuch is not a valid controller type, use one of: cciss, fibrechannel, flash, ide, nvme, sas, sata, scsi.",
        ),
        (
            "add_disk --machine north1n1 --disk sdb --controller sas --size 1",
            "already has a disk named sdb.",
        ),
        (
            "add_disk --machine north1n1 --disk sdc --controller sas --size 1 --boot",
            "already has a boot disk.",
        ),
        (
            "add_disk --machine north1n1 --disk sdc --controller sas --size 1 --address bad-address",
            address,
        ),
        (
            "add_disk --machine north1n1 --disk sdc --controller sas --size 1 --vsan_policy_key x",
            "VSAN policy can only be set for virtual disks.",
        ),
        (
            "add_disk --machine north1n1 --disk sdc --controller sas --size 1 --share s1",
            "Not Found: Share s1 not found.",
        ),
        (
            "add_disk --machine north1n1 --disk sdc --controller sas --size 1 --usage fun",
            "fun is not a valid disk usage, use one of: cache, capacity, data, os, swap.",
        ),
        (
            "add_disk --machine nosuch --disk sdc --controller sas --size 1",
            "Machine nosuch not found.",
        ),
        (
            "update_disk --machine north1n1 --disk sdc --size 1",
            "Disk sdc, machine db1.example.org not found.",
        ),
        (
            "update_disk --machine north1n1 --disk sdb --rename_to sda",
            "Disk sda, machine db1.example.org already exists.",
        ),
        (
            "update_disk --machine north1n1 --disk sdb --snapshot",
            "Snapshot capability can only be set for virtual disks.",
        ),
        (
            "update_disk --machine north1n1 --disk sdb --share s1",
            "Not Found: Share s1 not found.",
        ),
        (
            "update_disk --machine north1n1 --disk sdb --wwn 0011",
            "must contain either 16 or 32 hexadecimal digits.",
        ),
        (
            "del_disk --machine north1n1 --disk sdz",
            "Disk sdz, machine db1.example.org not found.",
        ),
    ] {
        let told = site.fails(4, line);
        assert!(told.contains(message), "{line}: {told}");
    }
    assert_eq!(site.ok("show_machine --machine north1n1"), before);
}
