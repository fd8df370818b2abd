//! `aq del_machine`.

use aq_test_support::site::Site;

#[test]
fn goes_with_its_parts_unless_a_host_is_on_it() {
    let site = Site::start();
    let told = site.fails(4, "del_machine --machine north1n1");
    assert!(
        told.contains("Host db1.example.org is still using the machine, so the machine cannot be deleted."),
        "{told}"
    );

    site.ok("add_machine --machine spare1 --model r120 --rack south1");
    site.ok("add_interface --machine spare1 --interface bond0");
    site.ok("add_interface --machine spare1 --interface eth0 --mac 02:00:00:00:00:01");
    site.ok("update_interface --machine spare1 --interface eth0 --master bond0");
    site.ok("add_interface --machine spare1 --interface bond0.7");
    site.ok("del_machine --machine spare1");
    assert!(
        site.fails(4, "show_machine --machine spare1")
            .contains("Machine spare1 not found.")
    );
    let rest = "select (select count(*) from plenary where name like '%spare1'), \
                (select count(*) from interface where mac = '02:00:00:00:00:01')";
    assert_eq!(site.query(rest), ["0|0"]);
    assert!(
        site.fails(4, "del_machine --machine spare1")
            .contains("Machine spare1 not found.")
    );
}
