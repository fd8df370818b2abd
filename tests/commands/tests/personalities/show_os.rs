//! `aq show_os`.

use super::_site::{owners, refused};

#[test]
fn all_that_fit_are_shown() {
    let site = owners();
    site.ok("add archetype --archetype other");
    site.ok("add os --archetype other --osname linux --osversion 1.0 --comments 'Some words'");
    site.ok("add os --archetype aquilon --osname solaris --osversion 11.1-x86_64");
    insta::assert_snapshot!(site.ok("show os --osname linux"), @r"
    Operating System: linux
      Version: 1.0
      Archetype: aquilon
      Lifecycle: evaluation
    Operating System: linux
      Version: 1.0
      Archetype: other
      Lifecycle: evaluation
      Comments: Some words
    ");
    for (criteria, csv) in [
        (
            "--all",
            "aquilon,linux,1.0,evaluation,\naquilon,solaris,11.1-x86_64,evaluation,\nother,linux,1.0,evaluation,Some words\n",
        ),
        ("--archetype other", "other,linux,1.0,evaluation,Some words\n"),
        (
            "--osversion 11.1-x86_64",
            "aquilon,solaris,11.1-x86_64,evaluation,\n",
        ),
        (
            "--osname linux --osversion 1.0 --archetype aquilon",
            "aquilon,linux,1.0,evaluation,\n",
        ),
    ] {
        assert_eq!(
            site.ok(&format!("show os {criteria} --format csv")),
            csv,
            "{criteria}"
        );
    }
    insta::assert_snapshot!(site.ok("show os --archetype other --format json"), @r#"
    [
      {
        "archetype": "other",
        "name": "linux",
        "version": "1.0",
        "lifecycle": "evaluation",
        "comments": "Some words"
      }
    ]
    "#);
    for (line, error) in [
        (
            "show os --osname nosuch",
            "Not Found: No matching operating system.",
        ),
        (
            "show os --osname solaris --archetype other",
            "Not Found: No matching operating system.",
        ),
        (
            "show os --archetype nosuch",
            "Not Found: Archetype nosuch not found.",
        ),
    ] {
        refused(&site, 4, line, error);
    }
    assert_eq!(site.aq("show os").status.code(), Some(1));
}
