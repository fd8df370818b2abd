//! `aq add_os`, `show_os`, `del_os`.

use super::_site::{host, owners, refused};

#[test]
fn is_added_shown_and_deleted() {
    let site = owners();
    assert_eq!(
        site.ok("add os --archetype aquilon --osname linux --osversion 1.1 --comments 'Some words'"),
        ""
    );
    assert_eq!(
        site.ok("add os --archetype aquilon --osname Linux --osversion 2.0-x86_64 --copy_version 1.1"),
        ""
    );
    insta::assert_snapshot!(site.ok("show os --osname linux --archetype aquilon --osversion 2.0-x86_64"), @r"
    Operating System: linux
      Version: 2.0-x86_64
      Archetype: aquilon
      Lifecycle: evaluation
      Comments: Some words
    ");
    assert_eq!(
        site.ok("show os --all --format csv"),
        "aquilon,linux,1.0,evaluation,\naquilon,linux,1.1,evaluation,Some words\naquilon,linux,2.0-x86_64,evaluation,Some words\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show os --osversion 1.1 --format json")).unwrap();
    assert_eq!(json[0]["lifecycle"], "evaluation");
    assert_eq!(
        site.ok("del os --archetype aquilon --osname linux --osversion 1.1"),
        ""
    );
    refused(
        &site,
        4,
        "show os --osversion 1.1",
        "Not Found: No matching operating system.",
    );
}

#[test]
fn refusals_change_nothing() {
    let site = owners();
    site.ok(
        "add personality --personality web --archetype aquilon --eon_id 1 --unstaged --host_environment dev",
    );
    host(&site, "web1", "web", None);
    for (line, error) in [
        (
            "add os --archetype aquilon --osname linux --osversion 1.0",
            "Bad Request: Operating System linux, version 1.0, archetype aquilon already exists.",
        ),
        (
            "add os --archetype aquilon --osname oops@! --osversion 1.0",
            "Bad Request: 'oops@!' is not a valid value for --osname.",
        ),
        (
            "add os --archetype aquilon --osname linux --osversion oops@!",
            "Bad Request: 'oops@!' is not a valid value for --osversion.",
        ),
        (
            "add os --archetype nosuch --osname linux --osversion 1",
            "Not Found: Archetype nosuch not found.",
        ),
        (
            "del os --archetype aquilon --osname linux --osversion 1.9",
            "Not Found: Operating System linux, version 1.9, archetype aquilon not found.",
        ),
        (
            "del os --archetype aquilon --osname linux --osversion 1.0",
            "Bad Request: Operating System linux, version 1.0, archetype aquilon is still in use by hosts and cannot be deleted.",
        ),
    ] {
        refused(&site, 4, line, error);
    }
}
