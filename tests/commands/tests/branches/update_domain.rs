//! `aq update_domain`.

use aq_test_support::site::Site;

fn site() -> Site {
    let site = Site::start();
    site.ok("add domain --domain follower --track prod");
    site.ok("add domain --domain test");
    site
}

#[test]
fn what_is_given_changes_and_the_rest_stays() {
    let site = site();
    assert_eq!(
        site.ok("update domain --domain Test --comments mine --compiler_version 10.9 --noautosync --change_manager"),
        ""
    );
    site.ok("update domain --domain test --disallow_manage --profile_formats pan,json --noauto_compile");
    insta::assert_snapshot!(site.ok("show domain --domain test"), @r"
    Domain: test
      Validated: True
      Compiler: 10.9
      Requires Change Manager: True
      May Contain Hosts/Clusters: False
      Profile Formats: pan,json
      Archived: False
      Comments: mine
      Auto Compile: False
    ");
    site.ok("update domain --domain test --comments= --nochange_manager --allow_manage --autosync");
    insta::assert_snapshot!(site.ok("show domain --domain test"), @r"
    Domain: test [autosync]
      Validated: True
      Compiler: 10.9
      Requires Change Manager: False
      May Contain Hosts/Clusters: True
      Profile Formats: pan,json
      Archived: False
      Auto Compile: False
    ");
}

#[test]
fn an_archived_domain_takes_no_hosts() {
    let site = site();
    let managed = |text: &str| {
        let shown = site.ok("show domain --domain test");
        assert!(
            shown.contains(&format!("  May Contain Hosts/Clusters: {text}\n")),
            "{shown}"
        );
    };
    site.ok("update domain --domain test --archived");
    managed("False");
    site.refuses(
        4,
        "update domain --domain test --allow_manage",
        "Bad Request: Domain test is archived, cannot allow managing hosts to it.",
    );
    site.ok("update domain --domain test --noarchived");
    managed("False");
    site.ok("update domain --domain test --allow_manage");
    managed("True");
    site.refuses(
        4,
        "update domain --domain follower --archived",
        "Bad Request: Domain follower is a tracking domain and cannot be archived.",
    );
}

#[test]
fn refusals_change_nothing() {
    let site = site();
    site.refuses(
        4,
        "update domain --domain nosuch --comments x",
        "Not Found: Domain nosuch not found.",
    );
    site.refuses(
        4,
        "update domain --domain follower --change_manager --comments x",
        "Bad Request: Cannot enforce a change manager for tracking domains.",
    );
    for (options, error) in [
        (
            "--compiler_version 10/9",
            "Bad Request: Invalid characters in compiler version",
        ),
        (
            "--profile_formats yaml",
            "Bad Request: Profile formats are pan, json or both, separated by a comma.",
        ),
    ] {
        let before = site.state();
        let told = site.fails(4, &format!("update domain --domain test --comments x {options}"));
        assert_eq!(told.lines().next(), Some(error), "{options}");
        assert_eq!(site.state(), before, "{options}");
    }
    // Hosts of the example site are in prod.
    site.refuses(
        4,
        "update domain --domain prod --profile_formats json",
        "Bad Request: Domain prod has compileable objects, the profile format cannot be changed.",
    );
}

#[test]
fn what_somebody_else_changes_meanwhile_stays() {
    let site = site();
    let other = "update branch set comments = 'of another' where name = 'test';
        do $$ begin
            for i in 1..1000 loop
                perform pg_stat_clear_snapshot();
                if exists (select from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid))) then
                    return;
                end if;
                perform pg_sleep(0.01);
            end loop;
            raise 'nobody waits';
        end $$";
    std::thread::scope(|scope| {
        let other = scope.spawn(|| site.execute(other));
        let free = "select 1 from branch where name = 'test' for update skip locked";
        while !site.query(free).is_empty() && !other.is_finished() {}
        site.ok("update domain --domain test --noautosync");
        other.join().unwrap();
    });
    let shown = site.ok("show domain --domain test");
    assert!(shown.starts_with("Domain: test\n"), "{shown}");
    assert!(shown.contains("  Comments: of another\n"), "{shown}");
}
