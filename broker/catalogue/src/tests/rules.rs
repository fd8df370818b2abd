//! Groups, requirements and exclusions, with messages that name the options as typed.

use super::{checked, refused};

#[test]
fn mandatory_all() {
    assert_eq!(refused("update_thing", &["count=1"]), "Missing --thing.");
}

#[test]
fn mandatory_one() {
    assert_eq!(
        refused("show_thing", &[]),
        "Give exactly one of --thing, --all or --list."
    );
    assert_eq!(
        refused("show_thing", &["thing=x", "all=1"]),
        "--thing and --all cannot be used together."
    );
    assert!(checked("show_thing", &["list=a"]).is_ok());
}

#[test]
fn all_or_none() {
    let base = ["hostname=h", "must=1"];
    let with = |more: &[&'static str]| refused("cat_thing", &[&base, more].concat());
    assert_eq!(with(&["left=l"]), "--left needs --right too.");
    assert!(checked("cat_thing", &["hostname=h", "must=1", "left=l", "right=r"]).is_ok());
}

#[test]
fn required_by_itself() {
    assert_eq!(refused("cat_thing", &["hostname=h"]), "Missing --must.");
}

#[test]
fn nested_group_has_its_own_rule() {
    let message = refused("cat_thing", &["hostname=h", "must=1", "ip=192.0.2.1", "autoip=1"]);
    assert_eq!(message, "--ip and --autoip cannot be used together.");
}

#[test]
fn what_a_group_requires_and_excludes_holds_for_its_members() {
    let message = refused("cat_thing", &["hostname=h", "must=1", "building=b"]);
    assert_eq!(
        message,
        "--building can only be used with --personality or --archetype."
    );
    assert!(checked("cat_thing", &["personality=p", "must=1", "building=b"]).is_ok());
    let message = refused("cat_thing", &["personality=p", "must=1", "building=b", "town=t"]);
    assert_eq!(message, "--building cannot be used with --town.");
}

#[test]
fn joined_conditions() {
    let needs = refused("cat_thing", &["personality=p", "must=1", "data=1"]);
    assert_eq!(
        needs,
        "--data can only be used with one of --hub or --building and --left or --hostname."
    );
    assert!(
        checked(
            "cat_thing",
            &["personality=p", "must=1", "data=1", "hub=h", "left=l", "right=r"]
        )
        .is_ok()
    );
    assert!(checked("cat_thing", &["hostname=h", "must=1", "data=1"]).is_ok());
    let excluded = refused("cat_thing", &["hostname=h", "must=1", "data=1", "select=1"]);
    assert_eq!(excluded, "--select cannot be used with --data and --hostname.");
    assert!(checked("cat_thing", &["hostname=h", "must=1", "select=1"]).is_ok());
}

#[test]
fn a_false_boolean_is_named_by_its_reverse() {
    let message = refused("show_thing", &["all=1", "vague=no"]);
    assert_eq!(message, "--precise cannot be used with --all.");
}

#[test]
fn defaults_satisfy_no_rule() {
    let values = checked("publish", &["branch=b"]).unwrap();
    assert!(values.flag("sync") && !values.is_given("sync"));
}
