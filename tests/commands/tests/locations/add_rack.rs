//! `aq add_rack`: racks are numbered by their building.

use std::collections::BTreeSet;

use super::_tree::{refused, tree};

#[test]
fn the_building_gives_the_number() {
    let site = tree();
    site.ok("add room --room utroom1 --building ut --floor 1");
    assert_eq!(
        site.ok("add rack --building ut --row A --column 3 --fullname 'Old core'"),
        "ut2\n"
    );
    assert_eq!(
        site.ok("add rack --room utroom1 --row g --column zz --uri x://1 --comments new"),
        "ut3\n"
    );
    insta::assert_snapshot!(site.ok("show rack --rack ut3"), @r"
    Rack: ut3
      Fullname: ut3
      Row: g
      Column: zz
      Location URI: x://1
      Comments: new
      Location Parents: [Organization org, Hub hub1, Continent na, Country us, City ny, Building ut, Room utroom1]
    ");
    assert_eq!(
        site.query("select name, value from xtn_detail where value in ('ut2', 'ut3') order by 2"),
        ["__RESULT__:rackid|ut2", "__RESULT__:rackid|ut3"]
    );
    refused(
        &site,
        4,
        "add rack --building xy --row a --column 1",
        "Not Found: Building xy not found.",
    );
    refused(
        &site,
        4,
        "add rack --bunker b.ut --row a --column 1",
        "Not Found: Bunker b.ut not found.",
    );
    for (row, column, what) in [
        ("a-b", "1", "'a-b' for rack_row"),
        ("a", "12345", "'12345' for rack_column"),
    ] {
        refused(
            &site,
            4,
            &format!("add rack --building ut --row {row} --column {column}"),
            &format!(
                "Bad Request: the value {what} must be alphanumeric\nRows and columns are one to four letters and digits."
            ),
        );
    }
}

#[test]
fn a_number_can_be_forced() {
    let site = tree();
    assert_eq!(
        site.ok("add rack --building ut --row g --column 2 --force_rackid 8"),
        "ut8\n"
    );
    assert_eq!(site.ok("add rack --building ut --row g --column 3"), "ut9\n");
    assert_eq!(
        site.ok("add rack --building ut --row g --column 6 --force_rackid UT6"),
        "ut6\n"
    );
    assert_eq!(
        site.query("select next_rackid from location where name = 'ut'"),
        ["10"]
    );
    refused(
        &site,
        4,
        "add rack --building ut --row g --column 6 --force_rackid ut6",
        "Bad Request: Rack ut6 already exists.",
    );
    for bad in ["ut12-66-1", "012", "np1", "99999999999", "''"] {
        let error = site.fails(
            4,
            &format!("add rack --building ut --row g --column 4 --force_rackid {bad}"),
        );
        assert!(
            error.starts_with("Bad Request: Invalid rack name ut"),
            "{bad}: {error}"
        );
        assert!(
            error.contains("Correct name format: building name + numeric rack ID"),
            "{error}"
        );
    }
}

#[test]
fn racks_added_at_once_get_different_numbers() {
    let site = tree();
    let names: BTreeSet<String> = std::thread::scope(|scope| {
        let add = || site.ok("add rack --building ut --row a --column 1");
        let running: Vec<_> = (0..4).map(|_| scope.spawn(add)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(names.into_iter().collect::<String>(), "ut2\nut3\nut4\nut5\n");
}
