//! `aq update_os`: the life of an operating system.

use super::_site::{owners, refused};

#[test]
fn life_goes_one_way() {
    let site = owners();
    let update = "update os --archetype aquilon --osname linux --osversion 1.0 --lifecycle";
    refused(
        &site,
        4,
        &format!("{update} production"),
        "Bad Request: Cannot change lifecycle stage to production from evaluation. Legal states are: pre_prod, withdrawn",
    );
    refused(
        &site,
        4,
        &format!("{update} invalidstat"),
        "Bad Request: Unknown asset lifecycle 'invalidstat'. The valid values are: decommissioned, early_prod, evaluation, \
         inactive, pre_decommission, pre_prod, production, withdrawn.",
    );
    for stage in [
        "pre_prod",
        "early_prod",
        "production",
        "pre_decommission",
        "inactive",
        "decommissioned",
    ] {
        assert_eq!(site.ok(&format!("{update} {stage} --comments 'now {stage}'")), "");
        let shown = site.ok("show os --osname linux --archetype aquilon");
        assert!(
            shown.contains(&format!("  Lifecycle: {stage}\n  Comments: now {stage}")),
            "{shown}"
        );
    }
}
