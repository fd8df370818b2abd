//! `aq del_model`.

use aq_test_support::site::Site;

use super::_catalogue::{parts, refused};

#[test]
fn specifications_of_other_models_keep_it() {
    let site = parts();
    site.ok(
        "add model --model r740 --vendor hp --type rackmount --cpuname utcpu --cpunum 2 --memory 1024 --disktype local \
         --diskcontroller sata --disksize 600 --nicmodel e1000",
    );
    for part in ["utcpu", "e1000"] {
        refused(
            &site,
            4,
            &format!("del model --model {part} --vendor intel"),
            &format!(
                "Bad Request: Model intel/{part} is still referenced by machine models and cannot be deleted."
            ),
        );
    }
    assert_eq!(site.ok("del model --model r740 --vendor hp"), "");
    assert_eq!(site.ok("del model --model e1000 --vendor intel"), "");
    assert_eq!(site.query("select count(*) from machine_specs"), ["0"]);
    refused(
        &site,
        4,
        "del model --model r740 --vendor hp",
        "Not Found: Model r740, vendor hp not found.",
    );
    refused(
        &site,
        4,
        "del model --model r740 --vendor ibm",
        "Not Found: Vendor ibm not found.",
    );
}

#[test]
fn hardware_keeps_it() {
    let site = Site::start();
    refused(
        &site,
        4,
        "del model --model s240 --vendor acme",
        "Bad Request: Model acme/s240 is still in use and cannot be deleted.",
    );
}
