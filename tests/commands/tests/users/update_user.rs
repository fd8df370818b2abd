//! `aq update_user`.

use aq_test_support::site::Site;

#[test]
fn what_is_given_changes_and_the_rest_stays() {
    let site = Site::empty();
    site.ok("add user --username jane --uid 8 --gid 9 --full_name Jane --home_directory /home/jane");
    site.ok("update user --username jane --gid 0 --full_name 'Jane Roe'");
    let row = "select uid, gid, full_name, home_dir from userinfo where name = 'jane'";
    assert_eq!(site.query(row), ["8|0|Jane Roe|/home/jane"]);
    site.refuses(
        4,
        "update user --username jane --uid -1",
        "Bad Request: A user id is between 0 and 4294967294.",
    );
    assert_eq!(site.query(row), ["8|0|Jane Roe|/home/jane"]);
}
