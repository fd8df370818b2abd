//! `aq flush` does what can be done, and names the rest.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;

use aq_test_support::site::Site;

#[test]
fn an_object_that_cannot_be_generated_does_not_stop_the_others() {
    let site = Site::start();
    let names = "select name from plenary where name in ('hostdata/web1.example.org', 'hostdata/web2.example.org') order by 1";
    site.execute(
        "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'secret'; end $$;
         create trigger refuse before insert on plenary for each row
             when (new.name = 'hostdata/web1.example.org') execute function refuse();
         delete from plenary where name in ('hostdata/web1.example.org', 'hostdata/web2.example.org')",
    );
    let error = site.fails(2, "flush --hosts --quiet");
    let mut lines = error.lines();
    assert_eq!(
        lines.next(),
        Some("Multi-Status: 1 object failed, everything else was done:")
    );
    let line = lines.next().unwrap();
    assert!(line.starts_with("Host web1.example.org: "), "{error}");
    assert!(lines.next().is_none() && !error.contains("secret"), "{error}");
    assert_eq!(site.query(names), ["hostdata/web2.example.org"]);
    assert!(
        site.broker
            .export_dir()
            .join("cfg/plenary/hostdata/web2.example.org.pan")
            .exists()
    );
    assert_eq!(
        site.query("select return_code from xtn join xtn_end on xtn_id = id where command = 'flush' order by number desc limit 1"),
        ["207"]
    );

    site.execute("drop trigger refuse on plenary");
    site.ok("flush --hosts");
    assert_eq!(site.query(names).len(), 2);
}

#[test]
fn a_file_that_cannot_be_written_is_named_until_the_obstacle_is_gone() {
    let site = Site::start();
    site.ok("flush --all");
    let dir = site.broker.export_dir().join("cfg/plenary/hostdata");
    let (first, second) = (dir.join("web1.example.org.pan"), dir.join("web2.example.org.pan"));
    fs::remove_file(&first).unwrap();
    fs::remove_file(&second).unwrap();
    // Not even root replaces a directory by a file.
    fs::create_dir(&first).unwrap();
    for _ in 0..2 {
        let error = site.fails(2, "flush --all --quiet");
        assert_eq!(
            error
                .lines()
                .filter(|l| l.starts_with("Plenary hostdata/web1.example.org: "))
                .count(),
            1,
            "{error}"
        );
        assert_eq!(error.lines().count(), 2, "{error}");
        assert!(second.is_file());
        assert_eq!(
            site.query("select return_code from xtn join xtn_end on xtn_id = id where command = 'flush' order by number desc limit 1"),
            ["207"]
        );
    }
    fs::remove_dir(&first).unwrap();
    site.ok("flush --all");
    assert!(first.is_file());
}
