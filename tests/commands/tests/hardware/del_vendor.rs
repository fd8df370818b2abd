//! `aq del_vendor`.

use super::_catalogue::{parts, refused};

#[test]
fn models_keep_it() {
    let site = parts();
    refused(
        &site,
        4,
        "del vendor --vendor intel",
        "Bad Request: Vendor intel is still in use by a model.",
    );
    assert_eq!(site.ok("del vendor --vendor hp"), "");
    refused(
        &site,
        4,
        "del vendor --vendor hp",
        "Not Found: Vendor hp not found.",
    );
}
