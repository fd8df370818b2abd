//! Machines.

use insta::assert_snapshot;

use crate::fixtures::*;
use crate::text;

#[test]
fn simple() {
    assert_snapshot!(text(&simple_machine()));
}

#[test]
fn everything() {
    assert_snapshot!(text(&full_machine()));
}

#[test]
fn virtual_disks_outside_a_rack() {
    assert_snapshot!(text(&virtual_machine()));
}

#[test]
fn nothing_in_it() {
    let mut machine = simple_machine();
    machine.cpu_quantity = 0;
    machine.serial_number = Some(String::new());
    machine.disks.clear();
    machine.interfaces.clear();
    machine.location.rack_row = None;
    machine.location.rack_column = Some(String::new());
    assert_snapshot!(text(&machine));
}
