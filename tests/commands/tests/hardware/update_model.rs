//! `aq update_model`.

use aq_test_support::site::Site;

use super::_catalogue::{parts, refused};

const FULL: &str =
    "--cpuname utcpu --cpunum 1 --memory 8192 --disktype virtual_disk --diskcontroller sata --disksize 15";

#[test]
fn specifications_and_comments() {
    let site = parts();
    site.ok("add model --model utmedium --vendor hp --type virtual_machine");
    refused(
        &site,
        4,
        "update model --model utmedium --vendor hp --memory 4096",
        "Bad Request: Missing required parameters to store machine specs for the model.  Please give all CPU, disk, RAM, \
         and NIC count information.",
    );
    refused(
        &site,
        4,
        &format!("update model --model e1000 --vendor intel {FULL}"),
        "Bad Request: Machine specifications are only valid for machine types",
    );
    assert_eq!(
        site.ok(&format!("update model --model utmedium --vendor hp {FULL}")),
        ""
    );
    site.ok(
        "update model --model utmedium --vendor hp --cpuname l5520 --cpuvendor acme --cpunum 3 --memory 4096 \
         --disktype local --disksize 45 --diskcontroller scsi --nicmodel e1000 --comments 'New comments'",
    );
    insta::assert_snapshot!(site.ok("show model --model utmedium"), @r"
    Vendor: hp Model: utmedium
      Model Type: virtual_machine
      Comments: New comments
      MachineSpecs for hp utmedium:
        Cpu: l5520 x 3
        Memory: 4096 MB
        NIC Vendor: intel Model: e1000
        Disk: sda 45 GB scsi (local)
    ");
    site.ok("update model --model utmedium --vendor hp --comments '' --update_existing_machines");
    assert!(!site.ok("show model --model utmedium").contains("Comments"));

    for (change, error) in [
        (
            "--disktype local --update_existing_machines",
            "Bad Request: Please do not specify --update_existing_machines to change the model disktype.  This cannot be \
             converted automatically.",
        ),
        (
            "--newvendor acme",
            "Bad Request: Cannot update vendor without updating any existing machines.\nAdd --update_existing_machines.",
        ),
        (
            "--newvendor ibm --update_existing_machines",
            "Not Found: Vendor ibm not found.",
        ),
        (
            "--nicmodel utcpu",
            "Not Found: Model utcpu, model_type nic not found.",
        ),
        (
            "--disksize -1",
            "Bad Request: The capacity of a disk cannot be negative.",
        ),
    ] {
        refused(
            &site,
            4,
            &format!("update model --model utmedium --vendor hp {change}"),
            error,
        );
    }
    refused(
        &site,
        5,
        "update model --model utmedium --vendor hp --machine_type rackmount",
        "Not Implemented: Cannot (yet) change a model's machine type.",
    );
    refused(
        &site,
        4,
        "update model --model utmedium --vendor acme --memory 1",
        "Not Found: Model utmedium, vendor acme not found.",
    );
    site.ok("add model --model utmedium --vendor acme --type blade");
    refused(
        &site,
        4,
        "update model --model utmedium --vendor hp --newvendor acme --update_existing_machines",
        "Bad Request: Model utmedium, vendor acme already exists.",
    );
}

#[test]
fn machines_with_the_old_defaults_follow() {
    let site = Site::start();
    let machine = |label: &str| {
        let name = format!("machine/emea/{}/{}/{label}", &label[..5], &label[..6]);
        site.query(&format!("select content from plenary where name = '{name}'"))
            .join("\n")
    };
    site.ok("update machine --machine north1n2 --memory 65536");
    let own = machine("north1n2");

    // Without the flag only later machines differ.
    site.ok("update model --model r120 --vendor acme --memory 16384");
    assert!(
        machine("north1n3").contains("131072*MB"),
        "{}",
        machine("north1n3")
    );
    site.ok("update model --model r120 --vendor acme --memory 131072");

    let change = "update model --model r120 --vendor acme --memory 32768 --cpunum 1 --disksize 960 --diskcontroller sas \
                  --update_existing_machines";
    let preview = site.ok(&format!("{change} --preview"));
    assert!(
        preview.contains("machine/emea/north/north1/north1n3"),
        "{preview}"
    );
    assert!(machine("north1n3").contains("131072*MB"));
    site.ok(change);
    let changed = machine("north1n3");
    for value in ["32768*MB", "960*GB", "\"sas\""] {
        assert!(changed.contains(value), "{value}: {changed}");
    }
    assert_ne!(machine("north1n2"), own);
    assert!(machine("north1n2").contains("65536*MB"));

    // Vendor and model name the hardware template, of machines and of their parts.
    site.ok("update model --model r120 --vendor acme --newvendor amd --update_existing_machines");
    assert!(machine("north1n3").contains("hardware/machine/amd/r120"));
    site.ok("update model --model e810 --vendor intel --newvendor acme --update_existing_machines");
    assert!(machine("south1n1").contains("hardware/nic/acme/e810"));
}
