//! `aq show_model`.

use super::_catalogue::{parts, refused};

#[test]
fn one_or_all_in_every_format() {
    let site = parts();
    site.ok(
        "add model --model r740 --vendor hp --type rackmount --cpuname utcpu --cpunum 2 --memory 1024 --disktype local \
         --diskcontroller sata --disksize 600 --nicmodel e1000 --comments 'a, b'",
    );
    insta::assert_snapshot!(site.ok("show model --all"), @r"
    Vendor: acme Model: l5520
      Model Type: cpu
    Vendor: generic Model: generic_nic
      Model Type: nic
    Vendor: hp Model: r740
      Model Type: rackmount
      Comments: a, b
      MachineSpecs for hp r740:
        Cpu: utcpu x 2
        Memory: 1024 MB
        NIC Vendor: intel Model: e1000
        Disk: sda 600 GB sata (local)
    Vendor: intel Model: e1000
      Model Type: nic
    Vendor: intel Model: l5520
      Model Type: cpu
    Vendor: intel Model: utcpu
      Model Type: cpu
    ");
    insta::assert_snapshot!(site.ok("show model --model r740 --format csv"), @r#"hp,r740,rackmount,intel,utcpu,2,1024,intel,e1000,local,sata,600,"a, b""#);
    insta::assert_snapshot!(site.ok("show model --model e1000 --format csv"), @"intel,e1000,nic,,,,,,,,,,");
    insta::assert_snapshot!(site.ok("show model --model r740 --format json"), @r#"
    [
      {
        "vendor": "hp",
        "name": "r740",
        "type": "rackmount",
        "comments": "a, b",
        "machine_specs": {
          "cpu": {
            "vendor": "intel",
            "model": "utcpu"
          },
          "cpu_quantity": 2,
          "memory": 1024,
          "nic": {
            "vendor": "intel",
            "model": "e1000"
          },
          "disk_type": "local",
          "disk_name": "sda",
          "disk_capacity": 600,
          "controller_type": "sata"
        }
      }
    ]
    "#);
}

#[test]
fn vendor_and_type_tell_models_apart() {
    let site = parts();
    site.ok("add model --model l5520 --vendor hp --type switch");
    refused(
        &site,
        4,
        "show model --model l5520",
        "Bad Request: Model l5520 is not unique.",
    );
    refused(
        &site,
        4,
        "show model --model l5520 --type cpu",
        "Bad Request: Model l5520, model_type cpu is not unique.",
    );
    assert_eq!(
        site.ok("show model --model l5520 --vendor intel"),
        "Vendor: intel Model: l5520\n  Model Type: cpu\n"
    );
    assert_eq!(
        site.ok("show model --model l5520 --type switch"),
        "Vendor: hp Model: l5520\n  Model Type: switch\n"
    );
    refused(
        &site,
        4,
        "show model --model e1001 --vendor intel",
        "Not Found: Model e1001, vendor intel not found.\nDid you mean e1000?",
    );
    refused(
        &site,
        4,
        "show model --model e1000 --vendor ibm",
        "Not Found: Vendor ibm not found.",
    );
}
