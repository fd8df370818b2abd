//! `aq add_grn`.

use super::_site::{owners, refused};

#[test]
fn is_kept_as_written() {
    let site = owners();
    assert_eq!(site.ok("add grn --grn GRN:/Acme/Mixed_Case --eon_id 77"), "");
    assert_eq!(
        site.query("select grn, eon_id, disabled from grn where eon_id = 77"),
        ["GRN:/Acme/Mixed_Case|77|f"]
    );
    // Nothing can be given to a disabled one.
    assert_eq!(site.ok("add grn --grn grn:/acme/gone --eon_id 78 --disabled"), "");
    refused(
        &site,
        4,
        "add personality --personality web --archetype aquilon --eon_id 78 --host_environment dev",
        "Bad Request: GRN grn:/acme/gone is not usable for new systems.",
    );
    site.ok("add personality --personality web --archetype aquilon --eon_id 77 --host_environment dev");

    let before = site.state();
    let preview = site.ok("add grn --grn grn:/acme/x --eon_id 79 --preview");
    assert!(
        preview.contains("+ grn:") && preview.contains("grn:/acme/x"),
        "{preview}"
    );
    assert_eq!(site.state(), before);
    for (line, error) in [
        (
            "add grn --grn grn:/acme/web --eon_id 79",
            "Bad Request: GRN grn:/acme/web already exists.",
        ),
        (
            "add grn --grn grn:/acme/x --eon_id 77",
            "Bad Request: EON ID 77 already exists.",
        ),
        (
            "add grn --grn 'a b' --eon_id 79",
            "Bad Request: 'a b' is not a valid value for --grn.",
        ),
    ] {
        refused(&site, 4, line, error);
    }
    for line in [
        "add grn --grn grn:/acme/x",
        "add grn --grn grn:/acme/x --eon_id many",
    ] {
        assert_eq!(site.aq(line).status.code(), Some(1), "{line}");
    }
}
