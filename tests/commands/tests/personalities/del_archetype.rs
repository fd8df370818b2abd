//! `aq del_archetype`.

use super::_site::{owners, refused};

#[test]
fn only_what_nothing_belongs_to_is_deleted() {
    let site = owners();
    site.ok("add personality --personality web --archetype aquilon --eon_id 1 --host_environment dev");
    let delete = "del archetype --archetype aquilon";
    refused(
        &site,
        4,
        delete,
        "Bad Request: Archetype aquilon is still in use by personality aquilon/web and cannot be deleted.",
    );
    site.ok("del personality --personality web --archetype aquilon");
    refused(
        &site,
        4,
        delete,
        "Bad Request: Archetype aquilon is still in use by operating system linux, version 1.0 and cannot be deleted.",
    );
    site.ok("del os --archetype aquilon --osname linux --osversion 1.0");
    let before = site.state();
    let preview = site.ok(&format!("{delete} --preview"));
    assert!(preview.contains("- archetype:"), "{preview}");
    assert_eq!(site.state(), before);
    assert_eq!(site.ok("del archetype --archetype Aquilon"), "");
    assert!(
        site.query("select name from archetype where name = 'aquilon'")
            .is_empty()
    );
    refused(&site, 4, delete, "Not Found: Archetype aquilon not found.");
    assert_eq!(site.aq("del archetype").status.code(), Some(1));
}
