//! `aq search_building`.

use super::_tree::tree;

#[test]
fn by_uri() {
    let site = tree();
    site.ok("add building --building bu --city ny --address x --uri assetinventory://003428");
    assert_eq!(site.ok("search building --uri assetinventory://003428"), "bu\n");
    assert_eq!(site.ok("search building --uri assetinventory://9"), "");
    let full = site.ok("search building --uri assetinventory://003428 --fullinfo");
    assert_eq!(full, site.ok("show building --building bu"));
    for format in ["csv", "json"] {
        assert_eq!(
            site.ok(&format!(
                "search building --uri assetinventory://003428 --format {format}"
            )),
            site.ok(&format!("show building --building bu --format {format}"))
        );
    }
}
