//! `aq show_archetype`.

use super::_site::{owners, refused};

#[test]
fn one_or_all_are_shown() {
    let site = owners();
    site.ok("add archetype --archetype ha --cluster_type compute --description 'High availability' --comments 'Some words'");
    insta::assert_snapshot!(site.ok("show archetype --all"), @r"
    Host Archetype: aquilon [compilable]
    Cluster Archetype: ha
      Comments: Some words
    ");
    insta::assert_snapshot!(site.ok("show archetype --all --format csv"), @r"
    aquilon,true,,aquilon,
    ha,false,compute,High availability,Some words
    ");
    insta::assert_snapshot!(site.ok("show archetype --archetype HA --format json"), @r#"
    [
      {
        "name": "ha",
        "compilable": false,
        "cluster_type": "compute",
        "description": "High availability",
        "comments": "Some words"
      }
    ]
    "#);
    refused(
        &site,
        4,
        "show archetype --archetype aquilom",
        "Not Found: Archetype aquilom not found.",
    );
    let told = site.fails(4, "show archetype --archetype aquilom");
    assert!(told.contains("Did you mean aquilon?"), "{told}");
    assert_eq!(site.aq("show archetype").status.code(), Some(1));
}
