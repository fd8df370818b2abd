//! Sandboxes and what their authors have in clones.

use aq_db::compile_target;
use aq_db::sandbox::{self, Filter, NewSandbox, Work};

use crate::fixture::world;

#[tokio::test]
async fn sandboxes_are_searched() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let commit = "1".repeat(40);
    let new = NewSandbox {
        name: " Ntp ",
        commit_id: &commit,
        owner_id: 1002,
        comments: Some("time"),
    };
    let id = sandbox::insert(&mut tx, &new).await.unwrap();
    let mut made = sandbox::require(&mut tx, "NTP").await.unwrap();
    assert_eq!(
        (made.id, made.name.as_str(), made.owner.as_str()),
        (id, "ntp", "bob@EXAMPLE.ORG")
    );
    assert_eq!(
        (made.commit_id.as_ref(), &made.base_commit),
        (Some(&commit), &commit)
    );
    made.autosync = false;
    made.compiler = Some("/opt/panc/10.8/panc.jar".into());
    sandbox::update(&mut tx, &made).await.unwrap();
    assert_eq!(sandbox::require_locked(&mut tx, "ntp").await.unwrap(), made);
    sqlx::query("update host set branch_id = 1003")
        .execute(&mut *tx)
        .await
        .unwrap();

    let none = Filter::default();
    for (filter, expected) in [
        (none, "ntp sb1 sb2"),
        (
            Filter {
                name: Some("SB1"),
                ..none
            },
            "sb1",
        ),
        (
            Filter {
                owner_id: Some(1002),
                ..none
            },
            "ntp",
        ),
        (
            Filter {
                compiler: Some("10.8"),
                ..none
            },
            "ntp",
        ),
        (
            Filter {
                autosync: Some(true),
                ..none
            },
            "sb1 sb2",
        ),
        (
            Filter {
                validated: Some(true),
                ..none
            },
            "ntp sb1 sb2",
        ),
        (
            Filter {
                validated: Some(false),
                ..none
            },
            "",
        ),
        (
            Filter {
                used: Some(true),
                ..none
            },
            "sb1",
        ),
        (
            Filter {
                used: Some(false),
                ..none
            },
            "ntp sb2",
        ),
        // Its host has no profile.
        (
            Filter {
                used: Some(true),
                compileable: true,
                ..none
            },
            "",
        ),
    ] {
        let found = sandbox::search(&mut tx, &filter).await.unwrap();
        let names: Vec<&str> = found.iter().map(|sandbox| sandbox.name.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{filter:?}");
    }
    let error = sandbox::require(&mut tx, "sb3").await.unwrap_err().to_string();
    assert!(error.contains("sb3") && error.contains("sb1"), "{error}");
    let error = sandbox::require(&mut tx, "dom1").await.unwrap_err().to_string();
    assert!(error.contains("dom1"), "a domain is none: {error}");
    assert_eq!(sandbox::split(" alice / ntp "), (Some("alice"), "ntp"));
    assert_eq!(sandbox::split(" ntp "), (None, "ntp"));
}

#[tokio::test]
async fn hosts_are_compiled_with_what_their_author_has() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    sqlx::raw_sql("update archetype set is_compileable = true; update branch set commit_id = repeat('1', 40); update host set branch_id = 1003")
        .execute(&mut *tx)
        .await
        .unwrap();
    sandbox::clear_work(&mut tx, 1003, 1001).await.unwrap();
    assert_eq!(sandbox::work(&mut tx, 1003, 1001).await.unwrap(), None);
    let head = "1".repeat(40);
    let commit = async |tx: &mut aq_db::Tx| {
        compile_target::of_hosts(tx, &[1001, 1002])
            .await
            .unwrap()
            .remove(0)
            .commit
            .unwrap()
    };
    assert_eq!(commit(&mut tx).await, head);
    for text in ["2", "3"] {
        let work = Work {
            commit_id: text.repeat(40),
            base_id: head.clone(),
        };
        sandbox::set_work(&mut tx, 1003, 1001, &work).await.unwrap();
        assert_eq!(
            sandbox::work(&mut tx, 1003, 1001).await.unwrap().as_ref(),
            Some(&work)
        );
        assert_eq!(commit(&mut tx).await, work.commit_id);
    }
    // That of another author is for the hosts of that one.
    let others = Work {
        commit_id: "4".repeat(40),
        base_id: head.clone(),
    };
    sandbox::set_work(&mut tx, 1003, 1002, &others).await.unwrap();
    assert_eq!(commit(&mut tx).await, "3".repeat(40));
    sandbox::clear_work(&mut tx, 1003, 1001).await.unwrap();
    assert_eq!(commit(&mut tx).await, head);
    assert_eq!(sandbox::work(&mut tx, 1003, 1002).await.unwrap(), Some(others));

    let odd = Work {
        commit_id: "HEAD".into(),
        base_id: head,
    };
    let error = sandbox::set_work(&mut tx, 1003, 1001, &odd).await.unwrap_err();
    assert_eq!(error.constraint(), Some("sandbox_work_commit_ck"));
}
