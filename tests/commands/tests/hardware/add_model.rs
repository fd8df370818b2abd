//! `aq add_model`.

use super::_catalogue::{parts, refused};

const SPECS: &str = "--cpunum 2 --memory 49152 --disktype local --diskcontroller cciss --disksize 466";

#[test]
fn with_and_without_specifications() {
    let site = parts();
    assert_eq!(
        site.ok("add model --model UTtorswitch --vendor hp --type switch --comments 'Some comments'"),
        ""
    );
    insta::assert_snapshot!(site.ok("show model --model uttorswitch"), @r"
    Vendor: hp Model: uttorswitch
      Model Type: switch
      Comments: Some comments
    ");
    site.ok(&format!(
        "add model --model blade --vendor hp --type blade --cpuname utcpu {SPECS}"
    ));
    insta::assert_snapshot!(site.ok("show model --model blade"), @r"
    Vendor: hp Model: blade
      Model Type: blade
      MachineSpecs for hp blade:
        Cpu: utcpu x 2
        Memory: 49152 MB
        NIC Vendor: generic Model: generic_nic
        Disk: c0d0 466 GB cciss (local)
    ");
    // The same name at another vendor, and a part that only its vendor tells apart.
    site.ok(&format!(
        "add model --model blade --vendor acme --type virtual_machine --cpuname l5520 --cpuvendor acme --nicmodel e1000 \
         --nicvendor intel {SPECS}"
    ));
    assert_eq!(
        site.query(
            "select v.name, n.name from machine_specs s join model m on m.id = s.model_id join model c on c.id = \
             s.cpu_model_id join vendor v on v.id = c.vendor_id join model n on n.id = s.nic_model_id where m.model_type \
             = 'virtual_machine'"
        ),
        ["acme|e1000"]
    );
}

#[test]
fn what_is_wrong_is_said() {
    let site = parts();
    let specs =
        |change: &str| format!("add model --model new --vendor hp --type blade --cpuname utcpu {change}");
    let cases = [
        (
            "add model --model e1000 --vendor intel --type nic".to_owned(),
            "Bad Request: Model e1000, vendor intel already exists.",
        ),
        (
            "add model --model new --vendor ibm --type nic".to_owned(),
            "Not Found: Vendor ibm not found.",
        ),
        (
            format!("add model --model new --vendor hp --type switch --cpuname utcpu {SPECS}"),
            "Bad Request: Machine specifications are only valid for machine types",
        ),
        (
            "add model --model new --vendor hp --type blade --nicmodel e1000".to_owned(),
            "Bad Request: Machine specifications need the number and model of CPUs, the memory and the disk.",
        ),
        (
            format!("add model --model new --vendor hp --type blade --cpuname l5520 {SPECS}"),
            "Bad Request: Model l5520, model_type cpu is not unique.",
        ),
        (
            format!(
                "add model --model new --vendor hp --type blade --cpuname l5521 --cpuvendor acme {SPECS}"
            ),
            "Not Found: Model l5521, vendor acme, model_type cpu not found.\nDid you mean l5520?",
        ),
        (
            specs("--cpunum 2 --memory 1 --disktype floppy --diskcontroller sata --disksize 1"),
            "Bad Request: Invalid disk type 'floppy'. The valid values are: local, virtual_disk.",
        ),
        (
            specs("--cpunum 2 --memory 1 --disktype local --diskcontroller mfm --disksize 1"),
            "Bad Request: mfm is not a valid controller type, use one of: cciss, fibrechannel, flash, ide, nvme, sas, \
             sata, scsi.",
        ),
        (
            specs("--cpunum -1 --memory 1 --disktype local --diskcontroller sata --disksize 1"),
            "Bad Request: The number of CPUs cannot be negative.",
        ),
        (
            specs("--cpunum 1 --memory 9999999999 --disktype local --diskcontroller sata --disksize 1"),
            "Bad Request: 9999999999 is too large for --memory.",
        ),
    ];
    for (line, error) in cases {
        refused(&site, 4, &line, error);
    }
    // Refused before it is sent: a type that does not exist, and specifications that are not complete.
    site.fails(1, "add model --model new --vendor hp --type aurora_node");
    site.fails(
        1,
        "add model --model new --vendor hp --type blade --cpuname utcpu",
    );
}
