//! `aq add_city`.

use super::_tree::{plenary, refused, tree};

#[test]
fn writes_the_time_zone() {
    let site = tree();
    assert_eq!(
        site.ok("add city --city Ex --campus ta --fullname Exampleton --timezone US/Eastern --comments 'Some comments'"),
        ""
    );
    insta::assert_snapshot!(site.ok("show city --city ex"), @r"
    City: ex
      Fullname: Exampleton
      Timezone: US/Eastern
      Comments: Some comments
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, Campus ta]
    ");
    insta::assert_snapshot!(plenary(&site, "site/americas/ex/config").unwrap(), @r#"
    unique template site/americas/ex/config;

    variable TIMEZONE = "US/Eastern";
    "#);
    // A value that would end a string or begin a statement stays a value.
    site.ok(r#"add city --city odd --country us --timezone 'a"; b\'"#);
    let odd = plenary(&site, "site/americas/odd/config").unwrap();
    assert!(
        odd.trim_end().ends_with(r#"variable TIMEZONE = 'a"; b\';"#),
        "{odd}"
    );

    refused(
        &site,
        4,
        "add city --city ex --country us --timezone UTC",
        "Bad Request: City ex already exists.",
    );
    refused(
        &site,
        4,
        "add city --city e2 --country xx --timezone UTC",
        "Not Found: Country xx not found.",
    );
    refused(
        &site,
        4,
        "add city --city e2 --campus xx --timezone UTC",
        "Not Found: Campus xx not found.",
    );
    let error = site.fails(1, "add city --city e2 --timezone UTC --country us --campus ta");
    assert!(error.contains("country") && error.contains("campus"), "{error}");
}

#[test]
fn preview_shows_row_and_template_and_keeps_nothing() {
    let site = tree();
    let before = site.state();
    let preview = site.ok("add city --city ex --country us --timezone UTC --preview");
    assert!(
        preview.contains("+ location:") && preview.contains("name=\"ex\""),
        "{preview}"
    );
    assert!(preview.contains("+variable TIMEZONE = \"UTC\";"), "{preview}");
    assert_eq!(site.state(), before);
}
