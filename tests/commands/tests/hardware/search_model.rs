//! `aq search_model`.

use super::_catalogue::{parts, refused};

#[test]
fn by_every_criterion() {
    let site = parts();
    site.ok(
        "add model --model r740 --vendor hp --type rackmount --cpuname utcpu --cpunum 2 --memory 1024 --disktype local \
         --diskcontroller sata --disksize 600 --nicmodel e1000",
    );
    site.ok(
        "add model --model utlarge --vendor acme --type virtual_machine --cpuname l5520 --cpuvendor acme --cpunum 4 \
         --memory 2048 --disktype virtual_disk --diskcontroller scsi --disksize 15",
    );
    for (criterion, found) in [
        ("--model R740", "hp/r740\n"),
        ("--model nothing", ""),
        ("--vendor intel", "intel/e1000\nintel/l5520\nintel/utcpu\n"),
        ("--machine_type nic", "generic/generic_nic\nintel/e1000\n"),
        ("--cpuname utcpu", "hp/r740\n"),
        ("--cpuname l5520", "acme/utlarge\n"),
        ("--cpuvendor acme", "acme/utlarge\n"),
        ("--cpuname l5520 --cpuvendor intel", ""),
        ("--cpunum 2", "hp/r740\n"),
        ("--nicmodel e1000", "hp/r740\n"),
        ("--nicvendor generic", "acme/utlarge\n"),
        ("--memory 2048", "acme/utlarge\n"),
        ("--disktype virtual_disk", "acme/utlarge\n"),
        ("--diskcontroller sata", "hp/r740\n"),
        ("--disksize 15 --cpunum 4", "acme/utlarge\n"),
        ("--disksize 15 --cpunum 2", ""),
    ] {
        assert_eq!(
            site.ok(&format!("search model {criterion}")),
            found,
            "{criterion}"
        );
    }
    assert_eq!(
        site.ok("search model --disksize 600 --fullinfo"),
        site.ok("show model --model r740")
    );
    for format in ["csv", "json"] {
        assert_eq!(
            site.ok(&format!("search model --disksize 600 --format {format}")),
            site.ok(&format!("show model --model r740 --format {format}"))
        );
    }
    refused(
        &site,
        4,
        "search model --vendor ibm",
        "Not Found: Vendor ibm not found.",
    );
    refused(
        &site,
        4,
        "search model --cpuname e1000",
        "Not Found: Model e1000, model_type cpu not found.",
    );
    refused(
        &site,
        4,
        "search model --nicvendor ibm",
        "Not Found: Vendor ibm not found.",
    );
}
