//! `aq del_os`.

use super::_site::{host, owners, refused};

#[test]
fn only_the_version_that_no_host_has_is_deleted() {
    let site = owners();
    site.ok("add archetype --archetype other");
    for line in [
        "--archetype aquilon --osversion 1.1",
        "--archetype other --osversion 1.0",
    ] {
        site.ok(&format!("add os --osname linux {line}"));
    }
    site.ok(
        "add personality --personality web --archetype aquilon --eon_id 1 --unstaged --host_environment dev",
    );
    host(&site, "n1", "web", None);
    let delete = "del os --osname linux --archetype";
    for (rest, error) in [
        (
            "aquilon --osversion 1.0",
            "Bad Request: Operating System linux, version 1.0, archetype aquilon is still in use by hosts and cannot be \
             deleted.",
        ),
        (
            "other --osversion 1.1",
            "Not Found: Operating System linux, version 1.1, archetype other not found.",
        ),
        ("nosuch --osversion 1.0", "Not Found: Archetype nosuch not found."),
    ] {
        refused(&site, 4, &format!("{delete} {rest}"), error);
    }
    // The same version of another archetype is another one.
    assert_eq!(site.ok(&format!("{delete} other --osversion 1.0")), "");
    assert_eq!(site.ok(&format!("{delete} aquilon --osversion 1.1")), "");
    assert_eq!(
        site.ok("show os --all --format csv"),
        "aquilon,linux,1.0,evaluation,\n"
    );
    assert_eq!(
        site.aq("del os --osname linux --osversion 1.0").status.code(),
        Some(1)
    );
}
