//! `aq show_user`.

use aq_test_support::site::Site;

#[test]
fn one_or_all_are_shown() {
    let site = Site::empty();
    for (name, uid) in [("joe", 7), ("jane", 8)] {
        site.ok(&format!(
            "add user --username {name} --uid {uid} --gid 9 --full_name {name} --home_directory /home/{name}"
        ));
    }
    let all = site.ok("show user --all");
    assert_eq!(
        all.lines()
            .filter(|line| line.starts_with("User: "))
            .collect::<Vec<_>>(),
        ["User: jane", "User: joe"]
    );
    assert_eq!(
        site.ok("show user --username joe --format csv").trim_end(),
        "joe,7,9,joe,/home/joe"
    );
    assert_eq!(
        site.fails(4, "show user --username jan")
            .lines()
            .collect::<Vec<_>>(),
        ["Not Found: User jan not found.", "Did you mean jane?"]
    );
}
